import type { ComponentChildren } from "preact";
import { clockTime, count, longDate, sameDay } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { CALL_NOTE } from "./call-note.ts";
import type { CallAppointment, CallProps } from "./call-props.ts";
import { gapWords, namesOf, roughWords, shortNamesOf } from "./call-words.ts";

export type ReadyViewProps = {
  props: CallProps;
  /** Epoch milliseconds by the server's clock. */
  now: number;
  /** The one that Join joins; undefined when all are over. */
  next: CallAppointment | undefined;
  /** The school's note has been shown before a call of this evening. */
  noteSeen?: boolean;
  /** Picture, meter and devices, once a script runs. */
  preview?: ComponentChildren;
  /** Beside the buttons. */
  extra?: ComponentChildren;
  onJoin?: () => void;
};

/** The page before the call: drawn by the server, then by the island with the preview in it. Nothing here changes anything but Join. */
export function ReadyView(view: ReadyViewProps) {
  const { props } = view;
  return (
    <>
      <ReadyHead {...view} />
      <div class={props.guest ? "aside-layout" : "stack"}>
        <div class="stack">
          <ReadyCard {...view} />
          <Appointments props={props} />
        </div>
        {props.guest && <GuestAside props={props} />}
      </div>
    </>
  );
}

function ReadyHead({ props, now }: ReadyViewProps) {
  const { guest, appointments, evening } = props;
  const booked = appointments.filter(({ state }) => state === "booked");
  return (
    <header class="page-head">
      {guest && <p class="eyebrow">Video Call Invitation for {props.me.name}</p>}
      <h1 tabindex={-1}>{evening.name}</h1>
      <p class="lead">{guest ? invitedWords(props, booked, now) : spanWords(booked, evening.zone)}</p>
    </header>
  );
}

function invitedWords({ guest, evening }: CallProps, booked: CallAppointment[], now: number): string {
  if (booked.length === 0) return `${guest?.invitedBy} has invited you. No appointment is booked at the moment.`;
  const today = booked[0] && sameDay(booked[0].startsAt, now, evening.zone) ? " today" : "";
  return `${guest?.invitedBy} has invited you to ${count(booked.length, "appointment")}${today}.`;
}

function spanWords(booked: CallAppointment[], zone: string): string {
  const first = booked[0];
  if (!first) return "You have no appointments in this evening.";
  const last = Math.max(...booked.map(({ endsAt }) => endsAt));
  return `${count(booked.length, "appointment")} from ${clockTime(first.startsAt, zone)} to ${clockTime(last, zone)}`;
}

function ReadyCard({ props, now, next, noteSeen, preview, extra, onJoin }: ReadyViewProps) {
  const label = props.role === "guest" ? "Join Video Call" : "Join Video Appointments";
  const words = soonWords(props, next, now);
  return (
    <section class="card ready" aria-labelledby="soon">
      <div class="stack">
        <h2 id="soon">{words.title}</h2>
        <p>{words.text}</p>
        {next && !noteSeen && (
          <section class="call-note" aria-label="Before you join" id="call-note">
            <p>{props.note || CALL_NOTE}</p>
          </section>
        )}
        {extra}
        <p class="row">
          {next && (
            // Before the script runs the press could do nothing, and says so by being pale.
            <button type="button" class="button is-primary" id="join" disabled={!onJoin} onClick={onJoin}>
              <Icon name="camera" />
              {label}
            </button>
          )}
          <a class="button" href={props.checkUrl}>
            Check Audio and Video
          </a>
        </p>
        {!onJoin && (
          <noscript>
            <p>The video call needs JavaScript, which this browser has turned off.</p>
          </noscript>
        )}
      </div>
      {next && <div class="ready-preview">{preview ?? <div class="tile" />}</div>}
    </section>
  );
}

function soonWords(props: CallProps, next: CallAppointment | undefined, now: number): { title: string; text: string } {
  if (!next)
    return {
      title: "There is nothing to join",
      text: "Your appointments in this evening are over, or none is booked.",
    };
  const { zone } = props.evening;
  const at = clockTime(next.startsAt, zone);
  const who = props.role === "teacher" ? `about ${next.student}` : `with ${shortNamesOf(next.teachers)}`;
  if (now >= next.startsAt) {
    return {
      title: `Your appointment ${who} is on now`,
      text: `Join and you go straight in. It ends at ${clockTime(next.endsAt, zone)}.`,
    };
  }
  if (!sameDay(now, next.startsAt, zone)) {
    const open = props.guest ? "open the link in your e-mail again" : "open this page again";
    return {
      title: `${longDate(next.startsAt, zone)} at ${at}`,
      text: `There is nothing to install. On the day, ${open} and join.`,
    };
  }
  const title = `Your appointment ${props.appointments.length > 1 ? `${who} ` : ""}starts in ${roughWords(next.startsAt - now)}`;
  return { title, text: `Join now if you like: you wait here, and the call begins by itself at ${at}.` };
}

/** Who, about whom and what, in the order of the evening. */
function Appointments({ props }: { props: CallProps }) {
  const { appointments, role } = props;
  if (appointments.length === 0) return null;
  return (
    <table class="table bookings">
      <caption class="unseen">{role === "guest" ? "Appointments you are invited to" : "Your appointments"}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">Time</span>
          </th>
          {(role === "teacher" ? ["Student", "Parent/Guardian", "Subject"] : ["Teacher", "Student", "Subject"]).map(
            (head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {appointments.map((appointment, index) => [
          <GapRow key={`gap-${appointment.id}`} before={appointments[index - 1]} after={appointment} />,
          <Row key={appointment.id} appointment={appointment} props={props} />,
        ])}
      </tbody>
    </table>
  );
}

function GapRow({ before, after }: { before: CallAppointment | undefined; after: CallAppointment }) {
  const gap = before && gapWords(before, after);
  if (!gap) return null;
  return (
    <tr class="gap">
      <td colspan={4}>{gap}</td>
    </tr>
  );
}

function Row({ appointment, props }: { appointment: CallAppointment; props: CallProps }) {
  const teachers = namesOf(appointment.teachers);
  const teacherView = props.role === "teacher";
  return (
    <tr>
      <th class="at" scope="row">
        <time>{clockTime(appointment.startsAt, props.evening.zone)}</time>
      </th>
      <td class="who">
        {teacherView ? appointment.student : teachers}{" "}
        {appointment.state === "cancelled" && <Tag kind="warn">Cancelled</Tag>}
      </td>
      <td>{teacherView ? appointment.guardian?.name : appointment.student}</td>
      <td class="soft">{[appointment.subject, teacherView && appointment.className].filter(Boolean).join(" · ")}</td>
    </tr>
  );
}

function GuestAside({ props }: { props: CallProps }) {
  const { guest } = props;
  if (!guest) return null;
  return (
    <aside class="stack" aria-label="About this link">
      <Notice kind="warn">
        <p>
          <strong>This link is for you alone.</strong>
        </p>
        <p>If somebody else joins with it, you lose your place in the call. {guest.invitedBy} signs in separately.</p>
      </Notice>
      <div class="card stack-s small">
        <p>
          {guest.invitedBy} agreed to share their name, the student’s name and this list with you.
          {guest.keptUntil && ` The school keeps your name and email until ${guest.keptUntil}.`}
        </p>
        {guest.notMeUrl && (
          <p>
            <a class="link" href={guest.notMeUrl}>
              This isn’t me
            </a>
          </p>
        )}
      </div>
    </aside>
  );
}

import type { ComponentChildren } from "preact";
import { Icon } from "../ui/icon.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { sameDay } from "../words/format.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import type { CallAppointment, CallProps } from "./call-props.ts";
import { gapWords, namesOf, roughWords, shortNamesOf } from "./call-words.ts";
import { LateNotice, LateTag } from "./late.tsx";

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
  /** Below the buttons, which stand still while it comes and goes. */
  extra?: ComponentChildren;
  /** The press on Join has begun; it may still be taken back. */
  onReach?: () => void;
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
  const t = useWords();
  const { guest, appointments, evening } = props;
  const booked = appointments.filter(({ state }) => state === "booked");
  return (
    <header class="page-head">
      {guest && <p class="eyebrow">{t("ready.guest.for.text", { name: props.me.name })}</p>}
      <h1 tabindex={-1}>{evening.name}</h1>
      <p class="lead">{guest ? invitedWords(props, booked, now, t) : spanWords(booked, evening.zone, t)}</p>
    </header>
  );
}

function invitedWords({ guest, evening }: CallProps, booked: CallAppointment[], now: number, t: Words): string {
  const by = guest?.invitedBy ?? "";
  if (booked.length === 0) return t("ready.guest.none.text", { by });
  const today = booked[0] && sameDay(booked[0].startsAt, now, evening.zone) ? "yes" : "no";
  return t("ready.guest.invited.text", { by, n: booked.length, today });
}

function spanWords(booked: CallAppointment[], zone: string, t: Words): string {
  const first = booked[0];
  if (!first) return t("ready.span.none.text");
  const last = Math.max(...booked.map(({ endsAt }) => endsAt));
  return t("ready.span.text", { n: booked.length, from: t.time(first.startsAt, zone), to: t.time(last, zone) });
}

function ReadyCard(view: ReadyViewProps) {
  const { props, now, next, noteSeen, preview, extra, onJoin } = view;
  const t = useWords();
  const words = soonWords(props, next, now, t);
  return (
    <section class="card ready" aria-labelledby="soon">
      <div class="stack">
        <h2 id="soon">{words.title}</h2>
        <p>{words.text}</p>
        <LateNotice appointment={next} />
        {next && !noteSeen && (
          <section class="call-note" aria-label={t("ready.note.label")} id="call-note">
            <p>{props.note || t("ready.note.text")}</p>
          </section>
        )}
        <NextSteps {...view} />
        {extra}
        {!onJoin && (
          <noscript>
            <p>{t("ready.noScript.text")}</p>
          </noscript>
        )}
      </div>
      {next && <div class="ready-preview">{preview ?? <div class="tile" />}</div>}
    </section>
  );
}

/** Days before there is nobody to join yet, but much to try: then the check is the first step. */
function NextSteps({ props, now, next, onReach, onJoin }: ReadyViewProps) {
  const t = useWords();
  const early = next !== undefined && !sameDay(now, next.startsAt, props.evening.zone);
  const check = (
    <a class={early ? "button is-primary" : "button"} href={props.checkUrl}>
      {t("ready.check.link")}
    </a>
  );
  return (
    <p class="row ready-go">
      {early && check}
      {next && (
        // Before the script runs the press could do nothing, and says so by being pale.
        <button
          type="button"
          class={early ? "button" : "button is-primary"}
          id="join"
          disabled={!onJoin}
          onPointerDown={onReach}
          onClick={onJoin}
        >
          <Icon name="camera" />
          {t(props.role === "guest" ? "ready.join.guest.button" : "ready.join.button")}
        </button>
      )}
      {!early && check}
    </p>
  );
}

type GuestProps = NonNullable<CallProps["guest"]>;
type Soon = { title: string; text: string };

function soonWords(props: CallProps, next: CallAppointment | undefined, now: number, t: Words): Soon {
  if (!next) return { title: t("ready.soon.nothing.title"), text: t("ready.soon.nothing.text") };
  const { zone } = props.evening;
  const at = t.time(next.startsAt, zone);
  const who = whoWords(props, next, t);
  if (now >= next.startsAt)
    return {
      title: t("ready.soon.now.title", { who }),
      text: t("ready.soon.now.text", { until: t.time(next.endsAt, zone) }),
    };
  if (!sameDay(now, next.startsAt, zone)) {
    const title = t("ready.soon.day.title", { day: t.date(next.startsAt, zone), time: at });
    return { title, text: t(props.guest ? "ready.soon.day.guest.text" : "ready.soon.day.text") };
  }
  const left = roughWords(next.startsAt - now, t);
  const several = props.appointments.length > 1;
  const title = several ? t("ready.soon.startsIn.with.title", { who, left }) : t("ready.soon.startsIn.title", { left });
  return { title, text: t("ready.soon.startsIn.text", { time: at }) };
}

function whoWords({ role }: CallProps, next: CallAppointment, t: Words): string {
  if (role === "teacher") return t("ready.who.student.text", { student: next.student });
  return t("ready.who.teachers.text", { teachers: shortNamesOf(next.teachers, t) });
}

/** Who, about whom and what, in the order of the evening. */
function Appointments({ props }: { props: CallProps }) {
  const t = useWords();
  const { appointments, role } = props;
  if (appointments.length === 0) return null;
  return (
    <table class="table bookings">
      <caption class="unseen">
        {role === "guest" ? t("ready.appointments.guest.caption") : t("ready.appointments.caption")}
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{t("ready.appointments.time.column")}</span>
          </th>
          {(role === "teacher" ? TEACHERS_HEADS : FAMILY_HEADS).map((head) => (
            <th scope="col" key={head}>
              {t(head)}
            </th>
          ))}
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

const FAMILY_HEADS = [
  "ready.appointments.teacher.column",
  "ready.appointments.student.column",
  "ready.appointments.subject.column",
] as const;
const TEACHERS_HEADS = [
  "ready.appointments.student.column",
  "ready.appointments.guardian.column",
  "ready.appointments.subject.column",
] as const;

function GapRow({ before, after }: { before: CallAppointment | undefined; after: CallAppointment }) {
  const t = useWords();
  const gap = before && gapWords(before, after, t);
  if (!gap) return null;
  return (
    <tr class="gap">
      <td colspan={4}>{gap}</td>
    </tr>
  );
}

function Row({ appointment, props }: { appointment: CallAppointment; props: CallProps }) {
  const t = useWords();
  const teachers = namesOf(appointment.teachers, t);
  const teacherView = props.role === "teacher";
  return (
    <tr>
      <th class="at" scope="row">
        <time>{t.time(appointment.startsAt, props.evening.zone)}</time>
      </th>
      <td class="who">
        {teacherView ? appointment.student : teachers}{" "}
        {appointment.state === "cancelled" && (
          <Tag kind="warn">
            {t(teacherView ? "ready.appointments.notYours.status" : "ready.appointments.cancelled.status")}
          </Tag>
        )}
        <LateTag minutes={appointment.lateMinutes} />
      </td>
      <td>{teacherView ? appointment.guardian?.name : appointment.student}</td>
      <td class="soft">{[appointment.subject, teacherView && appointment.className].filter(Boolean).join(" · ")}</td>
    </tr>
  );
}

function GuestAside({ props }: { props: CallProps }) {
  const t = useWords();
  const { guest } = props;
  if (!guest) return null;
  return (
    <aside class="stack" aria-label={t("ready.link.label")}>
      <Notice kind="warn">
        <p>
          <strong>{t("ready.link.title")}</strong>
        </p>
        <p>{t("ready.link.text", { invitedBy: guest.invitedBy })}</p>
      </Notice>
      <div class="card stack-s small">
        <p>{sharedWords(guest, props.evening.zone, t)}</p>
        {guest.notMeUrl && (
          <p>
            <a class="link" href={guest.notMeUrl}>
              {t("ready.notMe.link")}
            </a>
          </p>
        )}
      </div>
    </aside>
  );
}

function sharedWords({ invitedBy: by, keptUntil }: GuestProps, zone: string, t: Words): string {
  if (keptUntil === undefined) return t("ready.guest.shared.text", { by });
  return t("ready.guest.sharedAndKept.text", { by, until: t.date(keptUntil, zone) });
}

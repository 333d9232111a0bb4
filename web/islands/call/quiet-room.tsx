import type { ComponentChildren } from "preact";
import { exactWords, shortNamesOf } from "../../pages/call-words.ts";
import { clockTime } from "../../ui/format.ts";
import { Chair } from "../../ui/icon.tsx";
import { Notice } from "../../ui/parts.tsx";
import type { CallController } from "./call-controller.ts";
import { type CallState, currentOrNext } from "./call-state.ts";
import { Controls } from "./controls.tsx";
import { inCall } from "./stage-plan.ts";
import { SelfTile } from "./tile.tsx";
import { useNow } from "./use-controller.ts";

type In<Name extends CallState["name"]> = { controller: CallController; state: Extract<CallState, { name: Name }> };

const PLACES = ["", "first", "second", "third", "fourth", "fifth"];

/** Waiting in line before a full call. */
export function FullRoom({ controller, state }: In<"waiting">) {
  const now = useNow(controller.clock);
  const { room, place } = state;
  const { cameraTrack, mic } = controller.local.view;
  const appointment = controller.props.appointments.find(({ id }) => id === state.appointmentId);
  const zone = controller.props.evening.zone;
  return (
    <>
      <h1 tabindex={-1}>This call is full: 4 people are in it</h1>
      <ul class="seats" aria-label="In the call">
        {inCall(room).map(({ participantId, name }) => (
          <li key={participantId}>
            <Chair />
            {controller.shortName(name)}
          </li>
        ))}
      </ul>
      <Notice kind="info" role="status">
        <p>
          <strong>
            {place > 0 && place < PLACES.length
              ? `You are ${PLACES[place]} in line.`
              : `You are number ${place} in line.`}
          </strong>{" "}
          When somebody leaves, you go in by yourself. There is nothing to press.
        </p>
      </Notice>
      <SelfTile
        track={cameraTrack}
        micOff={mic !== "on"}
        place=""
        caption={cameraTrack ? "You are ready" : "You"}
        name={controller.props.me.name}
      />
      <p>
        {appointment && `${appointment.subject} for ${appointment.student} · `}
        <strong>{exactWords(room.closesAt - now)} left</strong>, until {clockTime(room.closesAt, zone)}
      </p>
      <Controls controller={controller} label="Waiting in line" leaveLabel="Leave the line" seated={false} />
    </>
  );
}

/** Not in a call any more: what happened, what happens next, at most one button. */
export function EndedRoom({ controller, state }: In<"ended">) {
  const { props, clock } = controller;
  const { role, guest } = props;
  const again =
    currentOrNext(props.appointments, [], clock.now()) ??
    props.appointments.find(({ id }) => id === state.appointmentId);
  const press = again && (() => controller.press(again.id));
  switch (state.why) {
    case "superseded":
      return (
        <Ended
          title="Your call is open somewhere else"
          press={press}
          button="Continue here"
          after={guest && <NotYou invitedBy={guest.invitedBy} />}
        >
          <p>
            {guest
              ? "Somebody joined with your link on another phone, computer or tab"
              : "You joined on another phone, computer or tab"}
            , so this page has stopped. Your camera and microphone are off here.
          </p>
        </Ended>
      );
    case "removed":
      return guest ? <Withdrawn invitedBy={guest.invitedBy} /> : <NoLongerExpected props={props} />;
    case "left":
      return (
        <Ended title="You have left the call" press={press} button="Join again" after={<LeaveLink props={props} />}>
          <p>Your camera and microphone are off. {again && leftWords(role, again.teachers)}</p>
        </Ended>
      );
    case "finished":
      return (
        <Ended title={props.appointments.length > 1 ? "That was your last appointment" : "Your appointment has ended"}>
          <p>Thank you for coming. Your camera and microphone are off.</p>
          <LeaveLink props={props} />
        </Ended>
      );
    case "signed_out":
      return (
        <Ended title="Please sign in again">
          <p>You were signed out, so we could not take you into the call. Your camera and microphone are off.</p>
          <LeaveLink props={props} />
        </Ended>
      );
    case "protocol_error":
    case "flooded":
      return (
        <Ended title={state.words} press={press} button="Join again">
          <p>Your camera and microphone are off. Joining again usually helps.</p>
        </Ended>
      );
    case "moved":
      return (
        <Ended title="This appointment was moved">
          <p>One moment: we are fetching the new time.</p>
        </Ended>
      );
    case "cancelled":
    case "refused":
    case "room_closed":
    case "room_not_open":
    case "ended_by_teacher":
    case "timed_out":
    case "bad_ticket":
      return (
        <Ended title={state.why === "refused" ? "We could not take you into this call" : state.words}>
          <Office words={state.why === "refused" ? state.words : ""} props={props} />
        </Ended>
      );
    default:
      return assertNever(state.why);
  }
}

function Withdrawn({ invitedBy }: { invitedBy: string }) {
  return (
    <Ended title="Your invitation was taken back">
      <p>
        The invitation was withdrawn, and you have left the call. Your camera and microphone are off, and the link in
        your e-mail no longer works.
      </p>
      <p>If this is a surprise, please speak to {invitedBy}, who invited you.</p>
      <Last>You can close this page.</Last>
    </Ended>
  );
}

function NoLongerExpected({ props }: { props: CallController["props"] }) {
  return (
    <Ended title="You are no longer part of this appointment">
      <Office words="" props={props} />
    </Ended>
  );
}

function NotYou({ invitedBy }: { invitedBy: string }) {
  return <Last>Was it not you? Press Continue here, and ask {invitedBy} to remove the invite and send a new one.</Last>;
}

function Office({ words, props }: { words: string; props: CallController["props"] }) {
  return (
    <>
      <p>{words || "Your camera and microphone are off. If this is a surprise, please ask the school."}</p>
      <LeaveLink props={props} />
    </>
  );
}

function leftWords(role: string, teachers: { name: string; shortName: string }[]): string {
  return role === "teacher"
    ? "The call goes on without you."
    : `Come back while there is time: ${shortNamesOf(teachers)} may still be there.`;
}

function LeaveLink({ props }: { props: CallController["props"] }) {
  return (
    <p>
      <a class="link" href={props.leaveUrl}>
        Back to {props.leaveLabel}
      </a>
    </p>
  );
}

function Last({ children }: { children: ComponentChildren }) {
  return <p class="small soft">{children}</p>;
}

type EndedProps = {
  title: string;
  press?: (() => void) | undefined;
  button?: string;
  children: ComponentChildren;
  after?: ComponentChildren;
};

function Ended({ title, press, button, children, after }: EndedProps) {
  return (
    <>
      <Chair />
      <h1 tabindex={-1}>{title}</h1>
      {children}
      {press && (
        <p class="row">
          <button type="button" class="button is-primary" onClick={press}>
            {button}
          </button>
        </p>
      )}
      {after}
    </>
  );
}

function assertNever(value: never): never {
  throw new Error(`Not handled: ${String(value)}`);
}

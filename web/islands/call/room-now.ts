import type { Role, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import { namesOf, roughWords, shortNamesOf } from "../../pages/call-words.ts";
import { clockTime, list } from "../../ui/format.ts";
import { type CallState, currentOrNext } from "./call-state.ts";
import { awaited, waiting } from "./stage-plan.ts";
import { type Timer, timerAt } from "./timer-rules.ts";

/** Everything the screen of a room says at this moment, worked out from the state and the clock. */
export type RoomNow = {
  appointment: CallAppointment | undefined;
  room: RoomView | null;
  /** Holding a seat: the others' pictures are shown. */
  seated: boolean;
  timer: Timer;
  /** "Mrs Anita Abell · Science · Sophie Aaron". */
  title: string;
  /** For the empty place on the stage. */
  empty: { heading: string; words: string };
  notice: { kind: "info" | "warn"; strong: string; words: string } | null;
  /** The one line under the pictures on a phone. */
  next: string;
};

type RoomState = Exclude<CallState, { name: "ready" | "ended" }>;
type Parts = {
  state: RoomState;
  props: CallProps;
  me: string;
  done: readonly string[];
  nameOf: (name: string) => string;
  now: number;
  /** Whether somebody of the family is in that appointment already, where the page can know. */
  hasFamily?: (appointmentId: string) => boolean;
};

export function roomNow(parts: Parts): RoomNow {
  const { state, props, now } = parts;
  const appointment = props.appointments.find(({ id }) => id === state.appointmentId);
  const room = "room" in state ? state.room : null;
  const times = room ?? (appointment && timesOf(appointment));
  const timer = times
    ? timerAt(times, now, props.evening.zone)
    : { tone: "none" as const, words: "", hint: "", value: 0, max: 1 };
  return {
    appointment,
    room,
    seated: state.name === "in-call" || (state.name === "reconnecting" && now >= state.room.opensAt),
    timer,
    title: appointment ? titleOf(appointment, props) : props.evening.name,
    empty: emptyPlace(parts, appointment, room),
    notice: noticeFor(parts),
    next: nextLine(parts, room),
  };
}

/** The appointment in one line, as its owner knows it. */
export function titleOf(appointment: CallAppointment, props: CallProps): string {
  if (props.role === "teacher") return `${props.evening.name} · ${props.me.name}`;
  const { teachers } = appointment;
  return [teachers.length > 1 ? shortNamesOf(teachers) : namesOf(teachers), appointment.subject, appointment.student]
    .filter(Boolean)
    .join(" · ");
}

function timesOf({ startsAt, endsAt, overrunUntil }: CallAppointment) {
  return { opensAt: startsAt, closesAt: endsAt, overrunUntil };
}

function emptyPlace(parts: Parts, appointment: CallAppointment | undefined, room: RoomView | null): RoomNow["empty"] {
  const { state, props, me, nameOf, now } = parts;
  if (state.name === "joining") return { heading: "One moment", words: "We are taking you in." };
  if (state.name === "between") return betweenWords(state.goAt, appointment, props, now);
  const opensAt = room?.opensAt ?? appointment?.startsAt ?? now;
  const early = now < opensAt;
  const here = cameToSee(room, me, props.role, ["waiting", "present", "held"]);
  const begins = `The call begins by itself at ${clockTime(opensAt, props.evening.zone)}.`;
  if (here.length > 0) {
    const heading = `${list(here.map(nameOf))} ${here.length > 1 ? "are" : "is"} ${props.role === "teacher" && early ? "waiting" : "here"}`;
    return { heading, words: early ? begins : "" };
  }
  if (props.role === "teacher") {
    return {
      heading: `Awaiting ${appointment?.guardian?.name ?? "guardian"}`,
      words: early ? begins : "We tell you when they come.",
    };
  }
  return {
    heading: "Awaiting teacher",
    words: early ? begins : `${shortNamesOf(appointment?.teachers ?? [])} can see that you are here.`,
  };
}

function betweenWords(
  goAt: number,
  appointment: CallAppointment | undefined,
  props: CallProps,
  now: number,
): RoomNow["empty"] {
  if (!appointment) return { heading: "One moment", words: "" };
  const who = props.role === "teacher" ? appointment.student : shortNamesOf(appointment.teachers);
  const heading = `Next: ${clockTime(appointment.startsAt, props.evening.zone)} ${who}`;
  return {
    heading,
    words: `In ${roughWords(appointment.startsAt - now)}. Leave this page open: we take you in from ${clockTime(goAt, props.evening.zone)}.`,
  };
}

function cameToSee(room: RoomView | null, me: string, role: Role, states: string[]): string[] {
  const wanted: readonly Role[] = role === "teacher" ? ["guardian", "guest"] : ["teacher"];
  return (room?.people ?? [])
    .filter((person) => person.participantId !== me && wanted.includes(person.role) && states.includes(person.state))
    .map(({ name }) => name);
}

function noticeFor({ state, props, me, nameOf }: Parts): RoomNow["notice"] {
  if (state.name === "reconnecting") {
    return {
      kind: "warn",
      strong: "Your connection was lost.",
      words: "Stay here: we are bringing you back, and your place is kept.",
    };
  }
  if (state.name === "joining" && state.tries > 1) {
    return { kind: "warn", strong: "We cannot reach the school at the moment.", words: "Stay here: we keep trying." };
  }
  const note = "note" in state ? state.note : null;
  if (note === "ended_by_teacher") {
    const strong = props.role === "teacher" ? "That appointment has ended." : "The teacher has ended that appointment.";
    return { kind: "info", strong, words: "Here comes your next one." };
  }
  if (note === "cancelled")
    return { kind: "info", strong: "That appointment was cancelled.", words: "Here comes your next one." };
  if (state.name === "in-call") {
    const line = waiting(state.room, me).map(({ name }) => nameOf(name));
    if (line.length > 0)
      return {
        kind: "info",
        strong: `${list(line)} ${line.length > 1 ? "are" : "is"} waiting in line.`,
        words: "4 people are in the call.",
      };
  }
  return null;
}

function nextLine({ state, props, me, done, nameOf, now, hasFamily }: Parts, room: RoomView | null): string {
  const missing = state.name === "in-call" ? awaited(room, me).map(({ name }) => nameOf(name)) : [];
  const next = currentOrNext(props.appointments, [...done, state.appointmentId], now);
  const who = next && (props.role === "teacher" ? next.student : namesOf(next.teachers));
  const waits = next && hasFamily?.(next.id) ? ", waiting" : "";
  const coming = next ? `Next: ${clockTime(next.startsAt, props.evening.zone)} ${who}${waits}` : "";
  return [missing.length > 0 ? `Not here yet: ${list(missing)}` : "", coming].filter(Boolean).join(" · ");
}

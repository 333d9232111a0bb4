import type { Role, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import { namesOf, roughWords, shortNamesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import { type CallState, currentOrNext } from "./call-state.ts";
import { awaited, waiting } from "./stage-plan.ts";
import { type Timer, timerAt } from "./timer-rules.ts";

/** Everything the screen of a room says at this moment, worked out from the state and the clock. */
export type RoomNow = {
  /** The moment, in epoch milliseconds, and the zone in which it is shown. */
  at: number;
  zone: string;
  role: Role;
  /** Who this page is in the room. */
  me: string;
  appointment: CallAppointment | undefined;
  room: RoomView | null;
  /** Holding a seat: the others' pictures are shown. */
  seated: boolean;
  timer: Timer;
  /** "Mrs Anita Abell · Science · Sophie Aaron". */
  title: string;
  /** For the tile of whoever is awaited. */
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
  t: Words<"call" | "time">;
};

export function roomNow(parts: Parts): RoomNow {
  const { state, props, now, t } = parts;
  const appointment = props.appointments.find(({ id }) => id === state.appointmentId);
  const room = "room" in state ? state.room : null;
  const times = room ?? (appointment && timesOf(appointment));
  const timer = times
    ? timerAt(times, now, props.evening.zone, t)
    : { tone: "none" as const, words: "", hint: "", value: 0, max: 1 };
  return {
    ...{ at: now, zone: props.evening.zone, role: props.role, me: parts.me, appointment, room },
    seated: state.name === "in-call" || (state.name === "reconnecting" && now >= state.room.opensAt),
    timer,
    title: appointment ? titleOf(appointment, props, t) : props.evening.name,
    empty: emptyTile(parts, appointment, room),
    notice: noticeFor(parts),
    next: nextLine(parts, room),
  };
}

/** The appointment in one line, as its owner knows it. */
export function titleOf(appointment: CallAppointment, props: CallProps, t: Words<never>): string {
  if (props.role === "teacher") return `${props.evening.name} · ${props.me.name}`;
  const { teachers } = appointment;
  return [
    teachers.length > 1 ? shortNamesOf(teachers, t) : namesOf(teachers, t),
    appointment.subject,
    appointment.student,
  ]
    .filter(Boolean)
    .join(" · ");
}

function timesOf({ startsAt, endsAt, overrunUntil }: CallAppointment) {
  return { opensAt: startsAt, closesAt: endsAt, overrunUntil };
}

function emptyTile(parts: Parts, appointment: CallAppointment | undefined, room: RoomView | null): RoomNow["empty"] {
  const { state, props, me, now, t } = parts;
  if (state.name === "joining") return { heading: t("call.empty.joining.title"), words: t("call.empty.joining.text") };
  if (state.name === "between") return betweenWords(state.goAt, appointment, props, now, t);
  const opensAt = room?.opensAt ?? appointment?.startsAt ?? now;
  const begins = now < opensAt ? t("call.empty.begins.text", { time: t.time(opensAt, props.evening.zone) }) : null;
  const here = cameToSee(room, me, props.role, ["waiting", "present", "held"]);
  if (here.length > 0) return { heading: hereWords(here, begins !== null, parts), words: begins ?? "" };
  if (props.role === "teacher") {
    const name = appointment?.guardian?.name;
    const heading =
      name === undefined ? t("call.empty.awaitingGuardian.title") : t("call.empty.awaiting.title", { name });
    return { heading, words: begins ?? t("call.empty.awaitingGuardian.text") };
  }
  const teachers = shortNamesOf(appointment?.teachers ?? [], t);
  return {
    heading: t("call.empty.awaitingTeacher.title"),
    words: begins ?? t("call.empty.awaitingTeacher.text", { teachers }),
  };
}

function hereWords(here: string[], early: boolean, { props, nameOf, t }: Parts): string {
  const values = { names: t.list(here.map(nameOf)), n: here.length };
  return t(props.role === "teacher" && early ? "call.empty.waiting.title" : "call.empty.here.title", values);
}

function betweenWords(
  goAt: number,
  appointment: CallAppointment | undefined,
  props: CallProps,
  now: number,
  t: Parts["t"],
): RoomNow["empty"] {
  if (!appointment) return { heading: t("call.empty.joining.title"), words: "" };
  const { zone } = props.evening;
  const who = props.role === "teacher" ? appointment.student : shortNamesOf(appointment.teachers, t);
  const left = roughWords(appointment.startsAt - now, t);
  return {
    heading: t("call.next.text", { time: t.time(appointment.startsAt, zone), who }),
    words: t("call.empty.between.text", { left, time: t.time(goAt, zone) }),
  };
}

function cameToSee(room: RoomView | null, me: string, role: Role, states: string[]): string[] {
  const wanted: readonly Role[] = role === "teacher" ? ["guardian", "guest"] : ["teacher"];
  return (room?.people ?? [])
    .filter((person) => person.participantId !== me && wanted.includes(person.role) && states.includes(person.state))
    .map(({ name }) => name);
}

/** To families alone, and only until the first teacher is there. */
function lateNotice({ state, props, nameOf, t }: Parts): RoomNow["notice"] {
  const appointment = props.appointments.find(({ id }) => id === state.appointmentId);
  const room = "room" in state ? state.room : null;
  const minutes = room ? room.lateMinutes : appointment?.lateMinutes;
  const teachers = room?.people.filter(({ role }) => role === "teacher") ?? appointment?.teachers ?? [];
  if (props.role === "teacher" || !minutes) return null;
  if (teachers.some((teacher) => "state" in teacher && teacher.state === "present")) return null;
  const names = t.list(teachers.map(({ name }) => nameOf(name)));
  return info(t("call.late.title", { teachers: names, n: teachers.length, minutes }), t("call.late.text"));
}

function noticeFor(parts: Parts): RoomNow["notice"] {
  const { state, props, me, nameOf, t } = parts;
  if (state.name === "reconnecting") return warn(t("call.notice.lost.title"), t("call.notice.lost.text"));
  if (state.name === "joining" && state.tries > 1)
    return warn(t("call.notice.unreachable.title"), t("call.notice.unreachable.text"));
  const lastEnding = "lastEnding" in state ? state.lastEnding : null;
  if (lastEnding === "ended_by_teacher") {
    return info(
      t(props.role === "teacher" ? "call.notice.ended.title" : "call.notice.endedByTeacher.title"),
      t("call.notice.next.text"),
    );
  }
  if (lastEnding === "cancelled" || lastEnding === "removed") {
    return info(
      t(lastEnding === "cancelled" ? "call.notice.cancelled.title" : "call.notice.removed.title"),
      t("call.notice.next.text"),
    );
  }
  const late = lateNotice(parts);
  if (late) return late;
  const queue = state.name === "in-call" ? waiting(state.room, me).map(({ name }) => nameOf(name)) : [];
  if (queue.length === 0) return null;
  return info(t("call.notice.queue.title", { names: t.list(queue), n: queue.length }), t("call.notice.queue.text"));
}

function info(strong: string, words: string): RoomNow["notice"] {
  return { kind: "info", strong, words };
}

function warn(strong: string, words: string): RoomNow["notice"] {
  return { kind: "warn", strong, words };
}

function nextLine(parts: Parts, room: RoomView | null): string {
  const { state, props, me, done, nameOf, now, t } = parts;
  const missing = state.name === "in-call" ? awaited(room, me).map(({ name }) => nameOf(name)) : [];
  const next = currentOrNext(props.appointments, [...done, state.appointmentId], now);
  const away = missing.length > 0 ? t("call.next.missing.text", { names: t.list(missing) }) : "";
  return [away, next ? comingWords(next, parts) : ""].filter(Boolean).join(" · ");
}

function comingWords(next: CallAppointment, { props, hasFamily, t }: Parts): string {
  const who = props.role === "teacher" ? next.student : namesOf(next.teachers, t);
  const values = { time: t.time(next.startsAt, props.evening.zone), who };
  return t(hasFamily?.(next.id) ? "call.next.waiting.text" : "call.next.text", values);
}

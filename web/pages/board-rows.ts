import type { PersonPresence, Presence } from "../../durable-objects/board-protocol.ts";
import { MAX_SEATS } from "../../durable-objects/protocol.ts";
import type { IconName } from "../ui/icon.tsx";
import { list } from "../words/format.ts";
import { familyHere, hasWaitedWords, hereSince, teachersHere } from "./presence-words.ts";

/** All times are epoch milliseconds. */
export type BoardAppointment = {
  id: string;
  startsAt: number;
  endsAt: number;
  overrunUntil: number;
  teacherIds: string[];
  student: string;
  guardian: string;
  /** By the id that the room knows them by. */
  guests: { id: string; name: string }[];
  /** A teacher has said that the family did not come. */
  absent: boolean;
};

/** What the page of the live board is given by the server. `rooms` is null where the board did not answer. */
export type BoardProps = {
  evening: { id: string; zone: string };
  now: number;
  teachers: { id: string; name: string }[];
  appointments: BoardAppointment[];
  rooms: Presence[] | null;
};

export type Rooms = ReadonlyMap<string, Presence>;
export type BoardState = { kind?: "good" | "info" | "warn"; icon?: IconName; words: string };
export type BoardRow = {
  key: string;
  teachers: string[];
  now: { appointment: BoardAppointment; here: string; present: number } | null;
  next: { appointment: BoardAppointment; waiting: boolean } | null;
  state: BoardState | null;
  /** How long a family has been left alone, in milliseconds; 0 where nobody has to do anything. */
  need: number;
};
export type BoardSums = { calls: number; inCalls: number; waiting: number; need: number };

/** A teacher who goes from one call to the next is away for a moment. */
const NEED_AFTER_MS = 60_000;

/** A row for each teacher, or for those who are in one appointment together; whoever is needed first stands first. */
export function rowsAt(props: BoardProps, rooms: Rooms | null, now: number): BoardRow[] {
  const rows = new Map<string, BoardRow>();
  for (const teacher of props.teachers) {
    const theirs = props.appointments.filter(({ teacherIds }) => teacherIds.includes(teacher.id));
    const current = currentOf(theirs, rooms, now);
    const key = current?.id ?? teacher.id;
    const shared = rows.get(key);
    if (shared) shared.teachers.push(teacher.name);
    else rows.set(key, rowOf(key, teacher.name, theirs, current, rooms, now));
  }
  return [...rows.values()].sort((one, other) => other.need - one.need);
}

export function sumsAt(rows: readonly BoardRow[], rooms: Rooms | null): BoardSums {
  const everyone = [...(rooms?.values() ?? [])].map(({ people }) => people);
  const seated = everyone.map((people) => people.filter(isSeated).length);
  return {
    calls: seated.filter((people) => people > 1).length,
    inCalls: seated.filter((people) => people > 1).reduce((sum, people) => sum + people, 0),
    waiting: everyone.flat().filter(({ state }) => state === "waiting").length,
    need: rows.filter(({ need }) => need > 0).length,
  };
}

function rowOf(
  key: string,
  teacher: string,
  theirs: BoardAppointment[],
  current: BoardAppointment | undefined,
  rooms: Rooms | null,
  now: number,
): BoardRow {
  const next = theirs.filter((one) => one.id !== current?.id && one.startsAt > now)[0];
  const room = current && rooms?.get(current.id);
  const { state, need } = current ? stateOf(current, room, now) : { state: { words: "Free" }, need: 0 };
  return {
    ...{ key, teachers: [teacher], need, state: rooms ? state : null },
    now: current
      ? {
          appointment: current,
          here: hereWords(current, room, now),
          present: room?.people.filter(isSeated).length ?? 0,
        }
      : null,
    next: next ? { appointment: next, waiting: familyHere(rooms?.get(next.id)).length > 0 } : null,
  };
}

/** Of two that could be meant, one runs on into the other: the one that people sit in, else the later. */
function currentOf(theirs: BoardAppointment[], rooms: Rooms | null, now: number): BoardAppointment | undefined {
  const running = theirs.filter((one) => one.startsAt <= now && now < one.overrunUntil && !rooms?.get(one.id)?.ended);
  const lively = running.filter((one) => now < one.endsAt || rooms?.get(one.id)?.people.some(isSeated));
  return lively.findLast((one) => rooms?.get(one.id)?.people.some(isSeated)) ?? lively.at(-1);
}

function stateOf(
  current: BoardAppointment,
  room: Presence | undefined,
  now: number,
): { state: BoardState; need: number } {
  const family = familyHere(room);
  const teachers = teachersHere(room);
  const since = hereSince(family, current.startsAt);
  if (since !== null && !teachers.some(({ state }) => state === "present")) {
    if (teachers.length > 0)
      return { state: { kind: "warn", icon: "signal", words: "Teacher’s line is lost" }, need: 0 };
    const alone = now - since;
    if (alone < NEED_AFTER_MS) return { state: { kind: "info", icon: "clock", words: "Starting" }, need: 0 };
    return { state: { kind: "warn", icon: "warn", words: "Teacher not here" }, need: alone };
  }
  return { state: calmState(current, room, family, teachers, now), need: 0 };
}

function calmState(
  current: BoardAppointment,
  room: Presence | undefined,
  family: PersonPresence[],
  teachers: PersonPresence[],
  now: number,
): BoardState {
  if (current.absent && family.length === 0) return { words: "Marked as absent" };
  if (teachers.length === 0) return { words: "Nobody here yet" };
  if (family.length === 0) return { words: "Family not here yet" };
  const inQueue = (room?.people ?? []).filter(({ state }) => state === "waiting").length;
  if (inQueue > 0) return { kind: "info", words: `Full, ${inQueue} in line` };
  if (family.every(({ state }) => state === "held"))
    return { kind: "info", icon: "signal", words: "Family’s line is lost" };
  if (now >= current.endsAt) return { kind: "info", icon: "clock", words: "Running over" };
  return { kind: "good", icon: "tick", words: "In the call" };
}

/** "Rachael Abbot, guest Tom Hughes", or since when they wait for the teacher. */
function hereWords(appointment: BoardAppointment, room: Presence | undefined, now: number): string {
  const family = familyHere(room);
  const names = family.map(({ participantId, role }) => {
    if (role === "guardian") return appointment.guardian;
    return `guest ${appointment.guests.find(({ id }) => id === participantId)?.name ?? ""}`.trim();
  });
  const since = hereSince(family, appointment.startsAt);
  if (since === null) return appointment.guardian;
  if (teachersHere(room).length > 0) return list(names);
  return names.length > 1
    ? `${list(names)}, ${hasWaitedWords(since, now).replace(/^has /, "have ").replace(/^is /, "are ")}`
    : `${names[0]} ${hasWaitedWords(since, now)}`;
}

function isSeated({ state }: PersonPresence): boolean {
  return state === "present" || state === "held";
}

/** "2 of 4". */
export function seatsWords(present: number): string {
  return present === 0 ? "Nobody" : `${present} of ${MAX_SEATS}`;
}

import type { PersonPresence, Presence } from "../../durable-objects/board-protocol.ts";
import { count } from "../words/format.ts";

const MINUTE = 60_000;

/** Whoever came for the family: guardian and guest. */
export function familyHere(room: Presence | undefined): PersonPresence[] {
  return (room?.people ?? []).filter(({ role, state }) => role !== "teacher" && state !== "absent");
}

export function teachersHere(room: Presence | undefined): PersonPresence[] {
  return (room?.people ?? []).filter(({ role, state }) => role === "teacher" && state !== "absent");
}

/** Since when the first of them has been here; `from` where that was earlier. */
export function hereSince(people: readonly PersonPresence[], from = 0): number | null {
  const came = people.flatMap(({ since }) => (since === null ? [] : [since]));
  return came.length === 0 ? null : Math.max(from, Math.min(...came));
}

/** Whole minutes, as a waiting person counts them: none in the first. */
export function minutesSince(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / MINUTE));
}

/** "has waited 3 min", or "is waiting" in the first minute. */
export function hasWaitedWords(since: number, now: number): string {
  const minutes = minutesSince(since, now);
  return minutes > 0 ? `has waited ${minutes} min` : "is waiting";
}

/** For whoever hears the page: how many rooms want somebody of the school. */
export function needWords(rooms: number): string {
  return rooms === 0 ? "No call needs you" : `${count(rooms, "call needs", "calls need")} you`;
}

import { count, list } from "../ui/format.ts";
import type { CallAppointment, CallPerson } from "./call-props.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** To the second, for a countdown that is watched: "4 min 10 s", "1 minute", "15 seconds". */
export function exactWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  if (seconds < 60) return count(seconds, "second");
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`;
  if (seconds === 60) return "1 minute";
  return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
}

/** Rounded up, for a sentence: "6 minutes", "2 hours", "3 days". */
export function roughWords(ms: number): string {
  if (ms <= MINUTE) return "1 minute";
  if (ms < 90 * MINUTE) return count(Math.ceil(ms / MINUTE), "minute");
  if (ms < 36 * HOUR) return count(Math.round(ms / HOUR), "hour");
  return count(Math.round(ms / DAY), "day");
}

/** For the window's title: "4:10". */
export function shortWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

/** "10 minute gap", or undefined where the two touch or overlap. */
export function gapWords(before: CallAppointment, after: CallAppointment): string | undefined {
  const minutes = Math.round((after.startsAt - before.endsAt) / MINUTE);
  return minutes > 0 ? `${minutes} minute gap` : undefined;
}

export function namesOf(people: CallPerson[]): string {
  return list(people.map((person) => person.name));
}

export function shortNamesOf(people: CallPerson[]): string {
  return list(people.map((person) => person.shortName));
}

const TITLES = /^(mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|sir|dame|lady|lord)\.?$/i;

/** How a sentence calls someone: title and surname, or the whole name where there is no title. */
export function shortNameOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const [title] = words;
  return title && words.length > 2 && TITLES.test(title) ? `${title} ${words.at(-1)}` : name;
}

function pad(amount: number): string {
  return String(amount).padStart(2, "0");
}

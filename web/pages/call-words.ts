import type { Words } from "../words/words.ts";
import type { CallAppointment, CallPerson } from "./call-props.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** To the second, for a countdown that is watched: "4 min 10 s", "1 minute", "15 seconds". */
export function exactWords(ms: number, t: Words<"call" | "time">): string {
  const all = Math.max(0, Math.ceil(ms / SECOND));
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60), all % 60];
  if (minutes === 0) return t("time.seconds", { seconds });
  if (hours > 0) return t("call.timer.hours.text", { hours, minutes: pad(minutes % 60) });
  return all === 60 ? t("time.minutes", { minutes }) : t("call.timer.minutes.text", { minutes, seconds: pad(seconds) });
}

/** Rounded up, for a sentence: "6 minutes", "2 hours", "3 days". */
export function roughWords(ms: number, t: Words<"time">): string {
  if (ms <= MINUTE) return t("time.minutes", { minutes: 1 });
  if (ms < 90 * MINUTE) return t("time.minutes", { minutes: Math.ceil(ms / MINUTE) });
  if (ms < 36 * HOUR) return t("time.hours", { hours: Math.round(ms / HOUR) });
  return t("time.days", { days: Math.round(ms / DAY) });
}

/** For the window's title: "4:10". */
export function shortWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

/** "10 minute gap", or undefined where the two touch or overlap. */
export function gapWords(before: CallAppointment, after: CallAppointment, t: Words<"time">): string | undefined {
  const minutes = Math.round((after.startsAt - before.endsAt) / MINUTE);
  return minutes > 0 ? t("time.gapOfMinutes", { minutes }) : undefined;
}

export function namesOf(people: CallPerson[], t: Words<never>): string {
  return t.list(people.map((person) => person.name));
}

export function shortNamesOf(people: CallPerson[], t: Words<never>): string {
  return t.list(people.map((person) => person.shortName));
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

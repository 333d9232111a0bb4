import { exactWords } from "../../pages/call-words.ts";
import { clockTime } from "../../ui/format.ts";

export type Tone = "none" | "blue" | "yellow" | "red";
/** What the bar across the top says. `value` of `max` is how much is left; the words say the same. */
export type Timer = { tone: Tone; words: string; hint: string; value: number; max: number };
/** Epoch milliseconds, as the room has them. */
export type Times = { opensAt: number; closesAt: number; overrunUntil: number };

const MINUTE = 60_000;

/** Blue, then yellow in the last two minutes, then red in the last one; short appointments turn at 40 and at 20 per cent. */
export function timerAt(times: Times, now: number, zone: string): Timer {
  if (now < times.opensAt) return beforeStart(times, now, zone);
  if (now >= times.closesAt) return afterEnd(times, now, zone);
  const max = times.closesAt - times.opensAt;
  const value = times.closesAt - now;
  const until = clockTime(times.closesAt, zone);
  const tone = toneOf(value, max);
  const hint = { none: "", blue: `until ${until}`, yellow: "Time to sum up", red: `The call ends at ${until}` }[tone];
  return { tone, words: `${exactWords(value)} left`, hint: tone === "red" ? redHint(times, until) : hint, value, max };
}

/** The sentence for a screen reader where the time crossed one of its turns since the last look, else undefined. */
export function announcementBetween(times: Times, before: number, now: number): string | undefined {
  for (const [ms, words] of TURNS) {
    const at = times.closesAt - ms;
    if (before < at && now >= at && now < times.closesAt && at > times.opensAt) return words;
  }
  return undefined;
}

const TURNS: readonly [number, string][] = [
  [10_000, "10 seconds left"],
  [30_000, "30 seconds left"],
  [MINUTE, "1 minute left"],
  [2 * MINUTE, "2 minutes left. Time to sum up"],
];

function toneOf(left: number, length: number): Tone {
  if (left <= Math.min(MINUTE, length * 0.2)) return "red";
  if (left <= Math.min(2 * MINUTE, length * 0.4)) return "yellow";
  return "blue";
}

function redHint(times: Times, until: string): string {
  return times.overrunUntil > times.closesAt ? `Due to end at ${until}` : `The call ends at ${until}`;
}

function beforeStart(times: Times, now: number, zone: string): Timer {
  const words = `Starts in ${exactWords(times.opensAt - now)}`;
  return { tone: "none", words, hint: `at ${clockTime(times.opensAt, zone)}`, value: 0, max: 1 };
}

function afterEnd(times: Times, now: number, zone: string): Timer {
  const left = times.overrunUntil - now;
  if (left <= 0) return { tone: "red", words: "Time is up", hint: "", value: 0, max: 1 };
  const hint = `ends by ${clockTime(times.overrunUntil, zone)} at the latest`;
  return {
    tone: "red",
    words: `Over time: ${exactWords(left)} left`,
    hint,
    value: left,
    max: times.overrunUntil - times.closesAt,
  };
}

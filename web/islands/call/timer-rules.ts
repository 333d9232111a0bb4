import { exactWords } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";

export type Tone = "none" | "blue" | "yellow" | "red";
/** What the bar across the top says. `value` of `max` is how much is left; the words say the same. */
export type Timer = { tone: Tone; words: string; hint: string; value: number; max: number };
/** Epoch milliseconds, as the room has them. */
export type Times = { opensAt: number; closesAt: number; overrunUntil: number };

const MINUTE = 60_000;

/** Blue, then yellow in the last two minutes, then red in the last one; short appointments turn at 40 and at 20 per cent. */
export function timerAt(times: Times, now: number, zone: string, t: Words<"call" | "time">): Timer {
  if (now < times.opensAt) return beforeStart(times, now, zone, t);
  if (now >= times.closesAt) return afterEnd(times, now, zone, t);
  const max = times.closesAt - times.opensAt;
  const value = times.closesAt - now;
  const time = t.time(times.closesAt, zone);
  const tone = toneOf(value, max);
  const words = t("call.timer.left.text", { left: exactWords(value, t) });
  return { tone, words, hint: hintFor(tone, times, time, t), value, max };
}

function hintFor(tone: Tone, times: Times, time: string, t: Words<"call">): string {
  if (tone === "red")
    return t(times.overrunUntil > times.closesAt ? "call.timer.dueToEnd.hint" : "call.timer.endsAt.hint", { time });
  return tone === "yellow" ? t("call.timer.sumUp.hint") : t("call.timer.until.hint", { time });
}

/** Which sentence a screen reader is told, where the time crossed one of its turns since the last look, else undefined. */
export function announcementBetween(times: Times, before: number, now: number) {
  for (const [ms, words] of TURNS) {
    const at = times.closesAt - ms;
    if (before < at && now >= at && now < times.closesAt && at > times.opensAt) return words;
  }
  return undefined;
}

/** The planned time is over and the call goes on: that is said too, or the turns before it would have announced an end. */
export function runsOnBetween(times: Times, before: number, now: number): boolean {
  return before < times.closesAt && now >= times.closesAt && now < times.overrunUntil;
}

const TURNS = [
  [10_000, "call.timer.tenSeconds.announcement"],
  [30_000, "call.timer.thirtySeconds.announcement"],
  [MINUTE, "call.timer.oneMinute.announcement"],
  [2 * MINUTE, "call.timer.twoMinutes.announcement"],
] as const;

function toneOf(left: number, length: number): Tone {
  if (left <= Math.min(MINUTE, length * 0.2)) return "red";
  if (left <= Math.min(2 * MINUTE, length * 0.4)) return "yellow";
  return "blue";
}

function beforeStart(times: Times, now: number, zone: string, t: Words<"call" | "time">): Timer {
  const words = t("call.timer.startsIn.text", { left: exactWords(times.opensAt - now, t) });
  return {
    tone: "none",
    words,
    hint: t("call.timer.startsIn.hint", { time: t.time(times.opensAt, zone) }),
    value: 0,
    max: 1,
  };
}

function afterEnd(times: Times, now: number, zone: string, t: Words<"call" | "time">): Timer {
  const value = times.overrunUntil - now;
  if (value <= 0) return { tone: "red", words: t("call.timer.timeUp.text"), hint: "", value: 0, max: 1 };
  const hint = t("call.timer.overTime.hint", { time: t.time(times.overrunUntil, zone) });
  const words = t("call.timer.overTime.text", { left: exactWords(value, t) });
  return { tone: "red", words, hint, value, max: times.overrunUntil - times.closesAt };
}

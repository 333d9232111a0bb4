import type { Words } from "../words/words.ts";

/** "1 minute 25 seconds", for milliseconds. A second that has begun counts; less than nothing is nothing. */
export function timeLeft(ms: number, t: Words<"time">): string {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes === 0) return t("time.seconds", { seconds });
  return seconds === 0 ? t("time.minutes", { minutes }) : t("time.minutesAndSeconds", { minutes, seconds });
}

/** "10 minute gap", for milliseconds. */
export function gapWords(ms: number, t: Words<"time">): string {
  const all = Math.round(ms / 1000);
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (seconds === 0) return t("time.gapOfMinutes", { minutes });
  return minutes === 0 ? t("time.gapOfSeconds", { seconds }) : t("time.gapOfBoth", { minutes, seconds });
}

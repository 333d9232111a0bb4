import { count } from "./format.ts";

/** "1 minute 25 seconds", for milliseconds. A second that has begun counts; less than nothing is nothing. */
export function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const words = [
    minutes > 0 && count(minutes, "minute"),
    (seconds % 60 > 0 || minutes === 0) && count(seconds % 60, "second"),
  ];
  return words.filter(Boolean).join(" ");
}

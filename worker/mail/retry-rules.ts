const FIRST_MS = 20_000;
/** Postmark's search may not list a message for some seconds: asking too early would send it twice. */
const AFTER_UNCERTAIN_MS = 60_000;
const LONGEST_MS = 3_600_000;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** How long to wait after the given number of tries, in milliseconds: twice as long each time, an hour at most. */
export function waitAfter(attempts: number, uncertain: boolean): number {
  const wait = Math.min(FIRST_MS * 2 ** Math.max(0, attempts - 1), LONGEST_MS);
  return uncertain ? Math.max(wait, AFTER_UNCERTAIN_MS) : wait;
}

/** Whether a message has been tried for so long (a day) that nobody waits for it any more. */
export function isHopeless(createdAt: number, now: number): boolean {
  return now - createdAt >= GIVE_UP_AFTER_MS;
}

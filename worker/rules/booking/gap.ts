/** A gap of a minute or more lengthens the slot; a shorter one is taken out of the talk. */
const ADDED_FROM_SECONDS = 60;

/**
 * One unit of the grid, in seconds, for appointments of `lengthSeconds` with a gap after each. The gap lies within the unit either way, so
 * an appointment's claims on its whole units keep it free for everyone in it.
 */
export function slotSecondsFor(lengthSeconds: number, gapSeconds: number): number {
  return gapSeconds >= ADDED_FROM_SECONDS ? lengthSeconds + gapSeconds : lengthSeconds;
}

/** The appointment's length as the school set it: what `slotSecondsFor` was given. */
export function lengthSecondsOf({ slotSeconds, gapSeconds }: { slotSeconds: number; gapSeconds: number }): number {
  return gapSeconds >= ADDED_FROM_SECONDS ? slotSeconds - gapSeconds : slotSeconds;
}

/** When the talk is over, for an appointment whose last unit ends at `endsAt`; epoch milliseconds. */
export function talkEndOf(endsAt: number, { gapSeconds }: { gapSeconds: number }): number {
  return endsAt - gapSeconds * 1000;
}

type Spanned = { startsAt: number; endsAt: number };

/** The evening that a person most likely means: the one that runs now or comes next, else the latest that is over. */
export function chooseEvening<T extends Spanned>(evenings: readonly T[], now: number): T | undefined {
  const byStart = evenings.toSorted((a, b) => a.startsAt - b.startsAt);
  return byStart.find((evening) => evening.endsAt > now) ?? byStart.at(-1);
}

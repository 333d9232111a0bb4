type Candidate = { state: "draft" | "published" | "closed"; startsAt: number; endsAt: number };

/** The evening that a person most likely means: the one that runs now or comes next, else the latest. A closed one does neither. */
export function chooseEvening<T extends Candidate>(evenings: readonly T[], now: number): T | undefined {
  const byStart = evenings.toSorted((a, b) => a.startsAt - b.startsAt);
  return byStart.find((evening) => evening.state !== "closed" && evening.endsAt > now) ?? byStart.at(-1);
}

import type { evenings } from "../db/schema.ts";

type EveningRow = typeof evenings.$inferSelect;

/** What decides whether an evening can be published. */
export type PublishFacts = {
  evening: EveningRow;
  /** The classes that take part. */
  classes: { name: string; units: number; teachers: number }[];
  /** Whoever is in another published evening at the time, on a grid that doesn't fit this one. */
  gridConflicts: { name: string; person: string; role: "teacher" | "guardian" }[];
};

export type PublishRefusal =
  | { kind: "no-class" }
  | { kind: "class-without-teacher"; names: string[] }
  | { kind: "class-too-long"; names: string[] }
  | { kind: "over" }
  | { kind: "window" }
  | { kind: "other-grid"; evening: string; teachers: string[]; families: number }
  | { kind: "break-over-booking" }
  /** Something changed between the reading and the writing. */
  | { kind: "changed" };

/** Every reason against publishing the evening now, worst first; none when it may be published. */
export function publishRefusals({ evening, classes, gridConflicts }: PublishFacts, now: number): PublishRefusal[] {
  const refusals: PublishRefusal[] = [];
  if (classes.length === 0) refusals.push({ kind: "no-class" });
  const without = classes.filter((one) => one.teachers === 0).map((one) => one.name);
  if (without.length > 0) refusals.push({ kind: "class-without-teacher", names: without });
  const length = evening.endsAt - evening.startsAt;
  const tooLong = classes.filter((one) => one.units * evening.slotSeconds * 1000 > length).map((one) => one.name);
  if (tooLong.length > 0) refusals.push({ kind: "class-too-long", names: tooLong });
  if (evening.startsAt <= now) refusals.push({ kind: "over" });
  const { bookingOpensAt, bookingClosesAt, endsAt } = evening;
  if (bookingClosesAt <= Math.max(now, bookingOpensAt) || bookingClosesAt > endsAt) refusals.push({ kind: "window" });
  return [...refusals, ...gridRefusals(gridConflicts)];
}

function gridRefusals(gridConflicts: PublishFacts["gridConflicts"]): PublishRefusal[] {
  const byEvening = Map.groupBy(gridConflicts, (clash) => clash.name);
  return [...byEvening].map(([evening, people]) => ({
    ...({ kind: "other-grid", evening } as const),
    teachers: people.filter((one) => one.role === "teacher").map((one) => one.person),
    families: people.filter((one) => one.role === "guardian").length,
  }));
}

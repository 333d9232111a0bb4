import type { TeacherId } from "../db/ids.ts";
import { endOf, type Grid, unitsOf } from "./booking/grid.ts";
import type { Span } from "./booking/overlap.ts";

/** A booked time that a break would cover. */
export type InTheWay = { teacherId: TeacherId; startsAt: number; student: string; guardian: string };

/** The units of the grid that a span touches, however little: a break takes whole ones. */
export function unitsTouched(grid: Grid, span: Span): number[] {
  return unitsOf(grid).filter((unit) => unit < span.endsAt && span.startsAt < endOf(grid, unit, 1));
}

/** What a teacher's own earliest and latest time leave out of an evening. */
export function outsideHours(grid: Grid, hours: Span): { before: Span | null; after: Span | null } {
  const before = { startsAt: grid.startsAt, endsAt: hours.startsAt };
  const after = { startsAt: hours.endsAt, endsAt: grid.endsAt };
  const some = (span: Span) => (span.endsAt > span.startsAt ? span : null);
  return { before: some(before), after: some(after) };
}

import { endOf, type Grid, unitsOf } from "./booking/grid.ts";

type Spanned = { startsAt: number; endsAt: number };
export type ScheduleRow<T> =
  | { kind: "appointment"; appointment: T }
  | { kind: "free"; startsAt: number }
  | { kind: "break"; startsAt: number };

/** A teacher's evening by time: every appointment, and every unit of the grid that none of them covers, free or in a break. */
export function scheduleOf<T extends Spanned>(
  grid: Grid,
  appointments: readonly T[],
  breaks: readonly Spanned[] = [],
): ScheduleRow<T>[] {
  const covers = (unit: number) => (span: Spanned) => span.startsAt < endOf(grid, unit, 1) && unit < span.endsAt;
  const free = unitsOf(grid)
    .filter((unit) => !appointments.some(covers(unit)))
    .map((startsAt) => ({ kind: breaks.some(covers(startsAt)) ? "break" : "free", startsAt }) as const);
  const booked = appointments.map((appointment) => ({ kind: "appointment", appointment }) as const);
  return [...free, ...booked].toSorted((a, b) => startOf(a) - startOf(b));
}

function startOf<T extends Spanned>(row: ScheduleRow<T>): number {
  return row.kind === "appointment" ? row.appointment.startsAt : row.startsAt;
}

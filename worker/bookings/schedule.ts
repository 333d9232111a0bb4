import { endOf, type Grid, unitsOf } from "../evenings/grid.ts";

type Spanned = { startsAt: number; endsAt: number };
export type ScheduleRow<T> = { kind: "appointment"; appointment: T } | { kind: "free"; startsAt: number };

/** A teacher's evening by time: every appointment, and every unit of the grid that none of them covers. */
export function scheduleOf<T extends Spanned>(grid: Grid, appointments: readonly T[]): ScheduleRow<T>[] {
  const free = unitsOf(grid)
    .filter((unit) => !appointments.some((booked) => booked.startsAt < endOf(grid, unit, 1) && unit < booked.endsAt))
    .map((startsAt) => ({ kind: "free", startsAt }) as const);
  const booked = appointments.map((appointment) => ({ kind: "appointment", appointment }) as const);
  return [...free, ...booked].toSorted((a, b) => startOf(a) - startOf(b));
}

function startOf<T extends Spanned>(row: ScheduleRow<T>): number {
  return row.kind === "free" ? row.startsAt : row.appointment.startsAt;
}

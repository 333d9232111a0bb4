import { type SQL, sql } from "drizzle-orm";

/** What the grid needs of an evening; times are epoch milliseconds. */
export type Grid = { startsAt: number; endsAt: number; slotSeconds: number };

/** The start of every unit of the evening. Units are spans of elapsed time, so a change of clocks neither drops nor doubles one. */
export function unitsOf(grid: Grid): number[] {
  return unitsFrom(grid.startsAt, unitCount(grid), grid);
}

/** The starts of `count` units from `startsAt` on: what an appointment claims of each of its people. */
export function unitsFrom(startsAt: number, count: number, grid: Pick<Grid, "slotSeconds">): number[] {
  return Array.from({ length: count }, (_, index) => startsAt + index * unitMs(grid));
}

/** Every time at which an appointment of `units` units can start and still end within the evening. */
export function startsOf(grid: Grid, units: number): number[] {
  if (units < 1) return [];
  return unitsFrom(grid.startsAt, Math.max(0, unitCount(grid) - units + 1), grid);
}

/** Whether an appointment of `units` units may start then: on the grid and within the evening. */
export function fitsGrid(grid: Grid, startsAt: number, units: number): boolean {
  if (units < 1 || startsAt < grid.startsAt || (startsAt - grid.startsAt) % unitMs(grid) !== 0) return false;
  return endOf(grid, startsAt, units) <= grid.endsAt;
}

/** The same in SQL, of the row of `evenings` that a query is at. */
export function offGrid(startsAt: SQL, units: SQL): SQL {
  const unit = sql`(evenings.slot_seconds * 1000)`;
  return sql`(${units} < 1 OR ${startsAt} < evenings.starts_at OR ${startsAt} + ${units} * ${unit} > evenings.ends_at
    OR (${startsAt} - evenings.starts_at) % ${unit} <> 0)`;
}

/** When an appointment of `units` units ends, epoch milliseconds. */
export function endOf(grid: Pick<Grid, "slotSeconds">, startsAt: number, units: number): number {
  return startsAt + units * unitMs(grid);
}

function unitCount(grid: Grid): number {
  return Math.max(0, Math.floor((grid.endsAt - grid.startsAt) / unitMs(grid)));
}

function unitMs(grid: Pick<Grid, "slotSeconds">): number {
  return grid.slotSeconds * 1000;
}

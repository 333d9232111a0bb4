/** What the server answers: by teacher's id, the starts of the units that are given away. */
export type Taken = Record<string, number[]>;

export type LiveBookable = {
  teacherIds: string[];
  /** How many units an appointment is long, and one in milliseconds. */
  units: number;
  unitMs: number;
  /** The units of one's own appointment for it, which don't stand in the way of moving it. */
  ownUnits: number[];
};

/** Whether a time is free or taken now, for one that was the one or the other when the page was made. */
export function liveState(bookable: LiveBookable, startsAt: number, taken: Taken): "free" | "taken" {
  const own = new Set(bookable.ownUnits);
  const units = Array.from({ length: bookable.units }, (_, at) => startsAt + at * bookable.unitMs).filter(
    (unit) => !own.has(unit),
  );
  return bookable.teacherIds.some((id) => units.some((unit) => taken[id]?.includes(unit))) ? "taken" : "free";
}

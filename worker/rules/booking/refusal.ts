import type { OwnAppointment, SlotState } from "./slots.ts";

/** Why a time could not be booked. */
export type Refusal =
  | { kind: "not-open" }
  | { kind: "no-such-time" }
  | Exclude<SlotState, { kind: "free" | "yours" }>
  /** The guardian has an appointment for this class already, made elsewhere. */
  | { kind: "already"; own: OwnAppointment }
  /** The page was older than what happened since: its appointment is gone, or its form was used for something else. */
  | { kind: "stale" };

/**
 * Which table's rule a batch ran into, by SQLite's words: "UNIQUE constraint failed: claims.school_id, …", or "NOT NULL constraint failed:
 * appointments.state" where the evening allows no more. Null where it failed otherwise.
 */
export function violatedTable(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const table = /(?:UNIQUE|NOT NULL) constraint failed: (\w+)\./.exec(at.message)?.[1];
    if (table) return table;
  }
  return null;
}

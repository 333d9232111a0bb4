import type { OwnAppointment } from "./slot-facts.ts";
import type { SlotState } from "./slots.ts";

/** Why a time could not be booked. */
export type Refusal =
  | { kind: "not-open" }
  | { kind: "no-such-time" }
  | Exclude<SlotState, { kind: "free" | "yours" }>
  /** The guardian has an appointment for this class already, made elsewhere. */
  | { kind: "already"; own: OwnAppointment }
  /** The page was older than what happened since: its appointment is gone, or its form was used for something else. */
  | { kind: "stale" };

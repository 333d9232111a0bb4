import type { EndReason, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";

/** Where the page stands. Everything it shows follows from this, the room's view and the clock. */
export type CallState =
  | { name: "ready" }
  /** On the way into an appointment. `retryAt` is null while a try is under way. */
  | {
      name: "joining";
      appointmentId: string;
      press: boolean;
      tries: number;
      retryAt: number | null;
      lastEnding: LastEnding;
    }
  | {
      name: "waiting";
      appointmentId: string;
      reason: "not_open" | "full";
      /** In the queue, counted from 1. */
      position: number;
      room: RoomView;
      lastEnding: LastEnding;
    }
  | { name: "in-call"; appointmentId: string; room: RoomView; lastEnding: LastEnding }
  /** Was in, lost the connection, comes back by itself. `room` is what was last seen. */
  | { name: "reconnecting"; appointmentId: string; room: RoomView; tries: number; retryAt: number | null }
  /** The next appointment is more than ten minutes away: the page goes there at `goAt`. */
  | { name: "between"; appointmentId: string; goAt: number; lastEnding: LastEnding }
  | { name: "ended"; appointmentId: string; why: Ending; words: string };

/** Why the appointment before this one ended, if there was one: said once, beside what comes next. */
export type LastEnding = EndReason | null;
/** Beyond the room's own reasons: all appointments are over, or the pass was refused for good. */
export type Ending = EndReason | "finished" | "signed_out" | "refused";

/** `attempt` numbers the connections: whatever an older one still says is not heard. */
export type Call = { state: CallState; attempt: number; done: readonly string[] };

export const BEGINNING: Call = { state: { name: "ready" }, attempt: 0, done: [] };

/** When the state wants its `due` event (epoch milliseconds), or null. */
export function nextDeadline(state: CallState): number | null {
  if (state.name === "between") return state.goAt;
  if (state.name === "joining" || state.name === "reconnecting") return state.retryAt;
  return null;
}

/** What Join joins: the appointment that runs, else the next. Undefined when all are over. */
export function currentOrNext(
  appointments: readonly CallAppointment[],
  done: readonly string[],
  now: number,
): CallAppointment | undefined {
  return appointments
    .filter((one) => one.state === "booked" && one.overrunUntil > now && !done.includes(one.id))
    .sort((one, other) => one.startsAt - other.startsAt)[0];
}

export function appointmentIdOf(state: CallState): string | undefined {
  return state.name === "ready" ? undefined : state.appointmentId;
}

/** Whether the page is still in the room that it was in, or on the way back into it: what was written there stands. */
export function isSameRoom(before: CallState, after: CallState): boolean {
  return appointmentIdOf(before) === appointmentIdOf(after) && ("room" in after || after.name === "joining");
}

import type { CallAppointment } from "../../pages/call-props.ts";
import type { Call } from "./call-state.ts";
import type { RoomMessage } from "./room-link.ts";

/** What happens to the page. One that names an `attempt` is heard only while that attempt is the last. */
export type CallEvent =
  | { type: "press"; appointmentId: string }
  /** The page was loaded again in the middle of a call: back with its own epoch. */
  | { type: "resume"; appointmentId: string }
  | { type: "passed"; attempt: number }
  | { type: "refused"; attempt: number; status: number; error: string; words: string }
  | { type: "message"; attempt: number; message: RoomMessage }
  | { type: "closed"; attempt: number; code: number }
  /** The deadline of the state has come. */
  | { type: "due" }
  /** The next appointment has begun, and this page has a seat in it, while the one before has not said that it is over. */
  | { type: "begun"; appointmentId: string }
  /** Back online, or back in front: try at once. */
  | { type: "woke" }
  | { type: "leave" };

/** What a step wants done. */
export type Effect =
  | { do: "ask-pass"; appointmentId: string; attempt: number; press: boolean }
  | { do: "open-socket"; appointmentId: string; attempt: number }
  | { do: "close-socket"; farewell: boolean }
  | { do: "stop-devices" }
  | { do: "reload" }
  /** Loads the page again, for one that the room understands. */
  | { do: "renew" };

export type EffectOf<Name extends Effect["do"]> = Extract<Effect, { do: Name }>;

/**
 * `chance` is a number from 0 to 1 that spreads the retries of many pages. `isRenewed`: the page has loaded itself again for a newer one, and
 * no room has let it in since.
 */
export type Context = {
  now: number;
  appointments: readonly CallAppointment[];
  chance: number;
  isGuest: boolean;
  isRenewed: boolean;
};
export type Step = { call: Call; effects: Effect[] };

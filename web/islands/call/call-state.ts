import { assertNever } from "../../../durable-objects/assert-never.ts";
import {
  ENDINGS,
  type EndReason,
  endReasonOf,
  type RoomView,
  type ServerMessage,
  WAIT_BEFORE_MS,
} from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";

/** Where the page stands. Everything it shows follows from this, the room's view and the clock. */
export type CallState =
  | { name: "ready" }
  /** On the way into an appointment. `retryAt` is null while a try is under way. */
  | { name: "joining"; appointmentId: string; press: boolean; tries: number; retryAt: number | null; note: Note }
  | { name: "waiting"; appointmentId: string; reason: "not_open" | "full"; place: number; room: RoomView; note: Note }
  | { name: "in-call"; appointmentId: string; room: RoomView; note: Note }
  /** Was in, lost the line, comes back by itself. `room` is what was last seen. */
  | { name: "reconnecting"; appointmentId: string; room: RoomView; tries: number; retryAt: number | null }
  /** The next appointment is more than ten minutes away: the page goes there at `goAt`. */
  | { name: "between"; appointmentId: string; goAt: number; note: Note }
  | { name: "ended"; appointmentId: string; why: Ending; words: string };

/** Why the appointment before this one ended, if there was one: said once, beside what comes next. */
export type Note = EndReason | null;
/** Beyond the room's own reasons: all appointments are over, or the pass was refused for good. */
export type Ending = EndReason | "finished" | "signed_out" | "refused";

/** `attempt` numbers the connections: whatever an older one still says is not heard. */
export type Call = { state: CallState; attempt: number; done: readonly string[] };

type RoomMessage = Extract<ServerMessage, { type: "admitted" | "waiting" | "room" }>;
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
  /** Back on line, or back in front: try at once. */
  | { type: "woke" }
  | { type: "leave" };

export type Effect =
  | { do: "ask-pass"; appointmentId: string; attempt: number; press: boolean }
  | { do: "open-socket"; appointmentId: string; attempt: number }
  | { do: "close-socket"; farewell: boolean }
  | { do: "stop-devices" }
  | { do: "reload" }
  /** Loads the page again, for one that the room understands. */
  | { do: "renew" };

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

export const BEGINNING: Call = { state: { name: "ready" }, attempt: 0, done: [] };

/** One event, one step: no clock, network or DOM in here. */
export function step(call: Call, event: CallEvent, context: Context): Step {
  if ("attempt" in event && event.attempt !== call.attempt) return stay(call);
  switch (event.type) {
    case "press":
      return join(
        { ...call, done: call.done.filter((id) => id !== event.appointmentId) },
        event.appointmentId,
        true,
        null,
      );
    case "resume":
      return join(call, event.appointmentId, false, null);
    case "passed":
      return onPassed(call, context);
    case "refused":
      return onRefused(call, event, context);
    case "message":
      return onMessage(call, event.message);
    case "closed":
      return onClosed(call, event.code, context);
    case "due":
      return onDue(call, context);
    case "begun":
      return onBegun(call, event.appointmentId);
    case "woke":
      return onWoke(call, context);
    case "leave":
      return onLeave(call);
    default:
      return assertNever(event);
  }
}

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

function stay(call: Call): Step {
  return { call, effects: [] };
}

function join(call: Call, appointmentId: string, press: boolean, note: Note): Step {
  const attempt = call.attempt + 1;
  return {
    call: { ...call, attempt, state: { name: "joining", appointmentId, press, tries: 0, retryAt: null, note } },
    effects: [
      { do: "close-socket", farewell: true },
      { do: "ask-pass", appointmentId, attempt, press },
    ],
  };
}

function onPassed(call: Call, context: Context): Step {
  const { state } = call;
  if (state.name === "reconnecting") return { call, effects: [openSocket(call, state.appointmentId)] };
  if (state.name !== "joining") return stay(call);
  const goAt = goTimeOf(state.appointmentId, context);
  // The press has been stamped by the pass; the room itself would refuse a socket this early.
  if (goAt > context.now)
    return stay({ ...call, state: { name: "between", appointmentId: state.appointmentId, goAt, note: state.note } });
  // From here on the page has its epoch: retries show it, and take no seat from anybody.
  const stamped = { ...call, state: { ...state, press: false } };
  return { call: stamped, effects: [openSocket(call, state.appointmentId)] };
}

function openSocket(call: Call, appointmentId: string): Effect {
  return { do: "open-socket", appointmentId, attempt: call.attempt };
}

function onMessage(call: Call, message: RoomMessage): Step {
  const { state } = call;
  if (state.name === "ready" || state.name === "between" || state.name === "ended") return stay(call);
  const { appointmentId } = state;
  const note = "note" in state ? state.note : null;
  const { room } = message;
  switch (message.type) {
    case "admitted":
      return stay({ ...call, state: { name: "in-call", appointmentId, room, note: null } });
    case "waiting":
      return stay({
        ...call,
        state: { name: "waiting", appointmentId, reason: message.reason, place: message.place, room, note },
      });
    case "room":
      return "room" in state ? stay({ ...call, state: { ...state, room } }) : stay(call);
    default:
      return assertNever(message);
  }
}

function onRefused(call: Call, refusal: { status: number; error: string; words: string }, context: Context): Step {
  const { status, error, words } = refusal;
  if (status === 0 || status === 429 || status >= 500) return retry(call, context);
  if (status === 401) return end(call, "signed_out", words);
  if (status === 410)
    return error.includes("cancel") ? onward(call, "cancelled", context) : end(call, "removed", words);
  // A teacher who was taken off it finds no such appointment; a guest has one invitation, and no other appointments but by it.
  if (status === 404 && !context.isGuest) return onward(call, "removed", context);
  return end(call, "refused", words);
}

function onClosed(call: Call, code: number, context: Context): Step {
  if (call.state.name === "ready" || call.state.name === "ended") return stay(call);
  const reason = endReasonOf(code);
  if (!reason) return retry(call, context);
  const { retry: kind, words } = ENDINGS[reason];
  switch (kind) {
    case "auto":
      return retry(call, context);
    case "next":
      return onward(call, reason, context);
    case "early":
      return goLater(call, context);
    case "moved": {
      const ended = end(call, reason, words);
      return { ...ended, effects: [...ended.effects, { do: "reload" }] };
    }
    case "reload":
      return context.isRenewed ? end(call, reason, words) : renew(call);
    case "never":
      return isOneAlone(reason, context) ? onward(call, reason, context) : end(call, reason, words);
    case "press":
      return end(call, reason, words);
    default:
      return assertNever(kind);
  }
}

/** The seat is held meanwhile, and the new page comes back to it with the same epoch. */
function renew(call: Call): Step {
  const { state } = call;
  const away: CallState =
    "room" in state
      ? { name: "reconnecting", appointmentId: state.appointmentId, room: state.room, tries: 0, retryAt: null }
      : state;
  return { call: { ...call, state: away }, effects: [{ do: "renew" }] };
}

/** Whether there may be others after it: the invitation that is taken back from a guest is for all of theirs. */
function isOneAlone(reason: EndReason, { isGuest }: Context): boolean {
  return reason === "cancelled" || (reason === "removed" && !isGuest);
}

function retry(call: Call, context: Context): Step {
  const { state } = call;
  const tries = "tries" in state ? state.tries + 1 : 1;
  const retryAt = context.now + retryDelay(tries, context.chance);
  const drop: Effect[] = [{ do: "close-socket", farewell: false }];
  if (state.name === "joining") return { call: { ...call, state: { ...state, tries, retryAt } }, effects: drop };
  if (!("room" in state)) return stay(call);
  const { appointmentId, room } = state;
  return { call: { ...call, state: { name: "reconnecting", appointmentId, room, tries, retryAt } }, effects: drop };
}

/**
 * A quarter of a second to eight seconds, half of it chance: a school's Wi-Fi comes back for everyone at once. The first five come
 * within five seconds, as what restarts is back in a moment; from then on the wait doubles.
 */
function retryDelay(tries: number, chance: number): number {
  const full = tries <= 5 ? Math.min(1000, 250 * 2 ** tries) : Math.min(8000, 1000 * 2 ** (tries - 5));
  return Math.round(full / 2 + (full / 2) * chance);
}

function onDue(call: Call, context: Context): Step {
  const deadline = nextDeadline(call.state);
  if (deadline === null || context.now < deadline) return stay(call);
  return tryAgain(call);
}

function onWoke(call: Call, context: Context): Step {
  const { state } = call;
  if (state.name === "between") return onDue(call, context);
  return nextDeadline(state) === null ? stay(call) : tryAgain(call);
}

function onBegun(call: Call, appointmentId: string): Step {
  const { state } = call;
  if (!("room" in state) || state.appointmentId === appointmentId) return stay(call);
  return join({ ...call, done: [...call.done, state.appointmentId] }, appointmentId, false, null);
}

function tryAgain(call: Call): Step {
  const { state } = call;
  const attempt = call.attempt + 1;
  if (state.name === "between") return join(call, state.appointmentId, false, state.note);
  if (state.name !== "joining" && state.name !== "reconnecting") return stay(call);
  const { appointmentId } = state;
  const press = state.name === "joining" && state.press;
  return {
    call: { ...call, attempt, state: { ...state, retryAt: null } },
    effects: [{ do: "ask-pass", appointmentId, attempt, press }],
  };
}

function onLeave(call: Call): Step {
  const appointmentId = appointmentIdOf(call.state);
  if (!appointmentId || call.state.name === "ended") return stay(call);
  return end(call, "left", ENDINGS.left.words, true);
}

function onward(call: Call, reason: EndReason, context: Context): Step {
  const appointmentId = appointmentIdOf(call.state);
  if (!appointmentId) return stay(call);
  const over = { ...call, done: [...call.done, appointmentId] };
  const next = currentOrNext(context.appointments, over.done, context.now);
  if (!next) return end(over, isOneAlone(reason, context) ? reason : "finished", ENDINGS[reason].words);
  const goAt = next.startsAt - WAIT_BEFORE_MS;
  if (goAt <= context.now) return join(over, next.id, false, reason);
  return {
    call: {
      ...over,
      attempt: over.attempt + 1,
      state: { name: "between", appointmentId: next.id, goAt, note: reason },
    },
    effects: [{ do: "close-socket", farewell: false }],
  };
}

function goLater(call: Call, context: Context): Step {
  const appointmentId = appointmentIdOf(call.state);
  if (!appointmentId) return stay(call);
  // The room's clock says that it is early: where this page thinks otherwise it asks again in a while.
  const goAt = Math.max(goTimeOf(appointmentId, context), context.now + 5000);
  return {
    call: { ...call, state: { name: "between", appointmentId, goAt, note: null } },
    effects: [{ do: "close-socket", farewell: false }],
  };
}

function goTimeOf(appointmentId: string, context: Context): number {
  const appointment = context.appointments.find((one) => one.id === appointmentId);
  return appointment ? appointment.startsAt - WAIT_BEFORE_MS : 0;
}

function end(call: Call, why: Ending, words: string, farewell = false): Step {
  const appointmentId = appointmentIdOf(call.state) ?? "";
  return {
    call: { ...call, attempt: call.attempt + 1, state: { name: "ended", appointmentId, why, words } },
    effects: [{ do: "close-socket", farewell }, { do: "stop-devices" }],
  };
}

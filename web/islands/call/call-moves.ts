import { ENDINGS, type EndReason, WAIT_BEFORE_MS } from "../../../durable-objects/protocol.ts";
import type { Context, Effect, Step } from "./call-events.ts";
import {
  appointmentIdOf,
  type Call,
  type CallState,
  currentOrNext,
  type Ending,
  type LastEnding,
} from "./call-state.ts";

/** The connection is given up without a word: the room holds the seat a while. */
const DROP: Effect = { do: "close-socket", farewell: false };

export function stay(call: Call): Step {
  return { call, effects: [] };
}

export function goTo(call: Call, state: CallState, ...effects: Effect[]): Step {
  return { call: { ...call, state }, effects };
}

/** The way in, from its beginning; whatever connection there was is given up. */
export function join(call: Call, appointmentId: string, press: boolean, lastEnding: LastEnding): Step {
  const next = another(call);
  return goTo(
    next,
    { name: "joining", appointmentId, press, tries: 0, retryAt: null, lastEnding },
    { do: "close-socket", farewell: true },
    { do: "ask-pass", appointmentId, attempt: next.attempt, press },
  );
}

/** The connection or the pass failed: again after a while, and a seat that was held stays on the screen meanwhile. */
export function retry(call: Call, context: Context): Step {
  const { state } = call;
  const tries = "tries" in state ? state.tries + 1 : 1;
  const retryAt = context.now + retryDelay(tries, context.chance);
  if (state.name === "joining") return goTo(call, { ...state, tries, retryAt }, DROP);
  if (!("room" in state)) return stay(call);
  const { appointmentId, room } = state;
  return goTo(call, { name: "reconnecting", appointmentId, room, tries, retryAt }, DROP);
}

/** The next try of the state that waits for one. */
export function tryAgain(call: Call): Step {
  const { state } = call;
  if (state.name === "between") return join(call, state.appointmentId, false, state.lastEnding);
  if (state.name !== "joining" && state.name !== "reconnecting") return stay(call);
  const { appointmentId } = state;
  const press = state.name === "joining" && state.press;
  const next = another(call);
  return goTo(next, { ...state, retryAt: null }, { do: "ask-pass", appointmentId, attempt: next.attempt, press });
}

/** This appointment is over for the page: on to the next, at once or ten minutes before it; or to the end. */
export function onward(call: Call, reason: EndReason, context: Context): Step {
  const appointmentId = appointmentIdOf(call.state);
  if (!appointmentId) return stay(call);
  const over = { ...call, done: [...call.done, appointmentId] };
  const next = currentOrNext(context.appointments, over.done, context.now);
  if (!next) return end(over, isOneAlone(reason, context) ? reason : "finished", ENDINGS[reason].words);
  const goAt = next.startsAt - WAIT_BEFORE_MS;
  if (goAt <= context.now) return join(over, next.id, false, reason);
  return goTo(another(over), { name: "between", appointmentId: next.id, goAt, lastEnding: reason }, DROP);
}

/** It is too early for this appointment: back to it ten minutes before it. */
export function goLater(call: Call, context: Context): Step {
  const appointmentId = appointmentIdOf(call.state);
  if (!appointmentId) return stay(call);
  // The room's clock says that it is early: where this page thinks otherwise it asks again in a while.
  const goAt = Math.max(goTimeOf(appointmentId, context), context.now + 5000);
  return goTo(call, { name: "between", appointmentId, goAt, lastEnding: null }, DROP);
}

/** The page is too old for the room. The seat is held meanwhile, and the new page comes back to it with the same epoch. */
export function renew(call: Call): Step {
  const { state } = call;
  const away: CallState =
    "room" in state
      ? { name: "reconnecting", appointmentId: state.appointmentId, room: state.room, tries: 0, retryAt: null }
      : state;
  return goTo(call, away, { do: "renew" });
}

/** Nothing comes by itself any more. */
export function end(call: Call, why: Ending, words: string, farewell = false): Step {
  const appointmentId = appointmentIdOf(call.state) ?? "";
  const ended: CallState = { name: "ended", appointmentId, why, words };
  return goTo(another(call), ended, { do: "close-socket", farewell }, { do: "stop-devices" });
}

/** When the page may go to that appointment. */
export function goTimeOf(appointmentId: string, context: Context): number {
  const appointment = context.appointments.find((one) => one.id === appointmentId);
  return appointment ? appointment.startsAt - WAIT_BEFORE_MS : 0;
}

/** Whether there may be others after it: the invitation that is taken back from a guest is for all of theirs. */
export function isOneAlone(reason: EndReason, { isGuest }: Context): boolean {
  return reason === "cancelled" || (reason === "removed" && !isGuest);
}

/** The next attempt: whatever the one before still says is not heard. */
function another(call: Call): Call {
  return { ...call, attempt: call.attempt + 1 };
}

/**
 * A quarter of a second to eight seconds, half of it chance: a school's Wi-Fi comes back for everyone at once. The first five come
 * within five seconds, as what restarts is back in a moment; from then on the wait doubles.
 */
function retryDelay(tries: number, chance: number): number {
  const full = tries <= 5 ? Math.min(1000, 250 * 2 ** tries) : Math.min(8000, 1000 * 2 ** (tries - 5));
  return Math.round(full / 2 + (full / 2) * chance);
}

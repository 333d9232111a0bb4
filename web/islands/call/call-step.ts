import { assertNever } from "../../../durable-objects/assert-never.ts";
import { ENDINGS, endReasonOf } from "../../../durable-objects/protocol.ts";
import type { CallEvent, Context, Effect, Step } from "./call-events.ts";
import { end, goLater, goTimeOf, goTo, isOneAlone, join, onward, renew, retry, stay, tryAgain } from "./call-moves.ts";
import { appointmentIdOf, type Call, nextDeadline } from "./call-state.ts";
import type { RoomMessage } from "./room-link.ts";

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

function onPassed(call: Call, context: Context): Step {
  const { state, attempt } = call;
  if (state.name !== "joining" && state.name !== "reconnecting") return stay(call);
  const { appointmentId } = state;
  const open: Effect = { do: "open-socket", appointmentId, attempt };
  if (state.name === "reconnecting") return goTo(call, state, open);
  const { lastEnding } = state;
  const goAt = goTimeOf(appointmentId, context);
  // The press has been stamped by the pass; the room itself would refuse a socket this early.
  if (goAt > context.now) return goTo(call, { name: "between", appointmentId, goAt, lastEnding });
  // From here on the page has its epoch: retries show it, and take no seat from anybody.
  return goTo(call, { ...state, press: false }, open);
}

function onMessage(call: Call, message: RoomMessage): Step {
  const { state } = call;
  if (state.name === "ready" || state.name === "between" || state.name === "ended") return stay(call);
  const { appointmentId } = state;
  const lastEnding = "lastEnding" in state ? state.lastEnding : null;
  const { room } = message;
  switch (message.type) {
    case "admitted":
      return goTo(call, { name: "in-call", appointmentId, room, lastEnding: null });
    case "waiting": {
      const { reason, place: position } = message;
      return goTo(call, { name: "waiting", appointmentId, reason, position, room, lastEnding });
    }
    case "room":
      return "room" in state ? goTo(call, { ...state, room }) : stay(call);
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

function onLeave(call: Call): Step {
  const appointmentId = appointmentIdOf(call.state);
  if (!appointmentId || call.state.name === "ended") return stay(call);
  return end(call, "left", ENDINGS.left.words, true);
}

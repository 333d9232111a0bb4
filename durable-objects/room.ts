import { assertNever } from "./assert-never.ts";
import { type EndReason, MAX_SEATS } from "./protocol.ts";
import { forgetChat, write } from "./room-chat.ts";
import { closeWhatEnded, retryClosing } from "./room-closing.ts";
import { applyFacts, closeOnTime, endByTeacher, refusalFor } from "./room-facts.ts";
import { ticketRefused } from "./room-log.ts";
import { ignored, replied, requested, settleLateRequests } from "./room-media.ts";
import { admit, arrive, disconnect, ended, endHolds, join, planSweep, removeSession, sweep } from "./room-people.ts";
import type { Effect, Live, Moved, RoomEvent, RoomState, Transition } from "./room-state.ts";
import { broadcasts } from "./room-view.ts";
import type { Ticket } from "./ticket.ts";

/**
 * The room's rules (`SPEC.md`) as data in and data out. `now` is epoch milliseconds. Every step first does what the clock
 * was due to do, as if the alarm had come on time, then the event, then fills free seats from the queue. Media and broadcasts follow from comparing the room before
 * and after, so that no way of ending a session can forget them.
 */
export function step(state: RoomState, event: RoomEvent, now: number): Transition {
  const { state: next, effects } = chain(
    state,
    (room) => clock(room, now),
    (room) => apply(room, event, now),
    (room) => whileLive(room, (live) => admit(live, now)),
    (room) => whileLive(room, (live) => ({ place: forgetChat(planSweep(live, now)), effects: [] })),
    (room) => closeWhatEnded(state.place, room, now),
  );
  return { state: next, effects: [...effects, ...broadcasts(state.place, next.place, now)] };
}

/** When the clock alone will change the room next, or null where it never will. */
export function nextDeadline(state: RoomState): number | null {
  const at = Math.min(...placeDeadlines(state), ...[...state.requests, ...state.closing].map(({ until }) => until));
  return Number.isFinite(at) ? at : null;
}

function placeDeadlines({ place, tickets }: RoomState): number[] {
  // While people are here, used tickets are forgotten in passing; nobody wakes the object for them.
  if (place.phase === "resting") return Object.values(tickets);
  const holds = place.seats.flatMap(({ connection }) => (connection.state === "held" ? [connection.until] : []));
  const sweepAt = place.sweepAt === null ? [] : [place.sweepAt];
  const opening = place.queue.length > 0 && place.seats.length < MAX_SEATS ? [place.facts.opensAt] : [];
  return [place.facts.overrunUntil, ...holds, ...sweepAt, ...opening];
}

function clock(state: RoomState, now: number): Transition {
  return chain(
    forgetTickets(state, now),
    (room) => whileLive(room, (live) => closeOnTime(live, now)),
    (room) => whileLive(room, (live) => admit(endHolds(live, now), now)),
    (room) => settleLateRequests(room, now),
    (room) => retryClosing(room, now),
  );
}

/** A step that changes nothing gives the very state back, and the shell then has nothing to write. */
function forgetTickets(state: RoomState, now: number): RoomState {
  const tickets = Object.entries(state.tickets);
  if (tickets.every(([, expiresAt]) => expiresAt > now)) return state;
  return { ...state, tickets: Object.fromEntries(tickets.filter(([, expiresAt]) => expiresAt > now)) };
}

function apply(state: RoomState, event: RoomEvent, now: number): Transition {
  switch (event.type) {
    case "join":
      return joinWithTicket(state, event, now);
    case "leave":
      return whileLive(state, (live) => removeSession(live, event.sessionId, "left"));
    case "flood":
      return whileLive(state, (live) => removeSession(live, event.sessionId, "flooded"));
    case "unreadable":
      return ignored(state, event);
    case "disconnect":
      return whileLive(state, (live) => ({ place: disconnect(live, event.sessionId, now), effects: [] }));
    case "end":
      return whileLive(state, (live) => endByTeacher(live, event.sessionId));
    case "chat":
      return whileLive(state, (live) => write(live, event, now));
    case "arrive":
      return whileLive(state, (live) => ({ place: arrive(live, event.sessionId), effects: [] }));
    case "facts":
      return place(state, applyFacts(state.place, event.facts, now));
    case "request":
      return requested(state, event.sessionId, event.request, now);
    case "sfu":
      return replied(state, event.call, event.result, now);
    case "alarm":
      return whileLive(state, (live) => sweep(live, event.heard, now));
    default:
      return assertNever(event);
  }
}

/** A ticket is used up when it lets somebody in, and brings the facts of its own day either way. */
function joinWithTicket(
  state: RoomState,
  { sessionId, ticket }: RoomEvent & { type: "join" },
  now: number,
): Transition {
  const isSpent = now >= ticket.expiresAt || Object.hasOwn(state.tickets, ticket.ticketId);
  if (isSpent) return { state, effects: refused(sessionId, ticket, "bad_ticket") };
  return chain(
    state,
    (room) => place(room, applyFacts(room.place, ticket.facts, now)),
    (room) => {
      const refusal = refusalFor(room.place, ticket, now);
      if (refusal) return { state: room, effects: refused(sessionId, ticket, refusal) };
      const tickets = { ...room.tickets, [ticket.ticketId]: ticket.expiresAt };
      return whileLive({ ...room, tickets }, (live) => join(live, ticket, { sessionId, acceptedAt: now }));
    },
  );
}

function refused(sessionId: string, { participantId }: Ticket, reason: EndReason): Effect[] {
  return [ended(sessionId, reason), ticketRefused(sessionId, participantId, reason)];
}

function whileLive(state: RoomState, rule: (live: Live) => Moved): Transition {
  return state.place.phase === "live" ? place(state, rule(state.place)) : { state, effects: [] };
}

function place(state: RoomState, moved: Moved): Transition {
  return { state: moved.place === state.place ? state : { ...state, place: moved.place }, effects: moved.effects };
}

function chain(state: RoomState, ...rules: ((state: RoomState) => Transition)[]): Transition {
  return rules.reduce<Transition>(
    (done, rule) => {
      const next = rule(done.state);
      return next.effects.length === 0 && done.effects.length === 0
        ? next
        : { state: next.state, effects: [...done.effects, ...next.effects] };
    },
    { state, effects: [] },
  );
}

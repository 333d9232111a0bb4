import { type EndReason, type Facts, WAIT_BEFORE_MS } from "./protocol.ts";
import { roomEnded } from "./room-log.ts";
import { ended, removeSession } from "./room-people.ts";
import { type Effect, type Live, type Moved, type Place, sessionsOf, versionOf } from "./room-state.ts";
import type { Ticket } from "./ticket.ts";

/** Takes facts of a higher version and ends whoever they leave no place for. Others are ignored, whenever they arrive. */
export function applyFacts(place: Place, facts: Facts, now: number): Moved {
  if (facts.version <= versionOf(place)) return { place, effects: [] };
  if (place.phase === "live") return renew(place, facts, now);
  const { version, opensAt } = facts;
  const endedOpensAt = place.endedOpensAt === opensAt ? opensAt : null;
  const over = endedOpensAt !== null || facts.state === "cancelled" || now >= facts.overrunUntil;
  if (over) return { place: { phase: "resting", version, endedOpensAt }, effects: [] };
  return { place: { phase: "live", facts, seats: [], queue: [], epochs: {}, sweepAt: null, chat: [] }, effects: [] };
}

/** Why this ticket does not let its holder in now, or null where it does. */
export function refusalFor(place: Place, ticket: Ticket, now: number): EndReason | null {
  if (place.phase === "resting") {
    if (place.endedOpensAt !== null) return "ended_by_teacher";
    return ticket.facts.state === "cancelled" ? "cancelled" : "room_closed";
  }
  if (!isExpected(place.facts, ticket.participantId)) return whyGone(place.facts, ticket.participantId);
  if (now < waitsFrom(place.facts)) return "room_not_open";
  const epoch = Object.hasOwn(place.epochs, ticket.participantId) ? place.epochs[ticket.participantId] : undefined;
  return epoch !== undefined && ticket.epoch < epoch ? "superseded" : null;
}

/** The clock's own ending. */
export function closeOnTime(live: Live, now: number): Moved {
  return now < live.facts.overrunUntil ? { place: live, effects: [] } : close(live, "room_closed", null);
}

/** Only a teacher with a seat may end the appointment; from anyone else the message is a breach of the protocol. */
export function endByTeacher(live: Live, sessionId: string): Moved {
  const participantId = sessionsOf(live).find((session) => session.sessionId === sessionId)?.participantId;
  const isSeated = live.seats.some((seat) => seat.participantId === participantId);
  const role = live.facts.people.find((person) => person.participantId === participantId)?.role;
  if (!isSeated || role !== "teacher") return removeSession(live, sessionId, "protocol_error");
  return close(live, "ended_by_teacher", live.facts.opensAt);
}

function renew(live: Live, facts: Facts, now: number): Moved {
  const known = { ...live, facts };
  if (facts.state === "cancelled") return close(known, "cancelled", null);
  const isMoved = facts.opensAt !== live.facts.opensAt;
  if (now >= facts.overrunUntil) return close(known, isMoved ? "moved" : "room_closed", null);
  const effects: Effect[] = [];
  for (const { sessionId, participantId } of sessionsOf(live)) {
    if (!isExpected(facts, participantId)) effects.push(ended(sessionId, whyGone(facts, participantId)));
    else if (!mayStay(live, facts, participantId, now)) effects.push(ended(sessionId, "moved"));
  }
  const stays = ({ participantId }: { participantId: string }) =>
    isExpected(facts, participantId) && mayStay(live, facts, participantId, now);
  return { place: { ...known, seats: live.seats.filter(stays), queue: live.queue.filter(stays) }, effects };
}

/** A seat needs an open room; a place in the queue one that opens within {@link WAIT_BEFORE_MS}. */
function mayStay(live: Live, facts: Facts, participantId: string, now: number): boolean {
  const isSeated = live.seats.some((seat) => seat.participantId === participantId);
  return now >= (isSeated ? facts.opensAt : waitsFrom(facts));
}

function close(live: Live, reason: EndReason, endedOpensAt: number | null): Moved {
  const effects = sessionsOf(live).map(({ sessionId, participantId }) =>
    ended(sessionId, isExpected(live.facts, participantId) ? reason : whyGone(live.facts, participantId)),
  );
  return {
    place: { phase: "resting", version: live.facts.version, endedOpensAt },
    effects: [...effects, roomEnded(reason)],
  };
}

function isExpected(facts: Facts, participantId: string): boolean {
  return facts.people.some((person) => person.participantId === participantId);
}

function whyGone({ takenOut = [] }: Facts, participantId: string): EndReason {
  return takenOut.includes(participantId) ? "taken_out" : "removed";
}

function waitsFrom(facts: Facts): number {
  return facts.opensAt - WAIT_BEFORE_MS;
}

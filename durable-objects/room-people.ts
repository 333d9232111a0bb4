import { type EndReason, HOLD_MS, LAPSE_AFTER_MS, MAX_SEATS } from "./protocol.ts";
import { sessionEnded } from "./room-log.ts";
import {
  type Effect,
  type Live,
  type Moved,
  type Seat,
  type Session,
  sessionsOf,
  type Waiter,
  withSeat,
} from "./room-state.ts";
import type { Ticket } from "./ticket.ts";

/**
 * Takes somebody in who may come in (see `room-facts.ts`): onto their own seat or place in the queue if they have one, else
 * to the end of the queue, from where {@link admit} seats them in the same step if there is room.
 */
export function join(live: Live, { participantId, epoch, ahead = false }: Ticket, session: Session): Moved {
  const seat = live.seats.find((other) => other.participantId === participantId);
  const waiter = live.queue.find((other) => other.participantId === participantId);
  const known = { ...live, epochs: { ...live.epochs, [participantId]: epoch } };
  if (seat) return takeOver(known, seat, session);
  const joined: Waiter = { participantId, ahead, ...session, media: null };
  if (!waiter) return { place: { ...known, queue: [...live.queue, joined] }, effects: [] };
  const queue = live.queue.map((other) => (other === waiter ? joined : other));
  return { place: { ...known, queue }, effects: [ended(waiter.sessionId, "superseded")] };
}

/** The new connection starts without media: what the older one opened is closed as any ended session's is. */
function takeOver(live: Live, seat: Seat, session: Session): Moved {
  const { participantId, connection } = seat;
  const next: Seat = { participantId, connection: { state: "present", ...session }, media: null };
  const effects = connection.state === "present" ? [ended(connection.sessionId, "superseded")] : [];
  return { place: withSeat(live, seat, next), effects };
}

/** Seats the first in queue while the room is open and has a seat, with the media that they sent ahead. */
export function admit(live: Live, now: number): Moved {
  const free = now < live.facts.opensAt ? 0 : MAX_SEATS - live.seats.length;
  const admitted = live.queue.slice(0, free).map(
    ({ participantId, sessionId, acceptedAt, media }): Seat => ({
      participantId,
      connection: { state: "present", sessionId, acceptedAt },
      media,
    }),
  );
  if (admitted.length === 0) return { place: live, effects: [] };
  const place = { ...live, seats: [...live.seats, ...admitted], queue: live.queue.slice(admitted.length) };
  return { place, effects: [] };
}

/** Who waited here while still in another call has come. */
export function arrive(live: Live, sessionId: string): Live {
  if (!live.queue.some((waiter) => waiter.sessionId === sessionId && waiter.ahead)) return live;
  const queue = live.queue.map((waiter) => (waiter.sessionId === sessionId ? { ...waiter, ahead: false } : waiter));
  return { ...live, queue };
}

/** A session is over for good: its seat or place in the queue is free at once. */
export function removeSession(live: Live, sessionId: string, reason: EndReason): Moved {
  if (!isHere(live, sessionId)) return { place: live, effects: [] };
  const place = {
    ...live,
    seats: live.seats.filter((seat) => !isOn(seat, sessionId)),
    queue: live.queue.filter((waiter) => waiter.sessionId !== sessionId),
  };
  return { place, effects: [ended(sessionId, reason), ...sessionEnded(sessionId, reason)] };
}

/** A connection is lost: a seat is held for a while; a place in the queue is not. */
export function disconnect(live: Live, sessionId: string, now: number): Live {
  if (!isHere(live, sessionId)) return live;
  const held = { state: "held", until: now + HOLD_MS } as const;
  return {
    ...live,
    seats: live.seats.map((seat) => (isOn(seat, sessionId) ? { ...seat, connection: held } : seat)),
    queue: live.queue.filter((waiter) => waiter.sessionId !== sessionId),
  };
}

export function endHolds(live: Live, now: number): Live {
  const seats = live.seats.filter(({ connection }) => connection.state === "present" || connection.until > now);
  return seats.length === live.seats.length ? live : { ...live, seats };
}

/**
 * Ends the sessions that have been silent for {@link LAPSE_AFTER_MS}, counted from acceptance where one never pinged, and
 * says when the next can lapse. An alarm that comes early sweeps nothing.
 */
export function sweep(live: Live, heard: Record<string, number>, now: number): Moved {
  if (live.sweepAt === null || now < live.sweepAt) return { place: live, effects: [] };
  let place = live;
  let sweepAt = Number.POSITIVE_INFINITY;
  const effects: Effect[] = [];
  for (const { sessionId, acceptedAt } of sessionsOf(live)) {
    const lapsesAt = Math.max(heard[sessionId] ?? 0, acceptedAt) + LAPSE_AFTER_MS;
    if (lapsesAt > now) {
      sweepAt = Math.min(sweepAt, lapsesAt);
      continue;
    }
    place = disconnect(place, sessionId, now);
    effects.push(ended(sessionId, "timed_out"), ...sessionEnded(sessionId, "timed_out"));
  }
  return { place: { ...place, sweepAt: Number.isFinite(sweepAt) ? sweepAt : null }, effects };
}

/** Sweeps start with the first connection and stop with the last; in between only {@link sweep} sets the time. */
export function planSweep(live: Live, now: number): Live {
  const sweepAt = sessionsOf(live).length === 0 ? null : (live.sweepAt ?? now + LAPSE_AFTER_MS);
  return sweepAt === live.sweepAt ? live : { ...live, sweepAt };
}

export function ended(sessionId: string, reason: EndReason): Effect {
  return { type: "end", sessionId, reason };
}

function isHere(live: Live, sessionId: string): boolean {
  return sessionsOf(live).some((session) => session.sessionId === sessionId);
}

function isOn({ connection }: Seat, sessionId: string): boolean {
  return connection.state === "present" && connection.sessionId === sessionId;
}

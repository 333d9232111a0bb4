import { expect } from "vitest";
import { ENDINGS, HOLD_MS, LAPSE_AFTER_MS, WAIT_BEFORE_MS } from "../../../durable-objects/protocol.ts";
import { nextDeadline, step } from "../../../durable-objects/room.ts";
import { type Live, type RoomState, seatOf, sessionsOf, versionOf } from "../../../durable-objects/room-state.ts";
import { viewOf } from "../../../durable-objects/room-view.ts";
import type { Seen } from "./world.ts";

/** The rules of SPEC.md as checks of one step; each throws where its rule is broken. Names are the tests' names. */
export const RULES: Record<string, (seen: Seen) => void> = {
  "RM1 never more than four seats, a held one counted": ({ after }) => {
    expect(liveOf(after)?.seats.length ?? 0).toBeLessThanOrEqual(4);
  },

  "RM2 one seat or place a participant, and the room's sessions are those that were let in and not ended": (seen) => {
    const live = liveOf(seen.after);
    const ids = [...(live?.seats ?? []), ...(live?.line ?? [])].map(({ participantId }) => participantId);
    expect(new Set(ids).size).toBe(ids.length);
    const sessions = live ? sessionsOf(live).map(({ sessionId }) => sessionId) : [];
    expect(new Set(sessions)).toEqual(seen.world.live);
  },

  "RM3 who holds a seat is always readmitted, even to a full room, and nobody else is moved": (seen) => {
    const { event, settled, after, now } = seen;
    const live = liveOf(settled);
    if (event.type !== "join" || !live || !isWelcome(event.ticket, live, settled, now)) return;
    const { participantId } = event.ticket;
    if (!live.seats.some((seat) => seat.participantId === participantId)) return;
    expect(seatOf(after.place, event.sessionId)?.participantId).toBe(participantId);
    const others = (state: Live | null) => state?.seats.filter((seat) => seat.participantId !== participantId);
    expect(others(liveOf(after))?.map(({ connection }) => connection)).toEqual(
      others(live)?.map(({ connection }) => connection),
    );
    expect(liveOf(after)?.line).toEqual(live.line);
  },

  "RM4 only a newer press takes a seat from another session": ({ before, event, after, effects, world }) => {
    if (event.type !== "join") return;
    const epoch = liveOf(before)?.epochs[event.ticket.participantId];
    const { participantId } = event.ticket;
    if (epoch !== undefined && event.ticket.epoch < epoch && after.place.phase === "live") {
      expect(sessionsOf(after.place).map(({ sessionId }) => sessionId)).not.toContain(event.sessionId);
      expect(effects).toContainEqual(expect.objectContaining({ type: "end", sessionId: event.sessionId }));
    }
    if (after.place.phase === "live") expect(after.place.epochs[participantId]).toBe(world.highest.get(participantId));
  },

  "RM5 a session that is not in the room changes nothing": ({ settled, event, after }) => {
    if (!("sessionId" in event) || event.type === "join") return;
    const live = liveOf(settled);
    if (live && sessionsOf(live).some(({ sessionId }) => sessionId === event.sessionId)) return;
    expect(after).toEqual(settled);
  },

  "RM6 a lost connection keeps its seat for the hold, a leave frees it at once": ({ settled, event, after, now }) => {
    if (event.type !== "disconnect" && event.type !== "leave") return;
    const seat = seatOf(settled.place, event.sessionId);
    if (!seat) return;
    const next = liveOf(after)?.seats.find(({ participantId }) => participantId === seat.participantId);
    if (event.type === "leave") return expect(next).toBeUndefined();
    expect(next).toEqual({ ...seat, connection: { state: "held", until: now + HOLD_MS } });
  },

  "RM7 the line is kept in order of arrival and nobody waits beside a free seat": ({ settled, event, after, now }) => {
    const live = liveOf(after);
    if (!live) return;
    if (live.line.length > 0) expect(live.seats.length === 4 || now < live.facts.opensAt).toBe(true);
    const was = (liveOf(settled)?.line ?? []).map(({ participantId }) => participantId);
    const joined =
      event.type === "join" && !was.includes(event.ticket.participantId) ? [event.ticket.participantId] : [];
    const isHere = (id: string) => live.line.some(({ participantId }) => participantId === id);
    expect(live.line.map(({ participantId }) => participantId)).toEqual([...was, ...joined].filter(isHere));
    const seated = new Set((liveOf(settled)?.seats ?? []).map(({ participantId }) => participantId));
    const admitted = live.seats.map(({ participantId }) => participantId).filter((id) => !seated.has(id));
    const firsts = [...was, ...joined].filter((id) => isHere(id) || admitted.includes(id)).slice(0, admitted.length);
    expect(admitted).toEqual(firsts);
  },

  "RM8 a waiter who joins again keeps the place, one who leaves or is lost loses it": ({ settled, event, after }) => {
    const was = liveOf(settled)?.line.findIndex((waiter) => {
      return "sessionId" in event && event.type !== "join" && waiter.sessionId === event.sessionId;
    });
    if ((event.type === "leave" || event.type === "disconnect") && was !== undefined && was >= 0) {
      const gone = liveOf(settled)?.line[was]?.participantId;
      expect(liveOf(after)?.line.map(({ participantId }) => participantId)).not.toContain(gone);
      expect(liveOf(after)?.seats.map(({ participantId }) => participantId)).not.toContain(gone);
    }
  },

  "RM9 nobody sits before the opening or after the end, nobody waits earlier than ten minutes before": ({
    after,
    now,
  }) => {
    const live = liveOf(after);
    if (!live) return;
    expect(now).toBeLessThan(live.facts.overrunUntil);
    if (now < live.facts.opensAt) expect(live.seats).toEqual([]);
    if (now < live.facts.opensAt - WAIT_BEFORE_MS) expect(live.line).toEqual([]);
  },

  "RM10 facts of a lower or equal version change nothing, and the version never falls": ({ settled, event, after }) => {
    expect(versionOf(after.place)).toBeGreaterThanOrEqual(versionOf(settled.place));
    if (event.type !== "facts" && event.type !== "join") return;
    const facts = event.type === "facts" ? event.facts : event.ticket.facts;
    if (event.type === "facts" && facts.version <= versionOf(settled.place)) expect(after).toEqual(settled);
    if (event.type === "facts") expect(versionOf(after.place)).toBe(Math.max(facts.version, versionOf(settled.place)));
    if (liveOf(after) && facts.version < versionOf(after.place)) expect(liveOf(after)?.facts).not.toEqual(facts);
  },

  "RM11 only people of the newest facts are in the room; whoever is taken out hears that they were": (seen) => {
    const live = liveOf(seen.after);
    const expected = live?.facts.people.map(({ participantId }) => participantId) ?? [];
    for (const { participantId } of [...(live?.seats ?? []), ...(live?.line ?? [])])
      expect(expected).toContain(participantId);
    if (seen.event.type !== "facts") return;
    for (const { sessionId, participantId } of newlyRefused(seen)) {
      const isExpected = seen.event.facts.people.some((person) => person.participantId === participantId);
      if (!isExpected) expect(reasonFor(seen, sessionId)).toBe("removed");
    }
  },

  "RM12 a cancelled or moved appointment ends everyone in it and says which": (seen) => {
    const { event } = seen;
    if (event.type !== "facts") return;
    for (const { sessionId, participantId } of newlyRefused(seen)) {
      if (!event.facts.people.some((person) => person.participantId === participantId)) continue;
      const isOver =
        seen.now >= event.facts.overrunUntil && liveOf(seen.settled)?.facts.opensAt === event.facts.opensAt;
      const reason = event.facts.state === "cancelled" ? "cancelled" : isOver ? "room_closed" : "moved";
      expect(reasonFor(seen, sessionId)).toBe(reason);
    }
  },

  "RM13 a seated teacher ends the appointment for everyone, and it stays ended": (seen) => {
    const { event, settled, after } = seen;
    const live = liveOf(settled);
    if (event.type === "end" && live) {
      const seat = seatOf(live, event.sessionId);
      const role = live.facts.people.find((person) => person.participantId === seat?.participantId)?.role;
      if (role === "teacher") {
        expect(after.place.phase).toBe("resting");
        for (const { sessionId } of sessionsOf(live)) expect(reasonFor(seen, sessionId)).toBe("ended_by_teacher");
      } else expect(after.place.phase).toBe("live");
    }
    // Moved to another time it is a new meeting, also if it is moved back later.
    if (after.place.phase === "live" && after.place.facts.opensAt !== seen.world.endedOpensAt)
      seen.world.endedOpensAt = null;
    if (seen.world.endedOpensAt !== null) expect(after.place.phase).toBe("resting");
  },

  "RM14 a ticket lets in one session at most, and none once it has expired": ({ event, effects, now, world }) => {
    if (event.type !== "join") return;
    expect(world.letIn.get(event.ticket.ticketId) ?? 0).toBeLessThanOrEqual(1);
    if (now >= event.ticket.expiresAt) {
      expect(effects).toContainEqual({ type: "end", sessionId: event.sessionId, reason: "bad_ticket" });
    }
  },

  "RM15 a session that joins is let in or refused, ends at most once, and always for a named reason": (seen) => {
    const { event, effects, world } = seen;
    for (const times of world.endings.values()) expect(times).toBe(1);
    for (const effect of effects) if (effect.type === "end") expect(Object.keys(ENDINGS)).toContain(effect.reason);
    if (event.type === "join")
      expect(world.live.has(event.sessionId)).toBe(reasonFor(seen, event.sessionId) === undefined);
  },

  "RM16 silent sessions lapse, and no other event postpones the sweep": (seen) => {
    const { settled, event, after, now, world } = seen;
    const [was, live] = [liveOf(settled), liveOf(after)];
    if (live) expect(live.sweepAt === null).toBe(sessionsOf(live).length === 0);
    const isSweep = event.type === "alarm" && was?.sweepAt != null && now >= was.sweepAt;
    if (!isSweep && was?.sweepAt != null && live?.sweepAt != null && was.facts.opensAt === live.facts.opensAt) {
      expect(live.sweepAt).toBe(was.sweepAt);
    }
    for (const { sessionId, acceptedAt } of live ? sessionsOf(live) : []) {
      const lapsesAt = Math.max(acceptedAt, world.heard[sessionId] ?? 0) + LAPSE_AFTER_MS;
      expect(live?.sweepAt).toBeLessThanOrEqual(lapsesAt);
      if (isSweep) expect(lapsesAt).toBeGreaterThan(now);
    }
    for (const { sessionId, acceptedAt } of isSweep && was ? sessionsOf(was) : []) {
      const isSilent = Math.max(acceptedAt, world.heard[sessionId] ?? 0) + LAPSE_AFTER_MS <= now;
      expect(reasonFor(seen, sessionId)).toBe(isSilent ? "timed_out" : undefined);
    }
  },

  "RM17 only seats have media, each in its own SFU session, and only tracks of others in this room are pulled": (
    seen,
  ) => {
    const { event, after, effects } = seen;
    const seats = liveOf(after)?.seats ?? [];
    const ids = seats.flatMap(({ media }) => (media ? [media.sfuSessionId] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { media } of seats) {
      expect(media?.published.length ?? 0).toBeLessThanOrEqual(4);
      expect(media?.pulled.length ?? 0).toBeLessThanOrEqual(16);
    }
    for (const effect of effects) {
      if (effect.type !== "sfu" || effect.call.op === "close" || effect.call.op === "look") continue;
      const { call } = effect;
      const own = seatOf(after.place, call.asked.sessionId);
      expect(own).toBeDefined();
      if (event.type === "request") expect(call.asked.sessionId).toBe(event.sessionId);
      expect(own?.media?.sfuSessionId ?? null).toBe(call.op === "open" ? null : call.sfuSessionId);
      for (const source of call.op === "pull" ? call.tracks : []) {
        const from = seats.find(({ media }) => media?.sfuSessionId === source.sfuSessionId);
        expect(from).not.toBe(own);
        expect(from?.media?.published.map(({ trackId }) => trackId)).toContain(source.trackId);
      }
    }
  },

  "RM18 whatever is active at the SFU is a seat's, or asked for, or being closed": ({ after, world }) => {
    for (const [sfuSessionId, active] of world.sfu) {
      const seat = liveOf(after)?.seats.find(({ media }) => media?.sfuSessionId === sfuSessionId);
      const known = [...(seat?.media?.published ?? []), ...(seat?.media?.pulled ?? [])].map(({ mid }) => mid);
      const isAsked = after.requests.some((request) => request.sfuSessionId === sfuSessionId);
      const closing = after.closing.filter((other) => other.sfuSessionId === sfuSessionId);
      const isClosing = (mid: string) => closing.some(({ whole, mids }) => whole || mids.includes(mid));
      for (const mid of active) {
        const isGivenUp = world.givenUp.has(`${sfuSessionId} ${mid}`);
        expect(known.includes(mid) || isAsked || isClosing(mid) || isGivenUp).toBe(true);
      }
    }
  },

  "RM19 an SFU's late reply for a seat that is gone reaches nobody, and every reply settles its request": ({
    settled,
    event,
    after,
    effects,
  }) => {
    if (event.type !== "sfu" || event.call.op === "close" || event.call.op === "look") return;
    const { call } = event;
    const sfuSessionId = call.op === "open" ? null : call.sfuSessionId;
    expect(
      after.requests.filter((request) => request.sfuSessionId === sfuSessionId).map(({ asked }) => asked),
    ).not.toContainEqual(call.asked);
    if (seatOf(settled.place, event.call.asked.sessionId)) return;
    expect(effects.filter(({ type }) => type === "tell")).toEqual([]);
  },

  "RM20 nobody keeps pulling a track that is not published any more": ({ after }) => {
    const seats = liveOf(after)?.seats ?? [];
    const published = seats.flatMap(({ media }) => media?.published.map(({ trackId }) => trackId) ?? []);
    const pulled = seats.flatMap(({ media }) => media?.pulled.map(({ trackId }) => trackId) ?? []);
    for (const trackId of pulled) expect(published).toContain(trackId);
  },

  "RM21 the alarm is always ahead, or due for a sweep, and never later than what it is for": ({ after, now }) => {
    const at = nextDeadline(after);
    const live = liveOf(after);
    const sweepAt = live?.sweepAt;
    if (live) {
      const holds = live.seats.flatMap(({ connection }) => (connection.state === "held" ? [connection.until] : []));
      const opening = live.line.length > 0 && now < live.facts.opensAt ? [live.facts.opensAt] : [];
      expect(at).toBeLessThanOrEqual(Math.min(live.facts.overrunUntil, ...holds, ...opening));
    }
    if (at !== null && at !== sweepAt) expect(at > now || (sweepAt != null && sweepAt <= now)).toBe(true);
  },

  "RM22 nothing is lost with the memory: the state steps the same after a round trip through JSON": (seen) => {
    const { before, event, after, effects, now } = seen;
    const copy = JSON.parse(JSON.stringify(before)) as RoomState;
    expect(step(copy, event, now)).toEqual({ state: after, effects });
    expect(JSON.parse(JSON.stringify(after))).toEqual(after);
  },

  "RM23 everyone in the room has been shown it as it is, and their place in the line": ({ after, world }) => {
    const live = liveOf(after);
    for (const { sessionId } of live ? sessionsOf(live) : []) {
      expect(world.shown.get(sessionId)).toEqual({
        room: live && viewOf(live),
        place: (live?.line.findIndex((waiter) => waiter.sessionId === sessionId) ?? -1) + 1,
      });
    }
  },
};

function liveOf({ place }: RoomState): Live | null {
  return place.phase === "live" ? place : null;
}

function isWelcome(
  ticket: Extract<Seen["event"], { type: "join" }>["ticket"],
  live: Live,
  state: RoomState,
  now: number,
) {
  const isFresh = now < ticket.expiresAt && !(ticket.ticketId in state.tickets);
  const isNewest = ticket.epoch >= (live.epochs[ticket.participantId] ?? 0);
  return isFresh && isNewest && ticket.facts.version <= live.facts.version;
}

function newlyRefused({ settled, after }: Seen) {
  const now = liveOf(after);
  const stays = new Set(now ? sessionsOf(now).map(({ sessionId }) => sessionId) : []);
  const was = liveOf(settled);
  return was ? sessionsOf(was).filter(({ sessionId }) => !stays.has(sessionId)) : [];
}

function reasonFor({ effects }: Seen, sessionId: string): string | undefined {
  const found = effects.find((effect) => effect.type === "end" && effect.sessionId === sessionId);
  return found?.type === "end" ? found.reason : undefined;
}

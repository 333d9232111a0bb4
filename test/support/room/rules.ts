import {
  type ChatLine,
  ENDINGS,
  type EndReason,
  type Facts,
  HOLD_MS,
  LAPSE_AFTER_MS,
  MAX_CHAT_LINES,
  MAX_SEATS,
  WAIT_BEFORE_MS,
  WARM_BEFORE_MS,
} from "../../../durable-objects/protocol.ts";
import { nextDeadline } from "../../../durable-objects/room.ts";
import {
  holderOf,
  holdersOf,
  type Live,
  type RoomState,
  seatOf,
  sessionsOf,
  versionOf,
} from "../../../durable-objects/room-state.ts";
import { viewOf } from "../../../durable-objects/room-view.ts";
import { must, same } from "./must.ts";
import { isIn, type Seen } from "./seen.ts";

/** Reasons for which something has gone wrong. */
const FAULTS: EndReason[] = ["timed_out", "flooded", "protocol_error"];
/** Reasons that one kind of event alone may give. */
const OWN_REASONS = { protocol_error: "end", flooded: "flood", left: "leave" } as const;

/**
 * The rules of SPEC.md as checks of one step; each throws where its rule is broken. They hold for a whole history because they
 * hold for each of its steps: what was true before it is what the rules found true after the one before. Names are the tests' names.
 */
export const RULES: Record<string, (seen: Seen) => void> = {
  "RM1 never more than four seats, a held one counted": ({ after }) => {
    must((liveOf(after)?.seats.length ?? 0) <= MAX_SEATS, "a fifth seat");
  },

  "RM2 one seat or place a participant, and the room's sessions are those that were let in and not ended": (seen) => {
    const { before, event, after, effects } = seen;
    const live = liveOf(after);
    const ids = live ? [...live.seats, ...live.queue].map(({ participantId }) => participantId) : [];
    must(new Set(ids).size === ids.length, "two places for one participant");
    const expected = new Set(sessionIds(before));
    if (event.type === "disconnect") expected.delete(event.sessionId);
    if (event.type === "join" && reasonFor(seen, event.sessionId) === undefined) expected.add(event.sessionId);
    for (const effect of effects) if (effect.type === "end") expected.delete(effect.sessionId);
    const sessions = sessionIds(after);
    must(sessions.length === expected.size && sessions.every((id) => expected.has(id)), "sessions that should not be");
  },

  "RM3 who holds a seat is always readmitted, even to a full room, and nobody else is moved": (seen) => {
    const { event, settled, after, now } = seen;
    const live = liveOf(settled);
    if (event.type !== "join" || !live || !isWelcome(event.ticket, live, seen, now)) return;
    const { participantId } = event.ticket;
    if (!live.seats.some((seat) => seat.participantId === participantId)) return;
    must(seatOf(after.place, event.sessionId)?.participantId === participantId, "not readmitted");
    const others = (state: Live | null) =>
      state?.seats.flatMap((seat) => (seat.participantId === participantId ? [] : [seat.connection]));
    must(same(others(liveOf(after)), others(live)), "somebody else was moved");
    must(same(liveOf(after)?.queue, live.queue), "the queue was moved");
  },

  "RM4 only a newer press takes a seat from another session": (seen) => {
    const { before, event, after } = seen;
    const live = liveOf(after);
    if (event.type !== "join" || !live) return;
    const { participantId, epoch } = event.ticket;
    const known = liveOf(before)?.epochs[participantId];
    if (known !== undefined && epoch < known) {
      must(!isIn(after, event.sessionId), "an older press was let in");
      must(reasonFor(seen, event.sessionId) !== undefined, "an older press was not answered");
      const isOnlyThat = isWelcome({ ...event.ticket, epoch: known }, live, seen, seen.now);
      const mayWait = seen.now >= live.facts.opensAt - WAIT_BEFORE_MS;
      if (isOnlyThat && mayWait && isExpected(live, participantId))
        must(reasonFor(seen, event.sessionId) === "superseded", "an older press, refused for another reason");
    }
    const isLetIn = isIn(after, event.sessionId);
    must(live.epochs[participantId] === (isLetIn ? epoch : known), "the highest press was forgotten");
    const was = liveOf(seen.settled);
    const older = was && sessionsOf(was).find((session) => session.participantId === participantId)?.sessionId;
    if (older === undefined || older === null || older === event.sessionId || !isLetIn) return;
    must(reasonFor(seen, older) === "superseded", "the older session does not hear that it is over");
  },

  "RM5 a session that is not in the room changes nothing": ({ settled, event, after }) => {
    if (!("sessionId" in event) || event.type === "join" || isIn(settled, event.sessionId)) return;
    must(same(after, settled), "a late message, close or error changed something");
  },

  "RM6 a lost connection keeps its seat for the hold, a leave or a breach frees it at once": (seen) => {
    const { before, settled, event, after, now } = seen;
    for (const { participantId, connection } of liveOf(before)?.seats ?? []) {
      if (connection.state !== "held" || connection.until > now || event.type === "join") continue;
      must(!liveOf(after)?.seats.some((seat) => seat.participantId === participantId), "a hold outlived its time");
    }
    if (event.type !== "disconnect" && event.type !== "leave" && event.type !== "flood") return;
    const seat = seatOf(settled.place, event.sessionId);
    if (!seat) return;
    const next = liveOf(after)?.seats.find(({ participantId }) => participantId === seat.participantId);
    if (event.type !== "disconnect") return must(next === undefined, "the seat is not free");
    must(same(next, { ...seat, connection: { state: "held", until: now + HOLD_MS } }), "the seat is not held");
  },

  "RM7 the queue is kept in order of arrival and nobody waits beside a free seat": ({ settled, event, after, now }) => {
    const live = liveOf(after);
    if (!live) return;
    must(
      live.queue.length === 0 || live.seats.length === MAX_SEATS || now < live.facts.opensAt,
      "a wait beside a free seat",
    );
    const was = (liveOf(settled)?.queue ?? []).map(({ participantId }) => participantId);
    const seated = new Set((liveOf(settled)?.seats ?? []).map(({ participantId }) => participantId));
    if (event.type === "join" && !was.includes(event.ticket.participantId)) was.push(event.ticket.participantId);
    const queue = live.queue.map(({ participantId }) => participantId);
    const stayed = was.filter((id) => queue.includes(id));
    must(same(queue, stayed), "the order of arrival was not kept");
    const admitted = live.seats.map(({ participantId }) => participantId).filter((id) => !seated.has(id));
    const firsts = was.filter((id) => queue.includes(id) || admitted.includes(id)).slice(0, admitted.length);
    must(same(admitted, firsts), "somebody was let past");
  },

  "RM8 a waiter who joins again keeps the place, one who leaves or is lost loses it": ({ settled, event, after }) => {
    if (event.type !== "leave" && event.type !== "disconnect" && event.type !== "flood") return;
    const gone = liveOf(settled)?.queue.find((waiter) => waiter.sessionId === event.sessionId)?.participantId;
    const live = liveOf(after);
    if (gone === undefined || !live) return;
    must(![...live.queue, ...live.seats].some(({ participantId }) => participantId === gone), "the place is kept");
  },

  "RM9 nobody sits before the opening or after the end, nobody waits earlier than ten minutes before": (seen) => {
    const { event, after, now } = seen;
    const live = liveOf(after);
    if (!live) return;
    must(now < live.facts.overrunUntil, "open after its end");
    must(live.seats.length === 0 || now >= live.facts.opensAt, "a seat before the opening");
    const mayWait = now >= live.facts.opensAt - WAIT_BEFORE_MS;
    must(live.queue.length === 0 || mayWait, "a wait earlier than ten minutes before");
    if (event.type !== "join" || mayWait || reasonFor(seen, event.sessionId) === "bad_ticket") return;
    if (!isExpected(live, event.ticket.participantId)) return;
    must(reasonFor(seen, event.sessionId) === "room_not_open", "too early, and not told so");
  },

  "RM10 facts of a lower or equal version change nothing, and the version never falls": (seen) => {
    const { settled, event, after } = seen;
    const was = versionOf(settled.place);
    const is = versionOf(after.place);
    must(is >= was, "the version fell");
    if (event.type !== "facts" && event.type !== "join") return;
    const facts = event.type === "facts" ? event.facts : event.ticket.facts;
    const live = liveOf(after);
    if (live && facts.version < is) must(!same(live.facts, facts), "older facts were taken");
    const isHeard = event.type === "facts" || reasonFor(seen, event.sessionId) !== "bad_ticket";
    must(!isHeard || is === Math.max(facts.version, was), "newer facts were not taken");
    if (event.type === "join") return;
    if (facts.version <= was) must(same(after, settled), "stale facts changed something");
    if (live && facts.version > was) must(same(live.facts, facts), "other facts than those told");
  },

  "RM11 only people of the newest facts are in the room; whoever is taken out hears that they were": (seen) => {
    const { settled, event, after } = seen;
    const live = liveOf(after);
    for (const { participantId } of live ? [...live.seats, ...live.queue] : [])
      must(live !== null && isExpected(live, participantId), "somebody who is not expected");
    if (event.type === "join") return mustWelcome(seen);
    if (event.type !== "facts" || event.facts.version <= versionOf(settled.place)) return;
    const isStill = (id: string) => event.facts.people.some((person) => person.participantId === id);
    for (const { sessionId, participantId } of newlyRefused(seen))
      if (!isStill(participantId))
        must(reasonFor(seen, sessionId) === whyGone(event.facts, participantId), "gone, and not told why");
  },

  "RM12 a cancelled or moved appointment ends everyone in it and says which": (seen) => {
    const { event, settled, after, now } = seen;
    if (event.type !== "facts") return;
    const { facts } = event;
    const was = liveOf(settled)?.facts;
    if (facts.version > versionOf(settled.place) && facts.state === "cancelled")
      must(after.place.phase === "resting", "open though cancelled");
    for (const { sessionId, participantId } of newlyRefused(seen)) {
      if (!facts.people.some((person) => person.participantId === participantId)) continue;
      const isOver = now >= facts.overrunUntil && was?.opensAt === facts.opensAt;
      const reason = facts.state === "cancelled" ? "cancelled" : isOver ? "room_closed" : "moved";
      must(reasonFor(seen, sessionId) === reason, "ended for another reason than the true one");
    }
    if (facts.state === "cancelled" || now < facts.opensAt || now >= facts.overrunUntil) return;
    const expected = facts.people.map((person) => person.participantId);
    const ended = newlyRefused(seen).filter(({ participantId }) => expected.includes(participantId));
    must(ended.length === 0, "an open room ended somebody whom it expects");
  },

  "RM13 a seated teacher ends the appointment for everyone, and it stays ended": (seen) => {
    const { event, settled, after, around } = seen;
    const live = liveOf(settled);
    if (event.type === "end" && live) {
      const seat = seatOf(live, event.sessionId);
      const role = live.facts.people.find((person) => person.participantId === seat?.participantId)?.role;
      must((after.place.phase === "resting") === (role === "teacher"), "ended by somebody else, or not ended");
      if (role === "teacher") {
        for (const { sessionId } of sessionsOf(live))
          must(reasonFor(seen, sessionId) === "ended_by_teacher", "ended, and not told by whom");
      } else if (isIn(settled, event.sessionId)) {
        must(reasonFor(seen, event.sessionId) === "protocol_error", "not theirs to end, and let pass");
      }
    }
    const { place } = after;
    if (place.phase === "live") must(place.facts.opensAt !== around.endedOpensAt, "ended, and open again");
    if (event.type !== "join" || around.endedOpensAt === null || event.ticket.facts.version > versionOf(settled.place))
      return;
    const reason = reasonFor(seen, event.sessionId);
    must(reason === "ended_by_teacher" || reason === "bad_ticket", "ended by the teacher, and not told so");
  },

  "RM14 a ticket lets in one session at most, and none once it has expired": (seen) => {
    const { event, before, after, now, around } = seen;
    if (event.type !== "join") return;
    const { ticketId, expiresAt } = event.ticket;
    const isSpent = around.spent.has(ticketId) && now < expiresAt;
    if (isSpent || now >= expiresAt) {
      must(reasonFor(seen, event.sessionId) === "bad_ticket", "a ticket that is used up, taken");
    } else {
      must(reasonFor(seen, event.sessionId) !== "bad_ticket", "a good ticket, refused");
      const isNoted = Object.hasOwn(after.tickets, ticketId) && !Object.hasOwn(before.tickets, ticketId);
      must(isNoted === isIn(after, event.sessionId), "a refusal used the ticket up, or letting in did not");
    }
  },

  "RM15 a session that joins is let in or refused, ends at most once, and always for a named reason": (seen) => {
    const { before, event, after, effects } = seen;
    const mayEnd = new Set(sessionIds(before));
    if (event.type === "join") mayEnd.add(event.sessionId);
    for (const effect of effects) {
      if (effect.type !== "end") continue;
      must(Object.hasOwn(ENDINGS, effect.reason), "a reason without a name");
      must(mayEnd.delete(effect.sessionId), "ended twice, or never here");
      must(!isIn(after, effect.sessionId), "ended, and still here");
      if (effect.reason in OWN_REASONS)
        must(event.type === OWN_REASONS[effect.reason as keyof typeof OWN_REASONS], "another's reason");
    }
    if (event.type === "join")
      must(isIn(after, event.sessionId) === (reasonFor(seen, event.sessionId) === undefined), "neither in nor refused");
    if ((event.type === "leave" || event.type === "flood") && isIn(seen.settled, event.sessionId)) {
      const reason = event.type === "leave" ? "left" : "flooded";
      must(reasonFor(seen, event.sessionId) === reason, "left, and ended for another reason");
    }
  },

  "RM16 silent sessions lapse, and no other event postpones the sweep": (seen) => {
    const { settled, event, after, now, around } = seen;
    const [was, live] = [liveOf(settled), liveOf(after)];
    if (live) must((live.sweepAt === null) === (sessionIds(after).length === 0), "a sweep for nobody, or none");
    const isSweep = event.type === "alarm" && was?.sweepAt != null && now >= was.sweepAt;
    if (!isSweep && was?.sweepAt != null && live?.sweepAt != null)
      must(live.sweepAt === was.sweepAt, "another event moved the sweep");
    const lapsesAt = ({ sessionId, acceptedAt }: { sessionId: string; acceptedAt: number }) =>
      Math.max(acceptedAt, around.heard[sessionId] ?? 0) + LAPSE_AFTER_MS;
    for (const session of live ? sessionsOf(live) : []) {
      must((live?.sweepAt ?? Number.POSITIVE_INFINITY) <= lapsesAt(session), "swept later than somebody lapses");
      if (isSweep) must(lapsesAt(session) > now, "silent, and still here");
    }
    for (const session of isSweep && was ? sessionsOf(was) : []) {
      const reason = lapsesAt(session) <= now ? "timed_out" : undefined;
      must(reasonFor(seen, session.sessionId) === reason, "lapsed without a word, or alive and ended");
      if (reason === undefined) continue;
      const seat = was?.seats.find(({ participantId }) => participantId === session.participantId);
      const next = live?.seats.find(({ participantId }) => participantId === session.participantId);
      const isHeld = next?.connection.state === "held" && next.connection.until === now + HOLD_MS;
      must(seat === undefined ? next === undefined : isHeld, "a lapsed seat is not held");
    }
  },

  "RM17 each has an SFU session of their own, and only a seat pulls, only what other seats in this room publish": (
    seen,
  ) => {
    const { settled, event, after, effects } = seen;
    const seats = liveOf(after)?.seats ?? [];
    const holders = holdersOf(after.place);
    const ids = holders.flatMap(({ media }) => (media ? [media.sfuSessionId] : []));
    must(new Set(ids).size === ids.length, "one SFU session of two seats");
    for (const { media } of holders) must((media?.published.length ?? 0) <= 4, "too many published");
    for (const { media } of seats) must((media?.pulled.length ?? 0) <= 16, "too many pulled");
    const asking = new Set(after.requests.map(({ asked }) => asked.sessionId));
    must(asking.size === after.requests.length, "asked two things at once");
    if (event.type === "request" && !holderOf(settled.place, event.sessionId)) {
      const isAsking = effects.some((effect) => effect.type === "sfu" && "asked" in effect.call);
      must(!isAsking, "media for somebody who is not here");
    }
    for (const effect of effects) {
      if (effect.type !== "sfu" || effect.call.op === "close" || effect.call.op === "look") continue;
      const { call } = effect;
      const own = holderOf(after.place, call.asked.sessionId);
      must(own !== undefined, "the SFU is asked for nobody");
      must(call.op !== "pull" || seatOf(after.place, call.asked.sessionId) !== undefined, "pulled without a seat");
      if (event.type === "request") must(call.asked.sessionId === event.sessionId, "asked for somebody else");
      const expected = call.op === "open" ? null : call.sfuSessionId;
      must((own.media?.sfuSessionId ?? null) === expected, "asked in somebody else's SFU session");
      for (const source of call.op === "pull" ? call.tracks : []) {
        const from = seats.find(({ media }) => media?.sfuSessionId === source.sfuSessionId);
        must(from !== undefined && from !== own, "pulled from nobody in this room, or from itself");
        must(from.media?.published.some(({ trackId }) => trackId === source.trackId) === true, "no such track");
      }
    }
  },

  "RM18 whatever is active at the SFU is somebody's here, or asked for, or being closed": ({ after, around }) => {
    const holders = holdersOf(after.place);
    for (const [sfuSessionId, active] of around.sfu) {
      if (active.size === 0 || after.requests.some((request) => request.sfuSessionId === sfuSessionId)) continue;
      const media = holders.find((holder) => holder.media?.sfuSessionId === sfuSessionId)?.media;
      const closing = after.closing.filter((other) => other.sfuSessionId === sfuSessionId);
      for (const mid of active) {
        const isKnown = [...(media?.published ?? []), ...(media?.pulled ?? [])].some((track) => track.mid === mid);
        const isClosing = closing.some(({ whole, mids }) => whole || mids.includes(mid));
        must(isKnown || isClosing || around.givenUp.has(`${sfuSessionId} ${mid}`), "active, and nobody's");
      }
    }
  },

  "RM19 an SFU's late reply for who is gone reaches nobody, every reply settles its request, and a question changes nothing":
    (seen) => {
      const { before, settled, event, after, effects } = seen;
      if (event.type !== "sfu" || event.call.op === "close" || event.call.op === "look") return;
      const { asked } = event.call;
      const sfuSessionId = event.call.op === "open" ? null : event.call.sfuSessionId;
      const isIt = (other: RoomState["requests"][number]) =>
        other.sfuSessionId === sfuSessionId && same(other.asked, asked);
      must(!after.requests.some(isIt), "answered, and still waited for");
      const replies = effects.filter((effect) => effect.type === "tell" && "id" in effect.message);
      const isLate = !before.requests.some(isIt);
      const own = holderOf(settled.place, asked.sessionId);
      if (event.call.op === "check" && own && !(event.result.type === "failed" && event.result.how === "gone"))
        must(same(own.media, holderOf(after.place, asked.sessionId)?.media), "a question, and the media is given up");
      if (isLate || !own) return must(replies.length === lateIn(seen), "a late reply was heard");
      const isGoingOn = after.requests.some((other) => same(other.asked, asked));
      const isTold = effects.some((effect) => effect.type === "tell" && effect.sessionId === asked.sessionId);
      must(isGoingOn || isTold, "answered, and the page left waiting");
    },

  "RM20 nobody keeps pulling a track that is not published any more": ({ after }) => {
    const seats = liveOf(after)?.seats ?? [];
    const published = seats.flatMap(({ media }) => media?.published.map(({ trackId }) => trackId) ?? []);
    for (const { media } of seats)
      for (const { trackId } of media?.pulled ?? []) must(published.includes(trackId), "pulls what is gone");
  },

  "RM21 the alarm is always ahead, or due for a sweep, and never later than what it is for": ({ after, now }) => {
    const at = nextDeadline(after);
    const live = liveOf(after);
    const due = [...after.requests, ...after.closing].map(({ until }) => until);
    if (live) {
      for (const { connection } of live.seats) if (connection.state === "held") due.push(connection.until);
      if (live.queue.length > 0 && now < live.facts.opensAt) due.push(live.facts.opensAt);
      if (live.sweepAt !== null) due.push(live.sweepAt);
      due.push(live.facts.overrunUntil);
    } else due.push(...Object.values(after.tickets));
    const first = due.reduce<number | null>((least, other) => (least === null ? other : Math.min(least, other)), null);
    must(first === null ? at === null : at !== null && at <= first, "the alarm comes too late, or for nothing");
    if (at !== null && at <= now)
      must(live?.sweepAt != null && live.sweepAt <= now, "the alarm is due and was not heard");
    if (!live)
      must(
        after.requests.every(({ until }) => until > now),
        "a request outlived its time",
      );
  },

  "RM22 nothing is lost with the memory: the state is JSON and all of it": ({ after }) => {
    must(same(JSON.parse(JSON.stringify(after)), after), "something that JSON does not carry");
  },

  "RM23 everyone in the room has been shown it as it is, and their place in the queue": (seen) => {
    const { before, after, effects } = seen;
    const [was, live] = [liveOf(before), liveOf(after)];
    if (!live) return;
    const room = viewOf(live);
    const isNews = !was || !same(viewOf(was), room);
    // Everyone is told the same object: it is compared once.
    let right: unknown = null;
    for (const { sessionId } of sessionsOf(live)) {
      let [isShown, place] = [!isNews && isIn(before, sessionId), placeOf(was, sessionId)];
      for (const effect of effects) {
        if (effect.type !== "tell" || effect.sessionId !== sessionId || !("room" in effect.message)) continue;
        isShown = effect.message.room === right || same(effect.message.room, room);
        if (isShown) right = effect.message.room;
        if (effect.message.type === "admitted") place = 0;
        if (effect.message.type === "waiting") place = effect.message.place;
      }
      must(isShown, "not shown the room as it is");
      must(place === placeOf(live, sessionId), "not told the place in the queue");
    }
  },

  "RM24 what the room does not understand changes nothing, and a request among it is answered as failed": (seen) => {
    const { settled, event, after, effects } = seen;
    if (event.type !== "unreadable") return;
    must(same(after, settled), "a message that is not understood changed something");
    must(reasonFor(seen, event.sessionId) === undefined || !isIn(settled, event.sessionId), "ended for it");
    const isAsking = event.id !== null && isIn(settled, event.sessionId);
    const answers = effects.flatMap((effect) =>
      effect.type === "tell" && effect.sessionId === event.sessionId && effect.message.type === "failed"
        ? [effect.message]
        : [],
    );
    const right = answers.some(({ id, code }) => id === event.id && code === "bad_request");
    must(right === isAsking, "a request is not answered, or what is none is");
  },

  "RM26 who has a seat writes to everyone who has one, and nobody else writes or reads": (seen) => {
    const { after, effects } = seen;
    const told = effects.flatMap((effect) =>
      effect.type === "tell" && effect.message.type === "chat" ? [{ to: effect.sessionId, ...effect.message }] : [],
    );
    const line = lineOf(seen);
    if (!line) return must(told.length === 0, "a line that nobody in a seat wrote, or told again");
    const readers = (liveOf(after)?.seats ?? []).flatMap(({ connection }) =>
      connection.state === "present" ? [connection.sessionId] : [],
    );
    must(told.length === readers.length, "not told once to each seat");
    must(
      readers.every((id) => told.some(({ to }) => to === id)),
      "a seat that was not told, or somebody else who was",
    );
    must(
      told.every((one) => same(one.line, line)),
      "not what was written, or not by whom",
    );
  },

  "RM27 the last lines are kept while somebody has a seat, shown to whoever is admitted, and then gone": (seen) => {
    const { settled, after, effects } = seen;
    const live = liveOf(after);
    const before = liveOf(settled)?.chat ?? [];
    const written = lineOf(seen);
    const right =
      live && live.seats.length > 0 ? [...before, ...(written ? [written] : [])].slice(-MAX_CHAT_LINES) : [];
    must(same(live?.chat ?? [], right), "lines lost, changed or kept for too long");
    for (const effect of effects) {
      if (effect.type !== "tell" || effect.message.type !== "admitted") continue;
      must(same(effect.message.chat, right), "admitted without what was written");
    }
  },

  "RM28 who waits has media only from a minute before the opening, for nobody, and takes it along to the seat": (
    seen,
  ) => {
    const { settled, event, after, effects, now } = seen;
    const live = liveOf(after);
    const asks = effects.some((effect) => effect.type === "sfu" && "asked" in effect.call);
    const waits = event.type === "request" && !seatOf(settled.place, event.sessionId);
    const isWarming = live !== null && now >= live.facts.opensAt - WARM_BEFORE_MS;
    if (waits && asks) {
      must(isWarming, "media for a waiter, too early");
      must(event.request.type === "publish" || event.request.type === "check", "more than sending, without a seat");
    }
    if (waits && isWarming && event.request.type === "publish" && event.request.tracks.length <= 4) {
      const isBusy = settled.requests.some(({ asked }) => asked.sessionId === event.sessionId);
      const isMore = (holderOf(settled.place, event.sessionId)?.media?.published.length ?? 0) > 0;
      if (!isBusy && !isMore && holderOf(settled.place, event.sessionId)) must(asks, "a waiter who may not send");
    }
    if (!live) return;
    const view = viewOf(live);
    for (const { participantId, media } of live.queue) {
      must((media?.pulled.length ?? 0) === 0, "pulled without a seat");
      const shown = view.people.find((person) => person.participantId === participantId);
      must((shown?.tracks.length ?? 0) === 0, "announced without a seat");
    }
    for (const waiter of liveOf(settled)?.queue ?? []) {
      const seat = seatOf(live, waiter.sessionId);
      if (seat && event.type !== "request" && event.type !== "sfu")
        must(same(seat.media, waiter.media), "seated without the media that was sent ahead");
    }
  },

  "RM29 who waits ahead, out of another call, is not shown as here before they come": (seen) => {
    const { settled, event, after } = seen;
    const live = liveOf(after);
    if (!live) return;
    const view = viewOf(live);
    for (const { participantId, ahead } of live.queue) {
      const shown = view.people.find((person) => person.participantId === participantId);
      must(shown?.state === (ahead ? "absent" : "waiting"), "shown as here, or not");
      must(view.line.includes(participantId) === !ahead, "in the queue that is shown, or not");
    }
    for (const waiter of live.queue) {
      const was = liveOf(settled)?.queue.find(({ sessionId }) => sessionId === waiter.sessionId);
      if (event.type === "join" && event.sessionId === waiter.sessionId)
        must(waiter.ahead === (event.ticket.ahead === true), "ahead, or not, against the ticket's word");
      else if (event.type === "arrive" && event.sessionId === waiter.sessionId)
        must(!waiter.ahead, "has come, and is not here");
      else must(was?.ahead === waiter.ahead, "ahead, or not, without a word");
    }
  },

  "RM31 what went wrong is logged, and the end of a room, with ids and codes alone": (seen) => {
    const { before, settled, event, after, effects, now } = seen;
    const lines = effects.flatMap((effect) => (effect.type === "log" ? [effect.line] : []));
    const isLogged = (what: string, id: string) =>
      lines.some((line) => line.event === what && (line.sessionId === id || line.sfuSessionId === id));
    for (const line of lines)
      for (const value of Object.values(line))
        must(typeof value !== "string" || /^[\w.-]{1,80}$/.test(value), "more than an id or a code in a log");
    if (before.place.phase === "live" && after.place.phase === "resting")
      must(
        lines.some((line) => line.event === "room_ended"),
        "a room that ended without a line",
      );
    for (const effect of effects)
      if (effect.type === "end" && FAULTS.includes(effect.reason))
        must(isLogged("session_ended", effect.sessionId), "a session that went wrong without a line");
    if (event.type === "join" && reasonFor(seen, event.sessionId) !== undefined)
      must(isLogged("ticket_refused", event.sessionId), "a refusal without a line");
    if (event.type === "unreadable" && isIn(settled, event.sessionId))
      must(
        isLogged(event.problem === "unknown_type" ? "message_unknown" : "message_unreadable", event.sessionId),
        "a message that was not understood, without a line",
      );
    for (const { attempt, stage, until, sfuSessionId } of before.closing)
      if (attempt === 3 && stage !== "later" && until <= now)
        must(isLogged("closing_abandoned", sfuSessionId), "media that was given up without a line");
  },
};

/** 0 for a seat, from 1 in the queue, -1 for who is not here. */
function placeOf(live: Live | null, sessionId: string): number {
  if (!live) return -1;
  const place = live.queue.findIndex((waiter) => waiter.sessionId === sessionId) + 1;
  return place === 0 && !seatOf(live, sessionId) ? -1 : place;
}

/** The line that the event writes: none from outside the seats, and none that its writer has written already. */
function lineOf({ settled, event, now }: Seen): ChatLine | null {
  const writer = event.type === "chat" ? seatOf(settled.place, event.sessionId) : undefined;
  if (event.type !== "chat" || !writer) return null;
  const line = { senderId: writer.participantId, lineId: event.lineId, words: event.words, at: now };
  const isKept = (other: ChatLine) => other.senderId === line.senderId && other.lineId === line.lineId;
  return liveOf(settled)?.chat.some(isKept) ? null : line;
}

function liveOf({ place }: RoomState): Live | null {
  return place.phase === "live" ? place : null;
}

function sessionIds({ place }: RoomState): string[] {
  return place.phase === "live" ? sessionsOf(place).map(({ sessionId }) => sessionId) : [];
}

function isExpected(live: Live, participantId: string): boolean {
  return live.facts.people.some((person) => person.participantId === participantId);
}

type Join = Extract<Seen["event"], { type: "join" }>;

/** A ticket with nothing against it: good, not older than the newest press, and without news of its own. */
function isWelcome(ticket: Join["ticket"], live: Live, { settled, around }: Seen, now: number): boolean {
  const isFresh = now < ticket.expiresAt && !around.spent.has(ticket.ticketId);
  const known = settled.place.phase === "live" ? settled.place.epochs[ticket.participantId] : undefined;
  return isFresh && ticket.epoch >= (known ?? 0) && ticket.facts.version <= live.facts.version;
}

function whyGone(facts: Facts, participantId: string): EndReason {
  return facts.takenOut?.includes(participantId) ? "taken_out" : "removed";
}

/** Inviting again works: whoever the newest facts expect is let in, unless something is against it. */
function mustWelcome(seen: Seen): void {
  const { event, settled, after, now } = seen;
  const live = liveOf(after);
  if (event.type !== "join" || !live || !liveOf(settled)) return;
  const reason = reasonFor(seen, event.sessionId);
  if (!isExpected(live, event.ticket.participantId)) {
    const why = whyGone(live.facts, event.ticket.participantId);
    must(reason === why || reason === "bad_ticket", "not expected, and not told so");
    return;
  }
  if (now < live.facts.opensAt - WAIT_BEFORE_MS || !isWelcome(event.ticket, live, seen, now)) return;
  must(reason === undefined, "expected, and refused");
}

/** How many pages the clock alone tells, in this step, that their request is lost. */
function lateIn({ before, settled, now }: Seen): number {
  return before.requests.filter(({ asked, until }) => until <= now && holderOf(settled.place, asked.sessionId)).length;
}

function newlyRefused({ settled, after }: Seen) {
  const was = liveOf(settled);
  const stays = new Set(sessionIds(after));
  return was ? sessionsOf(was).filter(({ sessionId }) => !stays.has(sessionId)) : [];
}

function reasonFor({ effects }: Seen, sessionId: string): string | undefined {
  for (const effect of effects) if (effect.type === "end" && effect.sessionId === sessionId) return effect.reason;
  return undefined;
}

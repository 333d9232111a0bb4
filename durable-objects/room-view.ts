import { MAX_SEATS, type ParticipantState, type ParticipantView, type Person, type RoomView } from "./protocol.ts";
import { type Effect, type Live, type Place, seatOf } from "./room-state.ts";

/** The room as everyone in it sees it. */
export function viewOf(live: Live): RoomView {
  const { opensAt, closesAt, overrunUntil, people, lateMinutes } = live.facts;
  return {
    opensAt,
    closesAt,
    overrunUntil,
    people: people.map((person) => participantView(live, person)),
    line: live.queue.flatMap(({ participantId, ahead }) => (ahead ? [] : [participantId])),
    ...(lateMinutes && { lateMinutes }),
  };
}

/** Drawn once for each room, as every step asks for those before and after it. */
const pictures = new WeakMap<Live, { room: RoomView; json: string }>();

function pictureOf(live: Live): { room: RoomView; json: string } {
  const known = pictures.get(live);
  if (known) return known;
  const room = viewOf(live);
  const picture = { room, json: JSON.stringify(room) };
  pictures.set(live, picture);
  return picture;
}

/**
 * What everyone still in the room must hear of a step: those just seated that they are, those whose place in the queue
 * changed the new place, and the rest the new picture, if it changed.
 */
export function broadcasts(before: Place, after: Place, now: number): Effect[] {
  if (after.phase === "resting" || before === after) return [];
  const { room, json } = pictureOf(after);
  const isNews = before.phase === "resting" || pictureOf(before).json !== json;
  const effects: Effect[] = [];
  for (const { participantId, connection } of after.seats) {
    if (connection.state === "held") continue;
    const { sessionId } = connection;
    if (!seatOf(before, sessionId)) {
      const message = { type: "admitted", participantId, sessionId, now, room, chat: after.chat } as const;
      effects.push({ type: "tell", sessionId, message });
    } else if (isNews) effects.push({ type: "tell", sessionId, message: { type: "room", now, room } });
  }
  for (const { participantId, sessionId } of after.queue) {
    const standing = standingOf(after, sessionId);
    const was = before.phase === "live" ? standingOf(before, sessionId) : { place: 0, reason: null };
    if (was.place !== standing.place || was.reason !== standing.reason) {
      const message = { type: "waiting", participantId, sessionId, now, ...standing, room } as const;
      effects.push({ type: "tell", sessionId, message });
    } else if (isNews) effects.push({ type: "tell", sessionId, message: { type: "room", now, room } });
  }
  return effects;
}

/** Nobody is seated before the opening, and nobody waits in an open room that is not full. */
function standingOf(live: Live, sessionId: string) {
  const reason = live.seats.length >= MAX_SEATS ? ("full" as const) : ("not_open" as const);
  return { place: live.queue.findIndex((waiter) => waiter.sessionId === sessionId) + 1, reason };
}

function participantView(live: Live, { participantId, role, name }: Person): ParticipantView {
  const seat = live.seats.find((other) => other.participantId === participantId);
  // Who is still in the call before this one is not here yet, whatever their page prepares.
  const waits = live.queue.some((other) => other.participantId === participantId && !other.ahead);
  const state: ParticipantState = seat?.connection.state ?? (waits ? "waiting" : "absent");
  const tracks = (seat?.media?.published ?? []).map(({ trackId, kind, muted }) => ({ trackId, kind, muted }));
  return { participantId, role, name, state, tracks };
}

import type { PersonPresence, Presence } from "./board-protocol.ts";
import type { Place } from "./room-state.ts";
import { viewOf } from "./room-view.ts";

/** What a room last had to say of who is in it, and to which evening's board. */
export type Report = {
  eveningId: string;
  /** The room is at rest: it keeps the report no longer than until the board has it. */
  resting: boolean;
  presence: Presence;
};

/**
 * The report after a step: the one before, the same object, where nothing changed. Null where there never was anything to tell. `now` is
 * epoch milliseconds.
 */
export function reportAfter(before: Report | null, place: Place, appointmentId: string, now: number): Report | null {
  // Facts that a room stored before there were boards name no evening.
  const eveningId = place.phase === "live" ? place.facts.eveningId : before?.eveningId;
  if (!eveningId) return before;
  const resting = place.phase === "resting";
  const ended = resting && place.endedOpensAt !== null;
  const people = peopleNow(before, place, now);
  if (!before && people.every(({ state }) => state === "absent")) return null;
  const at = Math.max(now, (before?.presence.at ?? 0) + 1);
  const after = { eveningId, resting, presence: { appointmentId, at, ended, people } };
  return before && isSame(before, after) ? before : after;
}

/** What a room without a report can still say: that it was ended. */
export function presenceAtRest(place: Place, appointmentId: string, now: number): Presence | null {
  const ended = place.phase === "resting" && place.endedOpensAt !== null;
  return ended ? { appointmentId, at: now, ended, people: [] } : null;
}

/** Whoever was known is gone from a room at rest. */
function peopleNow(before: Report | null, place: Place, now: number): PersonPresence[] {
  const known = before?.presence.people ?? [];
  const views =
    place.phase === "live" ? viewOf(place).people : known.map((one) => ({ ...one, state: "absent" as const }));
  return views.map(({ participantId, role, state }) => {
    const earlier = known.find((person) => person.participantId === participantId);
    const stayed = earlier && (earlier.state === "absent") === (state === "absent");
    const since = stayed ? earlier.since : earlier || state !== "absent" ? now : null;
    return { participantId, role, state, since };
  });
}

function isSame(before: Report, after: Report): boolean {
  const text = (report: Report) => JSON.stringify({ ...report, presence: { ...report.presence, at: 0 } });
  return text(before) === text(after);
}

import { type Effect, type RoomEvent, type RoomState, sessionsOf } from "../../../durable-objects/room-state.ts";
import type { Sfu } from "./sfu-model.ts";

/** One step of the room, with all that a rule may want to look at. */
export type Seen = {
  before: RoomState;
  /** What the clock alone would have made of `before` by now: the event is judged against this. */
  settled: RoomState;
  event: RoomEvent;
  after: RoomState;
  effects: Effect[];
  now: number;
  around: Around;
};

/** What the room cannot be asked, because a wrong room would answer wrongly: what the world knows by itself. */
export type Around = {
  /** Tickets that let somebody in before this step. */
  spent: { has(ticketId: string): boolean };
  /** When each session pinged last. */
  heard: Record<string, number>;
  /** What is active at the SFU: SFU session → mids. */
  sfu: Sfu;
  /** What the room gave up closing after its last try, as `sfuSessionId mid`. */
  givenUp: { has(track: string): boolean };
  /** `opensAt` of the appointment that a teacher had ended before this step. */
  endedOpensAt: number | null;
};

/** Which opening is ended by a teacher after this step: moved to another time it is a new meeting, also if it is moved back. */
export function endedAfter({ before, settled, event, after, around }: Omit<Seen, "effects" | "now">): number | null {
  const wasLive = settled.place.phase === "live" ? settled.place.facts : null;
  if (event.type === "end" && wasLive && after.place.phase === "resting") return wasLive.opensAt;
  const told = event.type === "facts" ? event.facts : event.type === "join" ? event.ticket.facts : null;
  const version = before.place.phase === "live" ? before.place.facts.version : before.place.version;
  const isMoved = told !== null && told.version > version && told.opensAt !== around.endedOpensAt;
  return isMoved ? null : around.endedOpensAt;
}

export function isIn({ place }: RoomState, sessionId: string): boolean {
  return place.phase === "live" && sessionsOf(place).some((session) => session.sessionId === sessionId);
}

import type { LogLine } from "./log.ts";
import type { ChatLine, EndReason, Facts, Kind, ServerMessage, TrackKind } from "./protocol.ts";
import type { Ticket } from "./ticket.ts";

/** Everything a room remembers: plain JSON, so that losing the memory between two events loses nothing. */
export type RoomState = {
  place: Place;
  /** Tickets that let somebody in, and when each expires and may be forgotten. */
  tickets: Record<string, number>;
  /** Media requests of pages that the SFU has not answered yet. */
  requests: Request[];
  /** Media that must be closed at the SFU and is not confirmed to be. */
  closing: Closing[];
};

/** A room at rest keeps nobody out by memory alone: the facts on the next ticket say whether it is open. */
export type Place = Resting | Live;

export type Resting = {
  phase: "resting";
  /** The highest version of the facts that this room was told, or {@link NEVER_TOLD}. */
  version: number;
  /** `opensAt` of the appointment that a teacher ended: it stays ended, unless it is moved. */
  endedOpensAt: number | null;
};

export type Live = {
  phase: "live";
  facts: Facts;
  seats: Seat[];
  /** Those who wait, first first: before the opening, or while the room is full. */
  queue: Waiter[];
  /** The highest press of Join of everyone who was let in, kept after their seat is free. */
  epochs: Record<string, number>;
  /** When to look for silent sessions next. State, so that no other event can postpone it. */
  sweepAt: number | null;
  /** The last chat messages, oldest first; never without a seat. */
  chat: ChatLine[];
};

export type Seat = { participantId: string; connection: Present | Held; media: Media | null };
export type Present = { state: "present" } & Session;
export type Held = { state: "held"; until: number };
/** `ahead`: still in the call before this one. The media is sent already and shown to nobody. */
export type Waiter = { participantId: string; ahead: boolean; media: Media | null } & Session;
export type Session = { sessionId: string; acceptedAt: number };

/** Whoever may have media of their own. */
export type Holder = Seat | Waiter;

/** The one SFU session of a seat, or of a position in the queue. */
export type Media = { sfuSessionId: string; published: Published[]; pulled: Pulled[] };
export type Published = { trackId: string; kind: Kind; mid: string; muted: boolean };
export type Pulled = { trackId: string; mid: string };

/** Which session asked, and under which number: the reply goes there and nowhere else. */
export type Asked = { sessionId: string; id: number };
/** `until`: when a reply that never came counts as lost. */
export type Request = { op: SfuRequest["op"]; asked: Asked; sfuSessionId: string | null; until: number };

/**
 * An intent to close media. Attempt 1 closes what is known; 2 asks the SFU what is still active and closes that; 3 does the
 * same once more, later. `whole`: everything in the SFU session, not only `mids`.
 */
export type Closing = {
  sfuSessionId: string;
  whole: boolean;
  mids: string[];
  attempt: 1 | 2 | 3;
  stage: "closing" | "looking" | "later";
  until: number;
};

export type RoomEvent =
  | { type: "join"; sessionId: string; ticket: Ticket }
  | { type: "leave"; sessionId: string }
  | { type: "disconnect"; sessionId: string }
  /** Too many messages. */
  | { type: "flood"; sessionId: string }
  /** A message that the room does not understand. */
  | ({ type: "unreadable"; sessionId: string } & Unreadable)
  | { type: "end"; sessionId: string }
  | { type: "chat"; sessionId: string; lineId: string; words: string }
  | { type: "arrive"; sessionId: string }
  | { type: "facts"; facts: Facts }
  | { type: "request"; sessionId: string; request: MediaRequest }
  | { type: "sfu"; call: SfuCall; result: SfuResult }
  /** `heard`: when each session that ever pinged did so last. */
  | { type: "alarm"; heard: Record<string, number> };

/** `id`: the number of the request that it seems to be. `messageType`: where it names one that may be logged. */
export type Unreadable = {
  problem: "binary" | "too_long" | "no_json" | "no_object" | "unknown_type" | "bad_fields";
  messageType: string | null;
  id: number | null;
};

export type MediaRequest =
  | { type: "publish"; id: number; sdp: string; tracks: TrackKind[] }
  | { type: "pull"; id: number; trackIds: string[] }
  | { type: "answer"; id: number; sdp: string }
  | { type: "check"; id: number }
  | { type: "unpull"; id: number; mids: string[] }
  | { type: "mute"; trackId: string; muted: boolean };

export type Effect =
  /** Closes the session's socket: an ending, or the refusal of a join. */
  | { type: "end"; sessionId: string; reason: EndReason }
  | { type: "tell"; sessionId: string; message: ServerMessage }
  | { type: "sfu"; call: SfuCall }
  | { type: "log"; line: LogLine };

export type SfuCall = SfuRequest | SfuClosing;

/** What a page asked for. */
export type SfuRequest =
  | { op: "open"; asked: Asked; wish: Wish }
  | { op: "push"; asked: Asked; sfuSessionId: string; sdp: string; tracks: Published[] }
  | { op: "pull"; asked: Asked; sfuSessionId: string; tracks: Source[] }
  | { op: "answer"; asked: Asked; sfuSessionId: string; sdp: string }
  | { op: "check"; asked: Asked; sfuSessionId: string };

/** What the room itself wants to be over. */
export type SfuClosing = { op: "close"; sfuSessionId: string; mids: string[] } | { op: "look"; sfuSessionId: string };

/** What the page wanted when the SFU session had to be opened first. */
export type Wish = { op: "push"; sdp: string; tracks: Published[] } | { op: "pull"; trackIds: string[] };
export type Source = { trackId: string; sfuSessionId: string };

export type SfuResult =
  | { type: "opened"; sfuSessionId: string }
  | { type: "pushed"; sdp: string; mids: string[] }
  | {
      type: "pulled";
      sdp: string | null;
      tracks: ({ trackId: string; mid: string } | { trackId: string; error: string })[];
    }
  /** To an answer, and to a check. */
  | { type: "answered" }
  /** `mids`: confirmed closed, or never there. */
  | { type: "closed"; mids: string[] }
  /** `mids`: active in the SFU session. */
  | { type: "looked"; mids: string[] }
  | { type: "failed"; how: SfuFailure };

export type SfuFailure =
  | "unsure" // timed out or broke: it may have happened
  | "not_now" // it did not happen, and may work in a moment
  | "gone" // that SFU session does not exist any more
  | "refused"; // it will not work however often it is tried

export type Transition = { state: RoomState; effects: Effect[] };
/** What a rule about people makes of the room. */
export type Moved = { place: Place; effects: Effect[] };

export const NEVER_TOLD = -1;

export function newRoom(): RoomState {
  return {
    place: { phase: "resting", version: NEVER_TOLD, endedOpensAt: null },
    tickets: {},
    requests: [],
    closing: [],
  };
}

export function versionOf(place: Place): number {
  return place.phase === "live" ? place.facts.version : place.version;
}

/** Everyone connected: seated first, then the queue. A held seat has no connection. */
export function sessionsOf(live: Live): (Session & { participantId: string })[] {
  const seated = live.seats.flatMap(({ participantId, connection }) =>
    connection.state === "present" ? [{ ...connection, participantId }] : [],
  );
  return [...seated, ...live.queue];
}

export function seatOf(place: Place, sessionId: string): Seat | undefined {
  if (place.phase !== "live") return undefined;
  return place.seats.find(({ connection }) => connection.state === "present" && connection.sessionId === sessionId);
}

export function withSeat(live: Live, seat: Seat, next: Seat): Live {
  return { ...live, seats: live.seats.map((other) => (other === seat ? next : other)) };
}

export function holdersOf(place: Place): Holder[] {
  return place.phase === "live" ? [...place.seats, ...place.queue] : [];
}

/** The seat or the position in the queue of a connected session. */
export function holderOf(place: Place, sessionId: string): Holder | undefined {
  if (place.phase !== "live") return undefined;
  return seatOf(place, sessionId) ?? place.queue.find((waiter) => waiter.sessionId === sessionId);
}

/** A participant has one place in the room, and so one SFU session. */
export function withMedia(live: Live, { participantId }: Holder, media: Media | null): Live {
  const give = <T extends Holder>(holder: T): T =>
    holder.participantId === participantId ? { ...holder, media } : holder;
  return { ...live, seats: live.seats.map(give), queue: live.queue.map(give) };
}

/**
 * What the room's socket carries, both ways: the one file that the room and the page share.
 *
 * A page connects with the subprotocols of {@link offerOf}; the room answers with the newest that both speak. The ticket *is* the
 * join: nothing more is sent to get in. Text frames only, JSON, at most {@link MAX_MESSAGE_BYTES}. `ping` and `pong` are the
 * two exceptions: bare strings, answered by the platform without waking the room. Either side ignores what it does not know, so that
 * messages can be added without a new version.
 */

/**
 * The version that this page speaks. 1 knew no versions. From 2 on a page ignores messages of a type that it does not know, and loads itself
 * again when it is told `page_outdated`.
 */
export const PAGE_VERSION = 2;
/** The oldest that the room still serves. Raising it makes open pages load themselves again, once: docs/decisions/0113. */
export const OLDEST_PAGE_VERSION = 1;

export function subprotocolOf(version: number): string {
  return version === 1 ? "parlour" : `parlour.v${version}`;
}

/** First the two that a room of version 1 reads: a deployment may be taken back while pages of the next are open. */
export function offerOf(ticket: string): string[] {
  return [subprotocolOf(1), ticket, subprotocolOf(PAGE_VERSION)];
}

/** Must be the same string on both sides, or every beat wakes the object. */
export const PING = "ping";
export const PONG = "pong";
/** How often a page pings. A session that is silent for three beats lapses. */
export const PING_EVERY_MS = 5_000;
export const LAPSE_AFTER_MS = 15_000;
/** How long a dropped connection keeps its seat; under the SFU's 30 s collection of silent tracks. */
export const HOLD_MS = 20_000;
/** How long before its start people may wait in a room. */
export const WAIT_BEFORE_MS = 10 * 60_000;
/** How long before its start who waits may already send camera and microphone to the SFU; nobody gets them before the seat. */
export const WARM_BEFORE_MS = 60_000;
export const MAX_SEATS = 4;
/** An SDP with four participants' tracks stays under 20 kB. */
export const MAX_MESSAGE_BYTES = 64_000;
/** One message of the call's chat, in UTF-16 units, and how many of the last ones the room keeps for whoever comes later. */
export const MAX_CHAT_CHARACTERS = 500;
export const MAX_CHAT_LINES = 100;

export type Role = "teacher" | "guardian" | "guest";
export type Kind = "audio" | "video";

/** What the Worker says of an appointment. A room keeps the highest version and refuses lower ones. */
export type Facts = {
  version: number;
  /** Whose board the room tells who is in it. */
  eveningId: string;
  state: "booked" | "cancelled";
  /** Epoch milliseconds. */
  opensAt: number;
  closesAt: number;
  /** When the call must end at the latest: `closesAt`, or later where the evening runs on `until-next`. */
  overrunUntil: number;
  people: Person[];
  /** By how many minutes the teacher has said to be late; absent where not. */
  lateMinutes?: number;
  /** participantIds of those whom a teacher took out of this call: not among the people, and told who decided. */
  takenOut?: string[];
};

/** Someone expected in the room. `participantId` is stable across reconnects: a person's id, or an invite's. */
export type Person = { participantId: string; role: Role; name: string };

export type TrackKind = { kind: Kind; mid: string };
/** A published track as the room announces it. `muted` is the publisher's own word, shown to the others. */
export type TrackInfo = { trackId: string; kind: Kind; muted: boolean };

export type ParticipantState =
  | "absent" // expected, not here
  | "waiting" // on the open socket, without a seat
  | "present" // seated
  | "held"; // seated, connection lost, seat kept for HOLD_MS

export type ParticipantView = {
  participantId: string;
  role: Role;
  name: string;
  state: ParticipantState;
  tracks: TrackInfo[];
};

/** The whole picture, sent after every change: small (five people at most), and nothing to patch or get out of step. */
export type RoomView = {
  opensAt: number;
  closesAt: number;
  overrunUntil: number;
  /** Everyone expected, in the order of the facts. */
  people: ParticipantView[];
  /** participantIds of those in the queue, first first. */
  line: string[];
  /** By how many minutes the teacher has said to be late; absent where not. */
  lateMinutes?: number;
};

/**
 * A chat message; `at` is the room's clock, `lineId` the writing page's own name for it. It is gone when the last seat is
 * free, or the room closes.
 */
export type ChatLine = { senderId: string; lineId: string; words: string; at: number };

/** From the page to the room. `id` numbers a request; its reply carries the same. */
export type ClientMessage =
  | { type: "leave" }
  /**
   * Push own tracks: an SDP offer and which mid carries what. Again with new mids to add; the first opens the SFU session, and so
   * does a mid that is in use already: it tells that the peer connection is a new one.
   */
  | { type: "publish"; id: number; sdp: string; tracks: TrackKind[] }
  /** Pull others' tracks by the ids that the room announced. Answered by an offer, to be answered by `answer`. */
  | { type: "pull"; id: number; trackIds: string[] }
  | { type: "answer"; id: number; sdp: string }
  /** Nothing arrives any more: does the own SFU session still exist? `done` if it does, else `media_session_lost`. */
  | { type: "check"; id: number }
  /** Who came ahead, out of another call (see `Ticket`), is here now: the others are shown so. */
  | { type: "arrive" }
  /** Stop pulling: closes these mids of the own SFU session by force. */
  | { type: "unpull"; id: number; mids: string[] }
  | { type: "mute"; trackId: string; muted: boolean }
  /**
   * Seats only: a chat message for everyone who has one. Answered by `chat`, as to the others. Sent again with the same `lineId`, where the
   * message was lost before the answer, it is still one.
   */
  | { type: "chat"; lineId: string; words: string }
  /** Teachers only: ends the appointment for everyone in it. */
  | { type: "end" };

export type PulledTrack = { trackId: string; mid: string } | { trackId: string; error: string };

/** From the room to the page. */
export type ServerMessage =
  /** First message of a session that holds a seat. `now` is the server's clock; `chat` is what was written so far. */
  | { type: "admitted"; participantId: string; sessionId: string; now: number; room: RoomView; chat: ChatLine[] }
  /** Not in yet: before the opening, or full. Repeated when the position in the queue changes. `place` is the position, from 1. */
  | {
      type: "waiting";
      participantId: string;
      sessionId: string;
      now: number;
      reason: "not_open" | "full";
      place: number;
      room: RoomView;
    }
  | { type: "room"; now: number; room: RoomView }
  /** Somebody wrote; to seats only. */
  | { type: "chat"; line: ChatLine }
  | { type: "published"; id: number; sdp: string; tracks: { mid: string; trackId: string }[] }
  /** `sdp` is absent where nothing could be pulled. */
  | { type: "pulled"; id: number; sdp?: string; tracks: PulledTrack[] }
  | { type: "done"; id: number }
  /** A request failed; the session goes on. `retry`: the same request may be tried again after a moment. */
  | { type: "failed"; id: number; code: RequestErrorCode; retry: boolean };

export type RequestErrorCode =
  | "no_seat" // pulling takes a seat, publishing too until WARM_BEFORE_MS before the opening
  | "unknown_track" // not published in this room
  | "bad_request"
  | "media_unavailable" // the SFU is slow or down
  | "media_session_lost"; // start again with a new peer connection and `publish`

/** Why a session ended or was refused. The only place that maps a reason to its close code, words and retry. */
export const ENDINGS = {
  left: { code: 1000, retry: "never", words: "You have left the call" },
  superseded: { code: 4001, retry: "press", words: "Your call is open somewhere else" },
  timed_out: { code: 4002, retry: "auto", words: "Your connection went quiet" },
  room_closed: { code: 4003, retry: "next", words: "This appointment has ended" },
  room_not_open: { code: 4004, retry: "early", words: "It is too early to wait for this appointment" },
  removed: { code: 4006, retry: "never", words: "Your invitation was taken back" },
  cancelled: { code: 4007, retry: "never", words: "This appointment was cancelled" },
  moved: { code: 4008, retry: "moved", words: "This appointment was moved" },
  ended_by_teacher: { code: 4009, retry: "next", words: "The teacher has ended this appointment" },
  protocol_error: { code: 4400, retry: "never", words: "Something went wrong between this page and the school" },
  taken_out: { code: 4010, retry: "never", words: "The teacher has taken you out of this call" },
  /** A ticket that is used, expired or forged: the page asks for a new pass. */
  bad_ticket: { code: 4401, retry: "auto", words: "We could not check your place in the call" },
  /** The page speaks no version that the room does. */
  page_outdated: { code: 4426, retry: "reload", words: "This page is out of date" },
  flooded: { code: 4429, retry: "never", words: "This page sent too much" },
} as const satisfies Record<string, { code: number; retry: Retry; words: string }>;

/** `press`: only a button takes the seat back. `auto`: with jitter. `next`: the next appointment. `early`: ten minutes before
 * the start. `moved`: at the new time (the page loads itself again). `reload`: the page loads itself again, once, and comes back by itself. */
export type Retry = "never" | "press" | "auto" | "next" | "early" | "moved" | "reload";
export type EndReason = keyof typeof ENDINGS;

/** The reason behind a close code, or undefined for the transport's own. */
export function endReasonOf(code: number): EndReason | undefined {
  return (Object.keys(ENDINGS) as EndReason[]).find((reason) => ENDINGS[reason].code === code);
}

/**
 * What `POST /rooms/{appointmentId}/pass` takes. `guestToken` on the guest's page and nowhere else. `epoch` is absent when a person
 * pressed Join, and the page's own (from an earlier reply) when it reconnects or moves on by itself.
 */
export type PassRequest = {
  guestToken?: string | undefined;
  inviteId?: string | undefined;
  epoch?: string | undefined;
  /** To wait in the next appointment's room while the page is still in the call before it. */
  ahead?: boolean | undefined;
};
export type PassReply = {
  ticket: string;
  /** Signed, for the evening: present it again on a reconnect or a move. */
  epoch: string;
  participantId: string;
  iceServers: { urls: string | string[]; username?: string | undefined; credential?: string | undefined }[];
  /** The server's clock, epoch milliseconds. */
  now: number;
};
/** A refused pass: 401 sign in, 403 not in this appointment, 404, 410 withdrawn or cancelled, 429, 503. */
export type PassRefusal = { error: string; words: string };

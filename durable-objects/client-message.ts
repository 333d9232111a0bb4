import { codeOf } from "./log.ts";
import { type ClientMessage, MAX_MESSAGE_BYTES, type TrackKind } from "./protocol.ts";
import { chatWords } from "./room-chat.ts";
import type { RoomEvent, Unreadable } from "./room-state.ts";

/** No page sends more in one request: see MAX_PUBLISHED and MAX_PULLED in `room-media.ts`. */
const MAX_LIST = 16;
const MAX_ID_LENGTH = 200;

/** What a session's message means to the room. */
export function eventOf(data: string | ArrayBuffer, sessionId: string): RoomEvent {
  const message = readClientMessage(data);
  if ("problem" in message) return { type: "unreadable", sessionId, ...message };
  if (message.type === "chat") return { ...message, sessionId };
  if (message.type === "leave" || message.type === "end" || message.type === "arrive")
    return { type: message.type, sessionId };
  return { type: "request", sessionId, request: message };
}

/** The message, or what is wrong with it. Fields that we do not know are dropped. */
export function readClientMessage(data: string | ArrayBuffer): ClientMessage | Unreadable {
  if (typeof data !== "string") return unreadable("binary");
  if (data.length > MAX_MESSAGE_BYTES) return unreadable("too_long");
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? read(value) : unreadable("no_object");
  } catch {
    return unreadable("no_json");
  }
}

function unreadable(problem: Unreadable["problem"], { type, id }: Record<string, unknown> = {}): Unreadable {
  return { problem, messageType: codeOf(type), id: isNumber(id) ? id : null };
}

function read(value: Record<string, unknown>): ClientMessage | Unreadable {
  if (!isKnown(value.type)) return unreadable("unknown_type", value);
  return READERS[value.type](value) ?? unreadable("bad_fields", value);
}

/** One for each type of message: null where its fields are not as they should be. */
const READERS = {
  leave: () => ({ type: "leave" }),
  end: () => ({ type: "end" }),
  arrive: () => ({ type: "arrive" }),
  mute: ({ trackId, muted }) => (isId(trackId) && typeof muted === "boolean" ? { type: "mute", trackId, muted } : null),
  chat: ({ lineId, words: written }) => {
    const words = chatWords(written);
    return words === null || !isId(lineId) ? null : { type: "chat", lineId, words };
  },
  publish: ({ id, sdp, tracks }) =>
    isNumber(id) && isSdp(sdp) && isTracks(tracks) ? { type: "publish", id, sdp, tracks: tracks.map(pick) } : null,
  pull: ({ id, trackIds }) => (isNumber(id) && isIds(trackIds) ? { type: "pull", id, trackIds } : null),
  answer: ({ id, sdp }) => (isNumber(id) && isSdp(sdp) ? { type: "answer", id, sdp } : null),
  check: ({ id }) => (isNumber(id) ? { type: "check", id } : null),
  unpull: ({ id, mids }) => (isNumber(id) && isIds(mids) ? { type: "unpull", id, mids } : null),
} satisfies Record<ClientMessage["type"], (value: Record<string, unknown>) => ClientMessage | null>;

function isKnown(type: unknown): type is ClientMessage["type"] {
  return typeof type === "string" && Object.hasOwn(READERS, type);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function isTracks(value: unknown): value is TrackKind[] {
  const isTrack = (track: unknown) =>
    isObject(track) && isId(track.mid) && (track.kind === "audio" || track.kind === "video");
  return isList(value) && value.every(isTrack) && areDifferent(value.map((track) => (track as TrackKind).mid));
}

function pick({ kind, mid }: TrackKind): TrackKind {
  return { kind, mid };
}

function isIds(value: unknown): value is string[] {
  return isList(value) && value.every(isId) && areDifferent(value);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.length <= MAX_LIST;
}

function areDifferent(ids: string[]): boolean {
  return new Set(ids).size === ids.length;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_ID_LENGTH;
}

function isSdp(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("v=0");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { type ClientMessage, MAX_MESSAGE_BYTES, type TrackKind } from "./protocol.ts";
import { chatWords } from "./room-chat.ts";
import type { RoomEvent } from "./room-state.ts";

/** No page sends more in one request: see MAX_PUBLISHED and MAX_PULLED in `room-media.ts`. */
const MAX_LIST = 16;
const MAX_ID_LENGTH = 200;

/** What a session's message means to the room: anything that a page of ours never sends is a breach of the protocol. */
export function eventOf(data: string | ArrayBuffer, sessionId: string): RoomEvent {
  const message = parseClientMessage(data);
  if (!message) return { type: "misbehave", sessionId, reason: "protocol_error" };
  if (message.type === "chat") return { ...message, sessionId };
  if (message.type === "leave" || message.type === "end" || message.type === "arrive")
    return { type: message.type, sessionId };
  return { type: "request", sessionId, request: message };
}

/** The message, or null for anything that a page of ours never sends. Fields that we do not know are dropped. */
export function parseClientMessage(data: string | ArrayBuffer): ClientMessage | null {
  if (typeof data !== "string" || data.length > MAX_MESSAGE_BYTES) return null;
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? read(value) : null;
  } catch {
    return null; // not JSON
  }
}

function read(value: Record<string, unknown>): ClientMessage | null {
  const { type, id, sdp, trackId, muted, mids, trackIds, tracks } = value;
  if (type === "leave" || type === "end" || type === "arrive") return { type };
  if (type === "mute") return isId(trackId) && typeof muted === "boolean" ? { type, trackId, muted } : null;
  if (type === "chat") {
    const words = chatWords(value.words);
    return words === null || !isId(value.lineId) ? null : { type, lineId: value.lineId, words };
  }
  if (!Number.isSafeInteger(id) || typeof id !== "number") return null;
  if (type === "publish") return isSdp(sdp) && isTracks(tracks) ? { type, id, sdp, tracks: tracks.map(pick) } : null;
  if (type === "pull") return isIds(trackIds) ? { type, id, trackIds } : null;
  if (type === "answer") return isSdp(sdp) ? { type, id, sdp } : null;
  if (type === "check") return { type, id };
  if (type === "unpull") return isIds(mids) ? { type, id, mids } : null;
  return null;
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

import { type ChatLine, MAX_CHAT_CHARACTERS, MAX_CHAT_LINES } from "./protocol.ts";
import { type Effect, type Live, type Moved, seatOf } from "./room-state.ts";

/** What may be written: not empty without the white space around it, and not too long. Null for anything else. */
export function chatWords(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const words = value.trim();
  return words.length > 0 && words.length <= MAX_CHAT_CHARACTERS ? words : null;
}

/**
 * Who has a seat writes to everyone who has one, and reads their own message as the others do. From anyone else it is not heard. A message
 * that comes again is no other one: the page that sent it twice has found it in the list that it was shown with its seat.
 */
export function write(live: Live, { sessionId, lineId, words }: Written, now: number): Moved {
  const seat = seatOf(live, sessionId);
  if (!seat) return { place: live, effects: [] };
  const line: ChatLine = { senderId: seat.participantId, lineId, words, at: now };
  if (live.chat.some((other) => isSame(other, line))) return { place: live, effects: [] };
  const effects = live.seats.flatMap(({ connection }): Effect[] => {
    if (connection.state === "held") return [];
    return [{ type: "tell", sessionId: connection.sessionId, message: { type: "chat", line } }];
  });
  return { place: { ...live, chat: [...live.chat, line].slice(-MAX_CHAT_LINES) }, effects };
}

type Written = { sessionId: string; lineId: string; words: string };

function isSame(one: ChatLine, other: ChatLine): boolean {
  return one.senderId === other.senderId && one.lineId === other.lineId;
}

/** What was written goes with the last seat: whoever comes to an empty room finds nothing of those before. */
export function forgetChat(live: Live): Live {
  return live.seats.length > 0 || live.chat.length === 0 ? live : { ...live, chat: [] };
}

import { type ChatLine, MAX_CHAT_CHARACTERS, MAX_CHAT_LINES } from "./protocol.ts";
import { type Effect, type Live, type Moved, seatOf } from "./room-state.ts";

/** What may be written: not empty without the white space around it, and not too long. Null for anything else. */
export function chatWords(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const words = value.trim();
  return words.length > 0 && words.length <= MAX_CHAT_CHARACTERS ? words : null;
}

/** Who has a seat writes to everyone who has one, and reads their own line as the others do. From anyone else it is not heard. */
export function write(live: Live, sessionId: string, words: string, now: number): Moved {
  const seat = seatOf(live, sessionId);
  if (!seat) return { place: live, effects: [] };
  const line: ChatLine = { senderId: seat.participantId, words, at: now };
  const effects = live.seats.flatMap(({ connection }): Effect[] => {
    if (connection.state === "held") return [];
    return [{ type: "tell", sessionId: connection.sessionId, message: { type: "chat", line } }];
  });
  return { place: { ...live, chat: [...live.chat, line].slice(-MAX_CHAT_LINES) }, effects };
}

/** What was written goes with the last seat: whoever comes to an empty room finds nothing of those before. */
export function forgetChat(live: Live): Live {
  return live.seats.length > 0 || live.chat.length === 0 ? live : { ...live, chat: [] };
}

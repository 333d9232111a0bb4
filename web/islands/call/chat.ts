import type { ChatLine } from "../../../durable-objects/protocol.ts";

/**
 * What was written in this call, as the page has it. `unsent`: own messages that the room has not told back yet. `readUntil` is the room's
 * clock at the last message that was in sight.
 */
export type Chat = {
  messages: readonly ChatLine[];
  unsent: readonly Unsent[];
  readUntil: number;
  open: boolean;
};
export type Unsent = Pick<ChatLine, "lineId" | "words">;

export const NO_CHAT: Chat = { messages: [], unsent: [], readUntil: 0, open: false };
/** Sent all at once when the connection is back, they are far from a flood. */
const MOST_UNSENT = 20;

/**
 * The room's own list, told with a seat: after a reload or a lost connection nothing is missing and nothing there twice. What of `unsent` is not
 * in it never came to the room, and never will: the room hears nothing any more over the connection that was lost.
 */
export function withMessages(chat: Chat, messages: readonly ChatLine[]): Chat {
  const unsent = chat.unsent.filter((own) => !messages.some((message) => isSame(message, own)));
  return read({ ...chat, messages, unsent });
}

export function withMessage(chat: Chat, message: ChatLine): Chat {
  const unsent = chat.unsent.filter((own) => !isSame(message, own));
  return read({ ...chat, messages: [...chat.messages, message], unsent });
}

/** With a message of one's own on its way; null where too many are already. */
export function withUnsent(chat: Chat, message: Unsent): Chat | null {
  return chat.unsent.length < MOST_UNSENT ? { ...chat, unsent: [...chat.unsent, message] } : null;
}

export function opened(chat: Chat, open: boolean): Chat {
  return read({ ...chat, open });
}

/** How many messages of others have not been in sight. */
export function unread({ messages, readUntil, open }: Chat, me: string): number {
  return open ? 0 : messages.filter(({ senderId, at }) => senderId !== me && at > readUntil).length;
}

function read(chat: Chat): Chat {
  return chat.open ? { ...chat, readUntil: chat.messages.at(-1)?.at ?? chat.readUntil } : chat;
}

function isSame(message: ChatLine, own: Unsent): boolean {
  return message.lineId === own.lineId;
}

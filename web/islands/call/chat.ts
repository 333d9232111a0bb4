import type { ChatLine } from "../../../durable-objects/protocol.ts";

/**
 * What was written in this call, as the page has it. `unsent`: own lines that the room has not told back yet. `readUntil` is the room's
 * clock at the last line that was in sight.
 */
export type Chat = {
  lines: readonly ChatLine[];
  unsent: readonly Unsent[];
  readUntil: number;
  open: boolean;
};
export type Unsent = Pick<ChatLine, "lineId" | "words">;

export const NO_CHAT: Chat = { lines: [], unsent: [], readUntil: 0, open: false };
/** Sent all at once when the line is back, they are far from a flood. */
const MOST_UNSENT = 20;

/**
 * The room's own list, told with a seat: after a reload or a lost line nothing is missing and nothing there twice. What of `unsent` is not
 * in it never came to the room, and never will: the room hears nothing any more from the line that was lost.
 */
export function withLines(chat: Chat, lines: readonly ChatLine[]): Chat {
  return read({ ...chat, lines, unsent: chat.unsent.filter((own) => !lines.some((line) => isSame(line, own))) });
}

export function withLine(chat: Chat, line: ChatLine): Chat {
  return read({ ...chat, lines: [...chat.lines, line], unsent: chat.unsent.filter((own) => !isSame(line, own)) });
}

/** With a line of one's own on its way; null where too many are already. */
export function withUnsent(chat: Chat, line: Unsent): Chat | null {
  return chat.unsent.length < MOST_UNSENT ? { ...chat, unsent: [...chat.unsent, line] } : null;
}

export function opened(chat: Chat, open: boolean): Chat {
  return read({ ...chat, open });
}

/** How many lines of others have not been in sight. */
export function unread({ lines, readUntil, open }: Chat, me: string): number {
  return open ? 0 : lines.filter(({ senderId, at }) => senderId !== me && at > readUntil).length;
}

function read(chat: Chat): Chat {
  return chat.open ? { ...chat, readUntil: chat.lines.at(-1)?.at ?? chat.readUntil } : chat;
}

function isSame(line: ChatLine, own: Unsent): boolean {
  return line.lineId === own.lineId;
}

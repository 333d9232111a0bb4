import type { ChatLine } from "../../../durable-objects/protocol.ts";

/** What was written in this call, as the page has it. `readUntil` is the room's clock at the last line that was in sight. */
export type Chat = { lines: readonly ChatLine[]; readUntil: number; open: boolean };

export const NO_CHAT: Chat = { lines: [], readUntil: 0, open: false };

/** The room's own list, told with a seat: after a reload or a lost line nothing is missing and nothing there twice. */
export function withLines(chat: Chat, lines: readonly ChatLine[]): Chat {
  return read({ ...chat, lines });
}

export function withLine(chat: Chat, line: ChatLine): Chat {
  return read({ ...chat, lines: [...chat.lines, line] });
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

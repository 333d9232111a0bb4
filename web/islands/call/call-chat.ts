import type { ChatLine, ClientMessage } from "../../../durable-objects/protocol.ts";
import { type Chat, NO_CHAT, opened, type Unsent, unread, withLine, withLines, withUnsent } from "./chat.ts";

export type CallChatParts = {
  send: (message: ClientMessage) => void;
  /** A line of somebody else's, the first that is not in sight. */
  onUnread: (line: ChatLine) => void;
  onChange: () => void;
};

/** What is written in the room that the page is in. */
export class CallChat {
  #parts: CallChatParts;
  #chat = NO_CHAT;
  #lost: readonly string[] = [];

  constructor(parts: CallChatParts) {
    this.#parts = parts;
  }

  get now(): Chat {
    return this.#chat;
  }

  /** Own lines of a call that is over, which the room has not told back. */
  get lost(): readonly string[] {
    return this.#lost;
  }

  /** Kept until the room tells it back, over a lost line too: it is sent at once only where `canSend`. False where too much waits already. */
  write(words: string, canSend: boolean): boolean {
    const line = { lineId: crypto.randomUUID(), words };
    const chat = withUnsent(this.#chat, line);
    if (!chat) return false;
    this.#show(chat);
    if (canSend) this.#parts.send({ type: "chat", ...line });
    return true;
  }

  /** What the page had not got through before it was loaded again. */
  resume(unsent: readonly Unsent[]): void {
    this.#show({ ...NO_CHAT, unsent });
  }

  /** What has been written so far comes with the seat; what had not come through is sent now. */
  read(lines: readonly ChatLine[]): void {
    this.#show(withLines(this.#chat, lines));
    for (const line of this.#chat.unsent) this.#parts.send({ type: "chat", ...line });
  }

  /** In sight the list speaks for itself; else only the first that is not read is told, so that a lively chat does not drown the call. */
  hear(line: ChatLine, me: string): void {
    this.#show(withLine(this.#chat, line));
    if (unread(this.#chat, me) === 1 && line.senderId !== me) this.#parts.onUnread(line);
  }

  open(open: boolean): void {
    this.#show(opened(this.#chat, open));
  }

  /** What was written belongs to one room: on the way to another, and after the last, it is gone. */
  end(): void {
    this.#lost = [...this.#lost, ...this.#chat.unsent.map(({ words }) => words)];
    this.#chat = NO_CHAT;
  }

  /** What was lost with a call has been read. */
  forgetLost(): void {
    this.#lost = [];
    this.#parts.onChange();
  }

  #show(chat: Chat): void {
    this.#chat = chat;
    this.#parts.onChange();
  }
}

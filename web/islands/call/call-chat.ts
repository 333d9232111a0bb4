import type { ChatLine, ClientMessage } from "../../../durable-objects/protocol.ts";
import { type Chat, NO_CHAT, opened, type Unsent, unread, withMessage, withMessages, withUnsent } from "./chat.ts";

export type CallChatParts = {
  send: (message: ClientMessage) => void;
  /** The room takes messages: the page is in a seat, and connected. */
  canSend: () => boolean;
  /** A message of somebody else's, the first that is not in sight. */
  onUnread: (message: ChatLine) => void;
  onChange: () => void;
};

/** What is written in the room that the page is in. What a view presses is bound, so that it can be handed over as it is. */
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

  /** Own messages of a call that is over, which the room has not told back. */
  get lost(): readonly string[] {
    return this.#lost;
  }

  /** Kept until the room tells it back, over a lost connection too. False where too much waits already. */
  write = (words: string): boolean => {
    const message = { lineId: crypto.randomUUID(), words };
    const chat = withUnsent(this.#chat, message);
    if (!chat) return false;
    this.#show(chat);
    if (this.#parts.canSend()) this.#parts.send({ type: "chat", ...message });
    return true;
  };

  /** What the page had not got through before it was loaded again. */
  resume(unsent: readonly Unsent[]): void {
    this.#show({ ...NO_CHAT, unsent });
  }

  /** What has been written so far comes with the seat; what had not come through is sent now. */
  read(messages: readonly ChatLine[]): void {
    this.#show(withMessages(this.#chat, messages));
    for (const message of this.#chat.unsent) this.#parts.send({ type: "chat", ...message });
  }

  /** In sight the list speaks for itself; else only the first that is not read is told, so that a lively chat does not drown the call. */
  hear(message: ChatLine, me: string): void {
    this.#show(withMessage(this.#chat, message));
    if (unread(this.#chat, me) === 1 && message.senderId !== me) this.#parts.onUnread(message);
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
  dismissLost = (): void => {
    this.#lost = [];
    this.#parts.onChange();
  };

  #show(chat: Chat): void {
    this.#chat = chat;
    this.#parts.onChange();
  }
}

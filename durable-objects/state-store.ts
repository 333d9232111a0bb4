import type { ChatLine } from "./protocol.ts";
import { newRoom, type RoomState } from "./room-state.ts";
import { readState, writeState } from "./stored-state.ts";

const STATE_KEY = "room";
/** Apart from the rest, which is written at every step: a long chat makes no join dearer. */
const CHAT_KEY = "chat";
/** A room that only ever refused stores nothing. */
const UNTOUCHED = writeState(newRoom());
const NO_CHAT: ChatLine[] = [];

/** A room's state in its object's storage, which nothing else writes: it is read once, for as long as the memory lasts. */
export class StateStore {
  readonly #storage: DurableObjectStorage;
  /** What the storage holds. */
  #stored: { json: string; state: RoomState } | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  load(): RoomState {
    if (!this.#stored) {
      const json = this.#storage.kv.get<string>(STATE_KEY);
      const chat = this.#storage.kv.get<ChatLine[]>(CHAT_KEY) ?? NO_CHAT;
      this.#stored = { json: json ?? UNTOUCHED, state: readState(json, chat) };
    }
    return this.#stored.state;
  }

  save(state: RoomState): void {
    if (state === this.#stored?.state) return; // most closes and late messages change nothing
    const chat = chatOf(state);
    if (this.#stored && chat !== chatOf(this.#stored.state)) this.#saveChat(chat);
    const json = writeState(state);
    if (json !== this.#stored?.json) this.#storage.kv.put(STATE_KEY, json);
    this.#stored = { json, state };
  }

  /** The storage has been emptied. */
  forget(): void {
    this.#stored = undefined;
  }

  #saveChat(chat: ChatLine[]): void {
    if (chat.length === 0) this.#storage.kv.delete(CHAT_KEY);
    else this.#storage.kv.put(CHAT_KEY, chat);
  }
}

function chatOf({ place }: RoomState): ChatLine[] {
  return place.phase === "live" && place.chat.length > 0 ? place.chat : NO_CHAT;
}

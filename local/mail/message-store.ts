import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Message } from "./message.ts";

const KEPT = 1000;

/**
 * The newest thousand messages, in memory and in a file of one JSON line each. A message is in the file before its sender hears of it,
 * as Postmark's is in theirs: appending costs the same however many there are.
 */
export class MessageStore {
  readonly #path: string;
  /** Oldest first. */
  #messages: Message[];
  #lines: number;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#path = path;
    const text = readText(path);
    this.#messages = text.split("\n").flatMap(readLine).slice(-KEPT);
    this.#lines = this.#messages.length;
    // What a hard stop cut short must not run into the next line.
    if (text !== "" && !text.endsWith("\n")) this.#compact();
  }

  add(messages: readonly Message[]): void {
    if (messages.length === 0) return;
    appendFileSync(this.#path, toLines(messages));
    this.#lines += messages.length;
    this.#messages = [...this.#messages, ...messages].slice(-KEPT);
    if (this.#lines > 2 * KEPT) this.#compact();
  }

  newestFirst(): Message[] {
    return this.#messages.toReversed();
  }

  find(id: string): Message | undefined {
    return this.#messages.find(({ MessageID }) => MessageID === id);
  }

  #compact(): void {
    writeFileSync(`${this.#path}.new`, toLines(this.#messages));
    renameSync(`${this.#path}.new`, this.#path);
    this.#lines = this.#messages.length;
  }
}

function toLines(messages: readonly Message[]): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join("");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** A line cut short by a hard stop was never acknowledged, so it is passed over. */
function readLine(line: string): Message[] {
  try {
    return [JSON.parse(line) as Message];
  } catch {
    return [];
  }
}

import { env } from "cloudflare:workers";
import type { LogLine } from "../../../durable-objects/log.ts";
import type { Database } from "../../../worker/db/client.ts";
import type { Clock, World } from "../../../worker/ports/deps.ts";
import { type Own, platformPorts } from "../../../worker/ports/platform-ports.ts";
import { readSettings } from "../../../worker/ports/settings.ts";
import { NO_BOARDS } from "./no-boards.ts";
import { noNetwork } from "./no-network.ts";

type Choice = Own & Partial<Pick<World, "settings" | "rooms" | "boards">>;

/** A world of a test's own: rooms that take what they are told, boards that are down, no network, and a log that nobody reads. */
export function worldOf(db: Database, choice: Choice = {}): World {
  const { settings = readSettings(env), rooms = SILENT_ROOMS, boards = NO_BOARDS, ...own } = choice;
  return { settings, db, rooms, boards, ...platformPorts(settings, { fetch: noNetwork, log: () => {}, ...own }) };
}

const SILENT_ROOMS: World["rooms"] = {
  notify: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  connect: () => Promise.resolve(new Response()),
};

/** A clock that stands until its test moves it; then whatever waits by it goes on. */
export class TestClock {
  #now: number;
  #waiting: { until: number; resolve: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  set now(at: number) {
    this.#now = at;
    const due = this.#waiting.filter(({ until }) => until <= at);
    this.#waiting = this.#waiting.filter(({ until }) => until > at);
    for (const { resolve } of due) resolve();
  }

  /** Whether something waits by it. */
  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  readonly port: Clock = {
    now: () => this.#now,
    wait: (ms) => new Promise((resolve) => this.#waiting.push({ until: this.#now + ms, resolve })),
  };
}

/** The lines that were logged, the oldest first. */
export class TestLog {
  readonly lines: LogLine[] = [];
  readonly port = (line: LogLine): void => {
    this.lines.push(line);
  };

  /** Those of one kind of event. */
  of(event: string): LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }
}

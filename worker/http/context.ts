import type { Context } from "hono";
import { createFactory } from "hono/factory";
import type { ListenerPass, Presence } from "../../durable-objects/board-protocol.ts";
import type { Facts } from "../../durable-objects/protocol.ts";
import type { Words } from "../../web/words/words.ts";
import type { Database } from "../db/client.ts";
import type { Settings } from "../ports/settings.ts";
import { faultWords } from "../rules/fault-words.ts";

/** What the application needs of the world. Tests and other runtimes hand in their own. */
export type Deps = {
  settings: Settings;
  db: Database;
  rooms: RoomsGateway;
  boards: BoardsGateway;
  /** Epoch milliseconds. */
  clock: () => number;
};

export type RoomsGateway = {
  /** Hands the room the facts; resolves when the room has them. Rejects when it can't be reached. */
  notify(roomId: string, facts: Facts): Promise<void>;
  /** Makes the room forget everything that it stores. Rejects when it can't be reached. */
  forget(roomId: string): Promise<void>;
  /** Forwards the upgrade of a socket. */
  connect(roomId: string, request: Request): Promise<Response>;
};

/** The evenings' boards. Nothing may hang on them: each call may reject. */
export type BoardsGateway = {
  look(boardId: string, pass: ListenerPass): Promise<Presence[]>;
  /** Tells the pages that listen, of these teachers and of the office, that the records have changed. */
  changed(boardId: string, teacherIds: string[]): Promise<void>;
  /** Opens the socket of a page that may listen as the pass says. */
  connect(boardId: string, pass: ListenerPass): Promise<Response>;
};

export type School = {
  id: string;
  slug: string;
  name: string;
  shortName: string;
  zone: string;
  colour: string;
  officePhone: string;
  retentionDays: number;
  callNote: string;
};

export type Role = "guardian" | "teacher" | "admin";
export type Person = { id: string; role: Role; title: string; forename: string; surname: string; email: string };

export type AppEnv = {
  Variables: {
    deps: Deps;
    /** One reading of the clock a request. */
    now: number;
    /** In the reader’s language. */
    words: Words;
    school: School;
    person: Person | null;
  };
};

export type AppContext = Context<AppEnv>;
export const factory = createFactory<AppEnv>();

/** Work that goes on after the answer: `waitUntil` where the runtime has it. Never rejects into nowhere. */
export function later(c: AppContext, work: Promise<unknown>): void {
  const quiet = work.catch((error: unknown) => console.error("after the answer:", faultWords(error)));
  try {
    c.executionCtx.waitUntil(quiet);
  } catch {
    // No execution context outside Workers: the promise runs all the same.
  }
}

/** `http://greenabbey.localhost:8787`: the origin that mails' links begin with. */
export function schoolOrigin(settings: Pick<Settings, "PUBLIC_URL">, slug: string): string {
  const { protocol, host } = settings.PUBLIC_URL;
  return `${protocol}//${slug}.${host}`;
}

/** The room of an appointment: its Durable Object's name. Appointment ids come from forms, so the school is part of it. */
export function roomIdOf(schoolId: string, appointmentId: string): string {
  return `${schoolId}/${appointmentId}`;
}

/** The board of an evening, named as the rooms are. */
export function boardIdOf(schoolId: string, eveningId: string): string {
  return `${schoolId}/${eveningId}`;
}

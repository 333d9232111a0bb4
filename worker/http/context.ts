import type { Context } from "hono";
import { createFactory } from "hono/factory";
import type { Words } from "../../web/words/words.ts";
import type { EveningId } from "../db/ids.ts";
import type { Person, School } from "../db/records.ts";
import type { Deps } from "../ports/deps.ts";
import { faultFields } from "../ports/fault-fields.ts";

export type AppEnv = {
  Variables: {
    deps: Deps;
    /** One reading of the clock a request. */
    now: number;
    /** In the reader’s language. */
    words: Words;
    school: School;
    /** Whoever is signed in, to what the request is about: null, too, where their session opens another evening alone. */
    person: Person | null;
    /** The session of this device, whatever it opens: `eveningId` names the one evening, null where it opens everything. */
    session: { tokenHash: string; eveningId: EveningId | null; person: Person } | null;
    /** On the platform's own address: the signed-in operator's, or "command" for `npm run school`. */
    operator?: string;
    /** What `followUp` started. */
    roomsTold?: Promise<void>;
  };
};

export type AppContext = Context<AppEnv>;
export const factory = createFactory<AppEnv>();

/** Work that goes on after the answer: `waitUntil` where the runtime has it. Never rejects into nowhere. */
export function later(c: AppContext, work: Promise<unknown>): void {
  const from = { method: c.req.method, route: c.req.routePath };
  const quiet = work.catch((error: unknown) =>
    c.var.deps.log({ level: "error", event: "after_answer_failed", ...from, ...faultFields(error) }),
  );
  try {
    c.executionCtx.waitUntil(quiet);
  } catch {
    // No execution context outside Workers: the promise runs all the same.
  }
}

/**
 * Starts what follows the request's commit, once a request; it goes on after the answer. The promise is of the rooms alone, for whoever
 * answers only when they have been told.
 */
export function followUp(c: AppContext): Promise<void> {
  if (c.var.roomsTold) return c.var.roomsTold;
  const { rooms, all } = c.var.deps.afterCommit();
  later(c, all);
  c.set("roomsTold", rooms);
  return rooms;
}

/** Every press is followed up, so that no route can forget it: where nothing was committed, nothing is due. */
export const followsUp = factory.createMiddleware(async (c, next) => {
  await next();
  if (c.req.method === "POST") void followUp(c);
});

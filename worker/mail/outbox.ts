import { and, eq, type SQL, sql } from "drizzle-orm";
import { assertNever } from "../../durable-objects/assert-never.ts";
import type { Database } from "../db/client.ts";
import { outbox } from "../db/schema.ts";
import type { Outcome } from "../ports/mail.ts";
import { ofOpenSchool } from "../rules/school-state.ts";
import { isHopeless, waitAfter } from "./retry-rules.ts";

export type OutboxRow = typeof outbox.$inferSelect;

/** How long a worker may take over what it leased; after that the rows are anybody's again. */
export const LEASE_MS = 2 * 60_000;
const AT_ONCE = 50;

/**
 * Claims due rows of open schools, so that two workers never send the same: one statement decides. A dead worker's claim lapses with `dueAt`, and as
 * nobody knows how far it came, its rows count as uncertain.
 */
export async function leaseDueMail(db: Database, now: number, most = AT_ONCE): Promise<OutboxRow[]> {
  return db
    .update(outbox)
    .set({
      state: "sending",
      uncertain: sql`${outbox.uncertain} OR ${outbox.state} = 'sending'`,
      claim: crypto.randomUUID(),
      dueAt: now + LEASE_MS,
      attempts: sql`${outbox.attempts} + 1`,
      // What changes from now on may be missing from the message that is being made: it gets one of its own.
      coalesce: null,
    })
    .where(
      sql`(school_id, id) IN (SELECT school_id, id FROM outbox WHERE state IN ('waiting', 'sending') AND due_at <= ${now}
        AND ${ofOpenSchool(sql`school_id`)} ORDER BY due_at LIMIT ${most})`,
    )
    .returning();
}

/**
 * Writes down what each message lists, and says which of them are still this worker's: one that was held up for longer than its lease must not
 * send what another has sent meanwhile.
 */
export async function saveListed(
  db: Database,
  messages: readonly { row: OutboxRow; listed: string | null }[],
): Promise<Set<string>> {
  const [first, ...rest] = messages.map(({ row, listed }) =>
    db.update(outbox).set({ listed }).where(ofLease(row)).returning({ id: outbox.id }),
  );
  if (!first) return new Set();
  return new Set((await db.batch([first, ...rest])).flat().map(({ id }) => id));
}

/** The statement that notes an outcome; it does nothing where the lease has passed to another worker meanwhile. */
export function settleStatement(db: Database, row: OutboxRow, outcome: Outcome, now: number) {
  return db
    .update(outbox)
    .set({ claim: null, ...settled(row, outcome, now), ...withoutAddress(row, outcome, now) })
    .where(ofLease(row));
}

/** A former address is in the outbox only until it has been told. */
function withoutAddress(row: OutboxRow, outcome: Outcome, now: number): { subject?: SQL } {
  if (row.kind !== "address_changed" || (outcome.kind === "later" && !isHopeless(row.createdAt, now))) return {};
  return { subject: sql`json_remove(${outbox.subject}, '$.formerAddress')` };
}

function ofLease(row: OutboxRow) {
  return and(eq(outbox.schoolId, row.schoolId), eq(outbox.id, row.id), eq(outbox.claim, row.claim ?? ""));
}

/** `lastError` stays when the message has left after all: it says what held it up. */
function settled(row: OutboxRow, outcome: Outcome, now: number): Partial<OutboxRow> {
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", sentAt: now, uncertain: false, problem: null };
    case "refused":
      return { state: "failed", uncertain: false, problem: outcome.problem, lastError: errorWord(outcome) };
    case "not_needed":
      return { state: "failed", problem: "not_needed" };
    case "later": {
      const uncertain = row.uncertain || outcome.uncertain;
      const lastError = errorWord(outcome);
      if (isHopeless(row.createdAt, now)) return { state: "failed", uncertain, problem: "gave_up", lastError };
      const dueAt = now + waitAfter(row.attempts, uncertain);
      return { state: "waiting", uncertain, problem: outcome.problem, dueAt, lastError };
    }
    default:
      return assertNever(outcome);
  }
}

/** "postmark 422 code 406"; where Postmark was not asked or said nothing, the problem's own word. */
function errorWord({ answer, problem }: Extract<Outcome, { problem: unknown }>): string {
  if (!answer?.status) return problem;
  return `postmark ${answer.status}${answer.code === null ? "" : ` code ${answer.code}`}`;
}

import { and, desc, eq, sql } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { outbox } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { type MailState, mailStateOf } from "./mail-states.ts";

const MOST = 50;

export type RecordMail = {
  id: string;
  kind: typeof outbox.$inferSelect.kind;
  /** When it was written, and when it left or became what it is. */
  createdAt: number;
  at: number | null;
  evening: string | null;
  state: MailState;
  /** Nobody had to be told any more: it was not sent. */
  notNeeded: boolean;
};

/** The statement for the mails to one person, the newest first. */
export function mailsStatement(scope: Scope, personId: PersonId) {
  const { db, schoolId } = scope;
  const { id, kind, state, problem, delivery, deliveryProblem, createdAt, sentAt, deliveryAt } = outbox;
  const evening = sql<string | null>`(SELECT e.name FROM evenings AS e
    WHERE e.school_id = ${schoolId} AND e.id = ${outbox.subject} ->> '$.eveningId')`;
  return db
    .select({
      id,
      kind,
      state,
      problem,
      delivery,
      deliveryProblem,
      createdAt,
      sentAt,
      deliveryAt,
      evening: evening.as("evening_name"),
    })
    .from(outbox)
    .where(and(eq(outbox.schoolId, schoolId), sql`${outbox.id} IN (${mailIdsOf(scope, personId)})`))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(MOST);
}

/** By what their subjects begin with, so that the index on subjects finds them; those of links and of the waitlist name neither. */
function mailIdsOf({ schoolId }: Scope, personId: PersonId) {
  const begins = (key: string) => {
    const start = `{"${key}":${JSON.stringify(personId)}`;
    return sql`SELECT m.id FROM outbox AS m WHERE m.school_id = ${schoolId}
      AND m.subject >= ${start} AND m.subject < ${`${start}\u{10ffff}`}`;
  };
  return sql`${begins("guardianId")} UNION ALL ${begins("teacherId")} UNION ALL ${begins("personId")}
    UNION ALL SELECT m.id FROM sign_in_links AS l CROSS JOIN outbox AS m
      ON m.school_id = l.school_id AND m.subject = json_object('linkId', l.id)
      WHERE l.school_id = ${schoolId} AND instr(l.person_ids, ${JSON.stringify(personId)}) > 0
    UNION ALL SELECT m.id FROM waiting AS w CROSS JOIN outbox AS m
      ON m.school_id = w.school_id AND m.subject = json_object('waitingId', w.id)
      WHERE w.school_id = ${schoolId} AND w.guardian_id = ${personId}`;
}

type Row = Pick<
  typeof outbox.$inferSelect,
  "id" | "kind" | "state" | "problem" | "delivery" | "deliveryProblem" | "createdAt" | "sentAt" | "deliveryAt"
> & { evening: string | null };

export function recordMailOf(row: Row): RecordMail {
  const { id, kind, createdAt, evening } = row;
  const at = row.deliveryAt ?? row.sentAt;
  const notNeeded = row.state === "failed" && row.problem === "not_needed";
  return { id, kind, createdAt, at, evening, state: mailStateOf(row), notNeeded };
}

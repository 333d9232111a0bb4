import { sql } from "drizzle-orm";
import type { Scope } from "../db/scope.ts";
import type { OutboxRow } from "./outbox.ts";

/** Whether a mail is about a rehearsal, by whatever its subject names: the evening, an invite, a waitlist entry or an appointment of it. */
export async function isAboutRehearsal({ db, schoolId }: Scope, { subject }: Pick<OutboxRow, "subject">) {
  const of = (table: string, key: string) => sql`(SELECT t.evening_id FROM ${sql.raw(table)} AS t
    WHERE t.school_id = ${schoolId} AND t.id = about.subject ->> ${key})`;
  const found = await db.all(sql`SELECT 1 FROM (SELECT ${subject} AS subject) AS about CROSS JOIN evenings AS e
    ON e.school_id = ${schoolId} AND e.id IN (about.subject ->> '$.eveningId', ${of("invites", "$.inviteId")},
      ${of("waiting", "$.waitingId")}, ${of("appointments", "$.appointmentId")})
    WHERE e.rehearsal = 1`);
  return found.length > 0;
}

import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { MailId, SchoolId } from "../db/ids.ts";
import { outbox, people, schools } from "../db/schema.ts";
import type { Statement } from "../db/statement.ts";
import type { DeliveryEvent } from "../rules/delivery-event.ts";
import { foldEmail } from "../rules/fold.ts";

/**
 * Notes what became of a message, and of the address of the person whom it was for. Twice is as good as once, and the newest report holds whatever order they come in; a complaint is
 * never taken back. A message of which we did not know whether Postmark had it was taken, so it is not sent again.
 */
export function deliveryReported(db: Database, event: DeliveryEvent, now: number): Statement[] {
  const { id, schoolSlug, delivery, problem, at } = event;
  const school = db.select({ id: schools.id }).from(schools).where(eq(schools.slug, schoolSlug));
  const unsettled = sql`${outbox.state} IN ('waiting', 'failed')`;
  return [
    db
      .update(outbox)
      .set({
        ...{ delivery, deliveryProblem: problem, deliveryAt: at },
        state: sql`CASE WHEN ${unsettled} THEN 'sent' ELSE ${outbox.state} END`,
        problem: sql`CASE WHEN ${unsettled} THEN NULL ELSE ${outbox.problem} END`,
        uncertain: sql`CASE WHEN ${unsettled} THEN 0 ELSE ${outbox.uncertain} END`,
        sentAt: sql`CASE WHEN ${unsettled} THEN coalesce(${outbox.sentAt}, ${now}) ELSE ${outbox.sentAt} END`,
      })
      .where(
        and(
          inArray(outbox.schoolId, school),
          eq(outbox.id, id),
          sql`${outbox.attempts} > 0`,
          sql`(${outbox.deliveryAt} IS NULL OR ${outbox.deliveryAt} <= ${at})`,
          sql`(${outbox.delivery} IS NULL OR ${outbox.delivery} <> 'complained' OR ${delivery} = 'complained')`,
        ),
      ),
    readerReached(db, event),
  ];
}

/** Postmark refuses the address of a message's reader, which bounced before or whose owner complained: as if it had come back now. */
export function addressRefused(
  db: Database,
  { schoolId, id }: { schoolId: SchoolId; id: MailId },
  now: number,
): Statement[] {
  return [
    db
      .update(people)
      .set({ bouncedAt: sql`coalesce(${people.bouncedAt}, ${now})` })
      .where(and(eq(people.schoolId, schoolId), sql`${people.id} IN (${readersOf(id, sql`${schoolId}`)})`)),
  ];
}

/**
 * The person whom the message was for: their mail comes back, or is delivered again. A report about an address that they no longer have says
 * nothing of the one that they have; where it names none, or one with letters that mail writes otherwise, it is taken to be theirs.
 */
function readerReached(db: Database, { id, schoolSlug, delivery, at, address }: DeliveryEvent): Statement {
  const theirs = sql`(${address} = '' OR ${people.emailKey} = ${foldEmail(address)} OR ${people.emailKey} GLOB '*[^ -~]*')`;
  const school = sql`(SELECT s.id FROM schools AS s WHERE s.slug = ${schoolSlug})`;
  const reached = delivery === "delivered";
  return db
    .update(people)
    .set({ bouncedAt: reached ? null : at })
    .where(
      and(
        sql`${people.schoolId} = ${school}`,
        sql`${people.id} IN (${readersOf(id, school)})`,
        theirs,
        // The newest report holds, in whatever order they come.
        reached ? sql`${people.bouncedAt} < ${at}` : sql`coalesce(${people.bouncedAt}, 0) < ${at}`,
      ),
    );
}

/** The people whom a message is for, by what its subject names; none for a guest's, which are told by their invites. */
function readersOf(id: string, school: SQL): SQL {
  const of = (key: string) => sql.raw(`m.subject ->> '$.${key}'`);
  return sql`SELECT coalesce(${of("personId")}, ${of("guardianId")}, ${of("teacherId")},
      (SELECT w.guardian_id FROM waiting AS w WHERE w.school_id = m.school_id AND w.id = ${of("waitingId")}))
    FROM outbox AS m WHERE m.school_id = ${school} AND m.id = ${id}
    UNION ALL SELECT one.value FROM outbox AS m
      CROSS JOIN sign_in_links AS l ON l.school_id = m.school_id AND l.id = ${of("linkId")}
      CROSS JOIN json_each(l.person_ids) AS one
    WHERE m.school_id = ${school} AND m.id = ${id}`;
}

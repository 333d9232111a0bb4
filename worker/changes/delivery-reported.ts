import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { outbox, schools } from "../db/schema.ts";
import type { Statement } from "../db/statement.ts";
import type { DeliveryEvent } from "../rules/delivery-event.ts";

/**
 * Notes what became of a message. Twice is as good as once, and the newest report holds whatever order they come in; a complaint is
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
  ];
}

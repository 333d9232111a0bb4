import { and, eq } from "drizzle-orm";
import type { MailId } from "../../db/ids.ts";
import { outbox } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";

/** Whether the form was sent before, so that a second press is not counted against anybody. */
export async function isResent({ db, schoolId }: Scope, mailId: MailId): Promise<boolean> {
  const known = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.schoolId, schoolId), eq(outbox.id, mailId)))
    .get();
  return known !== undefined;
}

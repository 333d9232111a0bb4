import { eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { PersonId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { schoolOidc } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { addressChanged } from "./address-changed.ts";
import { audited } from "./audit.ts";
import { enqueueEach } from "./enqueue-mail.ts";
import { type OperatorScope, operatorAudited } from "./operator-audit.ts";
import type { SchoolRef } from "./schools.ts";
import { type NewSignInLink, signInLinkSent } from "./sign-in-links.ts";

/**
 * An operator gives an admin who has lost the mailbox another address, and mails a link to it. The school hears of it: the rest of its office
 * and where it wants replies, or, where there is none of these, all of its staff. Where staff had to sign in at a provider they need not any more. Refused as `unknown` where they are no admin (any more).
 */
export function adminLetIn(
  by: OperatorScope,
  school: SchoolRef,
  letIn: { adminId: PersonId; email: string; link: NewSignInLink },
): Statement[] {
  const { adminId, email, link } = letIn;
  const scope = schoolScope(by.db, school.id, by.now, "operator");
  const admin = sql`EXISTS (SELECT 1 FROM people WHERE school_id = ${school.id} AND id = ${adminId} AND role = 'admin'
    AND ended_at IS NULL)`;
  return [
    guardStatement(by.db, [{ name: "unknown", broken: sql`NOT ${admin}` }]),
    ...addressChanged(scope, adminId, email),
    // After it: that ends the links that were sent to the old address.
    ...signInLinkSent(scope, link),
    enqueueEach(scope, told(school, adminId, by.now)),
    // A provider that fails would keep them out of everything, its own settings too.
    by.db.update(schoolOidc).set({ required: false }).where(eq(schoolOidc.schoolId, school.id)),
    audited(scope, "admin.let_in", adminId),
    operatorAudited(by, "admin.let_in", school.slug),
  ];
}

function told({ id: schoolId }: SchoolRef, adminId: PersonId, now: number): SQL {
  const message = (readerId: SQL) => sql`SELECT ${newId} AS id, 'admin_let_in' AS kind,
    json_object('adminId', ${adminId}, 'readerId', ${readerId}) AS subject, ${now} AS due_at, NULL AS joins`;
  const others = (
    roles: SQL,
  ) => sql`people AS p WHERE p.school_id = ${schoolId} AND p.id <> ${adminId} AND p.email <> ''
    AND p.ended_at IS NULL AND p.role IN (${roles})`;
  const office = others(sql`'admin', 'office'`);
  const replies = sql`schools AS s WHERE s.id = ${schoolId} AND s.reply_to <> ''`;
  return sql`${message(sql`p.id`)} FROM ${office}
    UNION ALL ${message(sql`NULL`)} FROM ${replies}
    UNION ALL ${message(sql`p.id`)} FROM ${others(sql`'teacher'`)}
      AND NOT EXISTS (SELECT 1 FROM ${office}) AND NOT EXISTS (SELECT 1 FROM ${replies})`;
}

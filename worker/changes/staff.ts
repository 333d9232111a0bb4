import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { PersonId } from "../db/ids.ts";
import { people } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { foldEmail, nameKey, sortKey } from "../rules/fold.ts";
import { audited } from "./audit.ts";
import { enqueueMail } from "./enqueue-mail.ts";

/** The roles that an admin gives; teachers come with the records. */
export type StaffRole = "admin" | "office";
export type NewStaff = {
  /** Made by the form: sent twice, it is one account and one mail. */
  id: PersonId;
  role: StaffRole;
  title: string;
  forename: string;
  surname: string;
  email: string;
};

/** An admin adds an account for the desk, and its owner is mailed. Refused as `known` where the address has one already. */
export function staffAdded(scope: Scope, staff: NewStaff): Statement[] {
  const { db, schoolId } = scope;
  const emailKey = foldEmail(staff.email);
  const known = sql`EXISTS (SELECT 1 FROM people AS p WHERE p.school_id = ${schoolId} AND p.email_key = ${emailKey}
    AND p.role IN ('admin', 'office') AND p.ended_at IS NULL AND p.id <> ${staff.id})`;
  const keys = { nameKey: nameKey(staff), sortKey: sortKey(staff), emailKey };
  return [
    guardStatement(db, [{ name: "known", broken: known }]),
    db
      .insert(people)
      .values({ ...staff, ...keys, schoolId, externalId: `by-hand-${staff.id}` })
      .onConflictDoNothing(),
    enqueueMail(scope, { kind: "staff_account", personId: staff.id }, { id: `account-${staff.id}` }),
    audited(scope, "staff.added", staff.id),
  ];
}

/**
 * An admin gives an account of the desk another role. Refused as `unknown` where it is none, as `last-admin` where nobody would be left who
 * can do everything.
 */
export function staffRoleChanged(scope: Scope, personId: PersonId, role: StaffRole): Statement[] {
  const { db, schoolId } = scope;
  const account = sql`EXISTS (SELECT 1 FROM people AS p WHERE p.school_id = ${schoolId} AND p.id = ${personId}
    AND p.role IN ('admin', 'office') AND p.ended_at IS NULL)`;
  const left = role === "admin" ? sql`0` : lastAdminAmong(scope, sql`SELECT ${personId}`);
  return [
    guardStatement(db, [
      { name: "unknown", broken: sql`NOT ${account}` },
      { name: "last-admin", broken: left },
    ]),
    db
      .update(people)
      .set({ role })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
    audited(scope, role === "admin" ? "staff.made_admin" : "staff.made_office", personId),
  ];
}

/** An account's owner is mailed a way in once more. */
export function staffMailed(scope: Scope, personId: PersonId): Statement[] {
  return [enqueueMail(scope, { kind: "staff_account", personId }), audited(scope, "staff.mailed", personId)];
}

/** Whether the school's last admins are all among people, a query for their ids. */
export function lastAdminAmong({ schoolId }: Scope, personIds: SQL): SQL {
  const here = sql`SELECT 1 FROM people AS p WHERE p.school_id = ${schoolId} AND p.role = 'admin' AND p.ended_at IS NULL`;
  return sql`(EXISTS (${here} AND p.id IN (${personIds})) AND NOT EXISTS (${here} AND p.id NOT IN (${personIds})))`;
}

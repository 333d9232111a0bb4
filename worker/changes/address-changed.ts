import { and, eq, type SQL, sql } from "drizzle-orm";
import type { PersonId } from "../db/ids.ts";
import { newId } from "../db/new-id.ts";
import { people } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { bare } from "../rules/characters.ts";
import { foldEmail } from "../rules/fold.ts";
import { enqueueEach } from "./enqueue-mail.ts";
import { marked } from "./marked.ts";
import { calendarsRevoked, waysInEnded } from "./ways-in-ended.ts";

/**
 * Somebody has another e-mail address, or none: what was sent to the old one lets nobody in any more, whoever is signed in signs in anew, and
 * both addresses are told. An address that differs in its letters' case alone is the same one.
 */
export function addressChanged(scope: Scope, personId: PersonId, email: string): Statement[] {
  const { db, schoolId } = scope;
  const address = bare(email);
  const emailKey = foldEmail(address);
  return [
    ...addressesLeft(scope, sql`SELECT ${personId} AS id, ${emailKey} AS email_key`),
    db
      .update(people)
      .set({ email: address, emailKey })
      .where(and(eq(people.schoolId, schoolId), eq(people.id, personId))),
  ];
}

/**
 * What follows for people who are about to have another address, a query with the columns `id` and `email_key`: put it before their rows are
 * written, in the batch. A person who isn't known yet is passed over.
 */
export function addressesLeft(scope: Scope, addresses: SQL): Statement[] {
  const { db, schoolId } = scope;
  const given = sql`(${addresses}) AS given CROSS JOIN people AS p ON p.school_id = ${schoolId} AND p.id = given.id`;
  const others = sql`SELECT p.id FROM ${given} WHERE p.email_key <> given.email_key`;
  const { statement, ids } = marked(scope, "person.address_changed", others);
  return [
    statement,
    bothTold(scope, sql`${given} WHERE p.id IN (${ids})`),
    ...waysInEnded(scope, ids),
    calendarsRevoked(scope, ids),
    db
      .update(people)
      .set({ bouncedAt: null })
      .where(and(eq(people.schoolId, schoolId), sql`${people.id} IN (${ids})`)),
  ];
}

/** Whoever has left is told nothing, and nothing goes where mail came back from. */
function bothTold(scope: Scope, changed: SQL) {
  const message = (
    subject: SQL,
    isDue: SQL,
  ) => sql`SELECT ${newId} AS id, 'address_changed' AS kind, ${subject} AS subject,
    ${scope.now} AS due_at, NULL AS joins FROM ${changed} AND p.ended_at IS NULL AND ${isDue}`;
  return enqueueEach(
    scope,
    sql`${message(sql`json_object('formerOf', p.id, 'formerAddress', p.email)`, sql`p.email_key <> '' AND p.bounced_at IS NULL`)}
      UNION ALL ${message(sql`json_object('personId', p.id)`, sql`given.email_key <> ''`)}`,
  );
}

import { newId } from "../db/new-id.ts";
import { audit } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

/** `actor` is a person's id, an invite's id or "system"; `object` is the id of what it was done to. Never a name or an address. */
export type AuditEntry = { actor: string; action: string; object: string };

/** The statement that records who did what: add it to the batch that does it. */
export function auditStatement(scope: Scope, entry: AuditEntry) {
  const { db, schoolId, now } = scope;
  return db.insert(audit).values({ schoolId, id: newId, at: now, ...entry });
}

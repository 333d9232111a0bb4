import { type SQL, sql } from "drizzle-orm";
import type { GivenScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { auditedEach } from "./audit.ts";

/**
 * Writes each thing of a query for ids into the audit trail, and gives back the query that finds them there again: so that a batch whose
 * statements change what the first query looked at goes on about the same things. Two batches of one moment are told apart.
 */
export function marked(scope: GivenScope, action: string, things: SQL): { statement: Statement; ids: SQL } {
  const batch = crypto.randomUUID();
  const ids = sql`SELECT marked.object FROM audit AS marked WHERE marked.school_id = ${scope.schoolId} AND marked.at = ${scope.now}
    AND marked.action = ${action} AND substr(marked.id, 1, ${batch.length}) = ${batch}`;
  return { statement: auditedEach(scope, action, things, batch), ids };
}

import { type SQL, sql } from "drizzle-orm";
import { newId } from "../db/new-id.ts";
import type { Given } from "../db/prepared-batch.ts";
import { audit } from "../db/schema.ts";
import type { GivenScope } from "../db/scope.ts";

/** Records that the scope's actor did something to one thing. `object` is its id: never a name or an address. */
export function audited({ db, schoolId, actor, now }: GivenScope, action: string, object: Given<string>) {
  return db.insert(audit).values({
    ...{ schoolId, id: newId, at: now, action },
    ...{ actor: sql`${actor}`, object: sql`${object}` },
  });
}

/** The same for each thing of a query for ids. The ids of the trail begin with `batch`, where the change finds its things again by it. */
export function auditedEach({ db, schoolId, actor, now }: GivenScope, action: string, objects: SQL, batch = "") {
  return db
    .insert(audit)
    .select(
      sql`WITH done(id) AS (${objects}) SELECT ${schoolId}, ${batch} || ${newId}, ${now}, ${actor}, ${action}, id FROM done`,
    );
}

import type { Database } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { operatorAudit } from "../db/schema.ts";
import type { Statement } from "../db/statement.ts";

/** The handle of whoever runs the platform: like a `Scope`, but of no school. `operator`: an address of the configuration, "command" or "system". */
export type OperatorScope = { readonly db: Database; readonly operator: string; readonly now: number };

/** Records that an operator did something, and to which school. */
export function operatorAudited({ db, operator, now }: OperatorScope, action: string, slug: string): Statement {
  return db.insert(operatorAudit).values({ id: newId, at: now, operator, action, slug });
}

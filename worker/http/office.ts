import { type EveningRow, findOfficeEvening } from "../queries/office-evening.ts";
import type { AppContext } from "./context.ts";
import { notFound } from "./problem.ts";
import { scopeOf } from "./scope-of.ts";

/** The evening of the address; throws 404 where the school has none. */
export async function eveningOf(c: AppContext): Promise<EveningRow> {
  const found = await findOfficeEvening(scopeOf(c), c.req.param("id") ?? "");
  if (!found) throw notFound();
  return found;
}

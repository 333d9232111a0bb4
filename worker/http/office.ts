import { type EveningRow, findOfficeEvening } from "../queries/office-evening.ts";
import type { AppContext } from "./context.ts";
import { notFound } from "./problem.ts";
import { schoolView, viewerOf } from "./render.ts";
import { scopeOf } from "./scope-of.ts";

/** The evening of the address; throws 404 where the school has none. */
export async function eveningOf(c: AppContext): Promise<EveningRow> {
  const found = await findOfficeEvening(scopeOf(c), c.req.param("id") ?? "");
  if (!found) throw notFound();
  return found;
}

/** What every page of the office's shows around itself. */
export function officeFrame(c: AppContext) {
  return { school: schoolView(c.var.school), viewer: viewerOf(c.var.person), zone: c.var.school.zone };
}

import { DeskPage } from "../../../web/pages/desk-page.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { readOfficeOverview } from "../../queries/office-overview.ts";
import { isOpen } from "../../rules/checklist.ts";
import { readChecklist } from "./read-checklist.ts";

/** The desk's overview; an admin's begins with the checklist, until all of it is done or put away. */
export const deskRoutes = factory.createApp().get("/admin", requireRole("admin", "office"), async (c) => {
  const [overview, steps] = await Promise.all([readOfficeOverview(scopeOf(c)), checklistFor(c)]);
  return page(c, <DeskPage {...frameOf(c)} now={c.var.now} overview={overview} steps={isOpen(steps) ? steps : []} />);
});

async function checklistFor(c: AppContext) {
  return c.var.person?.role === "admin" ? readChecklist(scopeOf(c)) : [];
}

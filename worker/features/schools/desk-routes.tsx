import { DeskPage } from "../../../web/pages/desk-page.tsx";
import { factory } from "../../http/context.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { readOfficeOverview } from "../../queries/office-overview.ts";

/** The desk's overview. */
export const deskRoutes = factory.createApp().get("/admin", requireRole("admin", "office"), async (c) => {
  const overview = await readOfficeOverview(scopeOf(c));
  return page(c, <DeskPage {...frameOf(c)} now={c.var.now} overview={overview} />);
});

import { sql } from "drizzle-orm";
import { FirstSchool } from "../../../web/pages/first-school.tsx";
import { FrontPage } from "../../../web/pages/front-page.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { page } from "../../http/render.ts";

/** The platform's own address: what Parlour is, and whether it is ready. A local run puts its own front page before this one. */
export const apexRoutes = factory
  .createApp()
  .get("/", async (c) => {
    // A database that does not answer is what /healthz is for: the page stands.
    const isEmpty = await hasNoSchool(c).catch(() => false);
    const first = isEmpty && <FirstSchool operators={c.var.deps.settings.OPERATORS.length > 0} />;
    return page(c, first ? <FrontPage first={first} /> : <FrontPage />);
  })
  .get("/healthz", async (c) => {
    // A database that answers may be one whose migrations have not run.
    const ready = await hasNoSchool(c).then(
      () => true,
      () => false,
    );
    return c.json({ ok: ready }, ready ? 200 : 503);
  })
  .get("/favicon.ico", (c) => c.redirect("/static/icon.svg", 301));

async function hasNoSchool(c: AppContext): Promise<boolean> {
  return (await c.var.deps.db.all(sql`SELECT 1 FROM schools LIMIT 1`)).length === 0;
}

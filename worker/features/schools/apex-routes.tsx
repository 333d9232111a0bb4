import { sql } from "drizzle-orm";
import { FirstSchool } from "../../../web/pages/first-school.tsx";
import { FrontPage } from "../../../web/pages/front-page.tsx";
import { factory } from "../../http/context.ts";
import { page } from "../../http/render.ts";

/** The platform's own address: what Parlour is, and whether it is ready. A local run puts its own front page before this one. */
export const apexRoutes = factory
  .createApp()
  .get("/", async (c) => {
    const { db, settings } = c.var.deps;
    const any = await db.all(sql`SELECT 1 FROM schools LIMIT 1`);
    if (any.length > 0) return page(c, <FrontPage />);
    return page(c, <FrontPage first={<FirstSchool operators={settings.OPERATORS.length > 0} />} />);
  })
  .get("/healthz", async (c) => {
    // A database that answers may be one whose migrations have not run.
    const ready = await c.var.deps.db.all(sql`SELECT 1 FROM schools LIMIT 1`).then(
      () => true,
      () => false,
    );
    return c.json({ ok: ready }, ready ? 200 : 503);
  })
  .get("/favicon.ico", (c) => c.redirect("/static/icon.svg", 301));

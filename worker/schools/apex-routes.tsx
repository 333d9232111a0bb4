import { sql } from "drizzle-orm";
import { factory } from "../http/context.ts";

/** The platform's own address. */
export const apexRoutes = factory.createApp().get("/healthz", async (c) => {
  await c.var.deps.db.run(sql`SELECT 1`);
  return c.json({ ok: true });
});

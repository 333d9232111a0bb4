import { DeskClassPage } from "../../../web/pages/desk-class-page.tsx";
import { factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { readClassRecord } from "../../queries/records-class.ts";

/** One class's page. */
export const classRoutes = factory.createApp().get("/admin/classes/:id", async (c) => {
  const record = await readClassRecord(scopeOf(c), c.req.param("id"));
  if (!record) throw notFound();
  return page(c, <DeskClassPage {...frameOf(c)} record={record} />);
});

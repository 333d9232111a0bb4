import { factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { boardIdOf } from "../../ports/object-ids.ts";
import { findOfficeEvening } from "../../queries/office-evening.ts";
import { listenerPass } from "./board.ts";

/**
 * Staff's pages listen here. A socket is not read by the browser's rules for other sites, and brings the cookie along from a neighbouring
 * school's address: so its origin must be this school's own. To everybody else there is nothing here.
 */
export const boardSocketRoutes = factory.createApp().get("/staff/board/:eveningId/socket", async (c) => {
  const { deps, school, person } = c.var;
  const isSocket = c.req.header("upgrade")?.toLowerCase() === "websocket";
  const isOurs = c.req.header("origin") === new URL(c.req.url).origin;
  if (!isSocket || !isOurs || !person || person.role === "guardian") throw notFound();
  const evening = await findOfficeEvening(scopeOf(c), c.req.param("eveningId"));
  if (!evening) throw notFound();
  const pass = await listenerPass(scopeOf(c), evening.id, person);
  return deps.boards.connect(boardIdOf(school.id, evening.id), pass);
});

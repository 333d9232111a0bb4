import { schoolScope } from "../../db/scope.ts";
import { factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { answerOf, opensLive, takenTimes } from "./live-times.ts";

const MOST_TEACHERS = 200;

/**
 * What is taken, for booking pages that are open: asked every second or so by everybody, so it stands before the middleware that reads
 * school and session, and answers 304 while nothing has changed. It names nobody but the teachers asked for, by id.
 */
export const liveRoutes = factory.createApp().get("/live/:school/:evening/:token", async (c) => {
  const { deps, now } = c.var;
  const { school, evening, token } = c.req.param();
  if (!(await opensLive(deps.settings, school, evening, token))) throw notFound();
  const taken = await takenTimes(schoolScope(deps.db, school, now), evening);
  const asked = (c.req.query("teachers") ?? "").split(" ").slice(0, MOST_TEACHERS);
  const { mark, body } = answerOf(taken, asked);
  const etag = `"${mark}"`;
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(body(), 200, { "content-type": "application/json" });
});

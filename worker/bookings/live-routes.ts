import { factory } from "../http/context.ts";
import { notFound } from "../http/problem.ts";
import { opensLive, takenTimes } from "./live-times.ts";

const MOST_TEACHERS = 200;

/**
 * What is taken, for booking pages that are open: asked every second or so by everybody, so it stands before the middleware that reads
 * school and session, and answers 304 while nothing has changed. It names nobody but the teachers asked for, by id.
 */
export const liveRoutes = factory.createApp().get("/live/:school/:evening/:token", async (c) => {
  const { deps, now } = c.var;
  const { school, evening, token } = c.req.param();
  if (!(await opensLive(deps.settings, school, evening, token))) throw notFound();
  const taken = await takenTimes(deps.db, school, evening, now);
  const asked = (c.req.query("teachers") ?? "").split(" ").slice(0, MOST_TEACHERS);
  const body = JSON.stringify(Object.fromEntries(asked.map((id) => [id, taken.get(id) ?? []])));
  const etag = `"${fingerprint(body)}"`;
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  return c.body(body, 200, { "content-type": "application/json" });
});

/** FNV-1a over the text, and its length: enough to tell one state of an evening from the next. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${(hash >>> 0).toString(16)}-${text.length}`;
}

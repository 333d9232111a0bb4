import { StopRemindersPage } from "../../../web/pages/stop-reminders-page.tsx";
import { remindersResumed, remindersStopped } from "../../changes/reminders-stopped.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { page, schoolView } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { hasStopped } from "../../queries/mail-stops.ts";
import { readerOf } from "../../rules/links.ts";

/** Stops reminders, and starts them again. Opening the page changes nothing, since mail scanners open links; no cookie is asked for. */
export const stopRoutes = factory
  .createApp()
  .get("/reminders/stop/:secret", async (c) => show(c, await reader(c)))
  .post("/reminders/stop/:secret", async (c) => {
    const readerId = await reader(c);
    const { again } = await c.req.parseBody().catch(() => ({ again: undefined }));
    const scope = scopeOf(c);
    await commit(scope.db, again === "1" ? remindersResumed(scope, readerId) : remindersStopped(scope, readerId));
    return show(c, readerId);
  });

async function show(c: AppContext, readerId: string): Promise<Response> {
  const { school } = c.var;
  const stopped = await hasStopped(scopeOf(c), readerId);
  return page(c, <StopRemindersPage school={schoolView(school)} stopped={stopped} />);
}

async function reader(c: AppContext): Promise<string> {
  const { deps, school } = c.var;
  const readerId = await readerOf(deps.settings.SIGNING_KEYS, school.id, c.req.param("secret") ?? "");
  if (readerId === null) throw notFound();
  return readerId;
}

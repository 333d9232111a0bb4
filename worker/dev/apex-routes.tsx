import * as z from "zod";
import { DemoPanel } from "../../web/pages/demo-panel.tsx";
import { FrontPage } from "../../web/pages/front-page.tsx";
import { operatorSessionStarted } from "../changes/operator-sessions.ts";
import { commit } from "../db/guard.ts";
import type { School } from "../db/records.ts";
import { isOperator, keepSession, operatorScope } from "../features/operators/operator-session.ts";
import { type AppContext, factory, followUp } from "../http/context.ts";
import { notFound, Problem } from "../http/problem.ts";
import { page } from "../http/render.ts";
import { schoolOrigin } from "../rules/school-origin.ts";
import { createDemoSchool, DEMO_SLUG, demoSchool, isDemoComplete } from "./create-demo-school.ts";
import { makeProgressMeeting, spanOfNow } from "./demo-evenings.ts";
import { demoOperators, demoPeople } from "./demo-people.ts";
import { showMailTray } from "./mail-tray.ts";
import { answerNewEvening } from "./new-evening.ts";

const demoFiles = z.object({
  files: z.record(z.string(), z.string()),
  slug: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .default(DEMO_SLUG),
});

/** Mounted on the apex of a local run only: the demo school, its people as buttons, and the mail tray. */
export const devApexRoutes = factory
  .createApp()
  .get("/", async (c) => {
    const { deps } = c.var;
    const school = await demoSchool(deps.db);
    const demo = school && {
      schoolName: school.name,
      schoolUrl: schoolOrigin(deps.settings, school.slug),
      people: await demoPeople(deps, school),
    };
    return page(c, <FrontPage first={demo && <DemoPanel {...demo} operators={demoOperators(deps)} />} />);
  })
  .get("/healthz", async (c) => {
    const ready = await isDemoComplete(c.var.deps.db).catch(() => false);
    return c.json({ ok: ready }, ready ? 200 : 503);
  })
  .post("/dev/demo", async (c) => {
    const body = demoFiles.safeParse(await c.req.json().catch(() => null));
    if (!body.success)
      throw new Problem(422, {
        title: "The files are missing",
        words: 'Send {files: {students: "…", …}} as JSON; with slug: "…", too, for a second school of the same people.',
      });
    const { files, slug } = body.data;
    const report = await createDemoSchool(c.var.deps, files, c.var.now, slug);
    if (report === "already there") return c.json({ school: slug, created: false });
    return report.ok ? c.json({ school: slug, created: true, counts: report.counts }, 201) : c.json(report, 422);
  })
  .get("/dev/people.json", async (c) => {
    const school = await demoSchool(c.var.deps.db);
    const people = school ? await demoPeople(c.var.deps, school) : [];
    return c.json([...people, ...demoOperators(c.var.deps)]);
  })
  .get("/dev/sign-in/operator/:address", async (c) => {
    const address = c.req.param("address");
    if (!isOperator(c, address)) throw notFound();
    const by = operatorScope(c, address);
    await keepSession(c, async (session) => (await commit(by.db, operatorSessionStarted(by, session))) === null);
    return c.redirect("/operator", 303);
  })
  .post("/dev/evenings", async (c) => {
    const school = await demoSchool(c.var.deps.db);
    if (!school)
      throw new Problem(409, {
        title: "There is no demo school yet",
        words: "npm start makes it: wait until it is ready.",
      });
    return c.req.header("content-type")?.includes("application/json")
      ? answerNewEvening(c, school)
      : makeEveningOfNow(c, school);
  })
  .get("/dev/mail", showMailTray)
  .get("/dev/mail.json", showMailTray)
  .get("/dev/mail/*", showMailTray)
  .post("/dev/mail/*", showMailTray);

async function makeEveningOfNow(c: AppContext, school: School): Promise<Response> {
  await makeProgressMeeting(c.var.deps.db, school, spanOfNow(c.var.now), c.var.now);
  void followUp(c);
  return c.redirect("/", 303);
}

import { DeskSetupPage } from "../../../web/pages/desk-setup-page.tsx";
import { stepLeft, stepResumed } from "../../changes/checklist.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { STEPS, type StepName } from "../../rules/checklist.ts";
import { readChecklist } from "./read-checklist.ts";

/** The checklist of a new school, also once it has gone from the overview; its steps are left for later and taken up again. */
export const setupRoutes = factory
  .createApp()
  .use("/admin/setup/*", requireRole("admin"))
  .get("/admin/setup", async (c) => page(c, <DeskSetupPage {...frameOf(c)} steps={await readChecklist(scopeOf(c))} />))
  .post("/admin/setup/:step/leave", async (c) => {
    const scope = scopeOf(c);
    await commit(scope.db, stepLeft(scope, stepOf(c)));
    return c.redirect("/admin", 303);
  })
  .post("/admin/setup/:step/resume", async (c) => {
    const scope = scopeOf(c);
    await commit(scope.db, stepResumed(scope, stepOf(c)));
    return c.redirect("/admin", 303);
  });

function stepOf(c: AppContext): StepName {
  const step = STEPS.find((name) => name === c.req.param("step"));
  if (!step) throw notFound();
  return step;
}

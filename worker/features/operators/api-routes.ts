import { type AppContext, factory, followUp } from "../../http/context.ts";
import { Problem } from "../../http/problem.ts";
import { limitCaller } from "../../http/rate-limit.ts";
import { newSchoolForm } from "../../rules/new-school.ts";
import { schoolOrigin } from "../../rules/school-origin.ts";
import { hashToken, sameToken } from "../../rules/tokens.ts";
import { changeState, isStateChange } from "./change-state.ts";
import { createSchool } from "./create-school.ts";
import { findSchool, listSchools } from "./list-schools.ts";
import { operatorScope } from "./operator-session.ts";

const QUARTER_HOUR = 15 * 60_000;

/** What `npm run school` speaks to, here and at a deployment: JSON, and the token of the configuration. */
export const operatorApiRoutes = factory
  .createApp()
  .use("/operator/api/*", async (c, next) => {
    if (!(await isCommand(c))) {
      await limitCaller(c, "operator api", 20, QUARTER_HOUR);
      return c.json(
        { error: "token", words: "The token is not the deployment’s OPERATOR_TOKEN, or it has none." },
        401,
      );
    }
    c.set("operator", "command");
    return next();
  })
  .get("/operator/api/schools", async (c) => {
    const schools = await listSchools(operatorScope(c));
    return c.json({
      schools: schools.map(({ id: _, ...school }) => ({
        ...school,
        url: schoolOrigin(c.var.deps.settings, school.slug),
      })),
    });
  })
  .post("/operator/api/schools", async (c) => {
    const body = newSchoolForm.safeParse(await c.req.json().catch(() => null));
    if (!body.success) throw new Problem(422, "unreadable");
    const made = await createSchool(operatorScope(c), c.var.deps.settings, body.data);
    if ("errors" in made) return c.json({ error: "form", errors: made.errors }, 422);
    void followUp(c);
    return c.json({ ...made, url: schoolOrigin(c.var.deps.settings, made.slug) }, 201);
  })
  .post("/operator/api/schools/:slug/:change", async (c) => {
    const by = operatorScope(c);
    const { slug, change } = c.req.param();
    const school = await findSchool(by, slug);
    if (!school || !isStateChange(change))
      return c.json({ error: "unknown", words: `There is no school “${slug}”.` }, 404);
    const done = await changeState(by, school, change);
    await followUp(c);
    const after = await findSchool(by, slug);
    const state = { slug, name: school.name, state: after?.state ?? null, deletedFrom: after?.deletedFrom ?? null };
    return c.json({ ...state, changed: done }, done ? 200 : 409);
  });

/** Whether the caller knows the token of the configuration; without one nobody does. Compared as hashes, in the same time for any. */
async function isCommand(c: AppContext): Promise<boolean> {
  const { OPERATOR_TOKEN: token } = c.var.deps.settings;
  const [, given = ""] = /^Bearer ([\x21-\x7e]+)$/.exec(c.req.header("authorization") ?? "") ?? [];
  const same = sameToken(await hashToken(given), await hashToken(token ?? ""));
  return token !== undefined && same;
}

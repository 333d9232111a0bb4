import { DeskCodePage } from "../../../web/pages/desk-code-page.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { fullName } from "../../rules/names.ts";
import { schoolOrigin } from "../../rules/school-origin.ts";
import { figuresInTwo } from "../../rules/sign-in-code.ts";
import { giveCode } from "./give-code.ts";
import { peopleOfIds } from "./sign-in-people.ts";

/** A code from the office, for a guardian whom no mail reaches: printed or said. */
export const officeCodeRoutes = factory
  .createApp()
  .get("/admin/families/:guardianId/code", requireRole("admin", "office"), async (c) => {
    const guardian = await guardianOf(c);
    return page(c, <DeskCodePage {...viewOf(c, guardian)} code={null} />);
  })
  .post("/admin/families/:guardianId/code", requireRole("admin", "office"), async (c) => {
    const guardian = await guardianOf(c);
    const { figures, expiresAt } = await giveCode(scopeOf(c), c.var.deps.settings, guardian.id);
    return page(c, <DeskCodePage {...viewOf(c, guardian)} code={{ figures: figuresInTwo(figures), expiresAt }} />);
  });

type Guardian = Awaited<ReturnType<typeof guardianOf>>;

/** The guardian of the address; 404 where they can't sign in. */
async function guardianOf(c: AppContext) {
  const [found] = await peopleOfIds(scopeOf(c), [c.req.param("guardianId") ?? ""]);
  if (found?.role !== "guardian") throw notFound();
  return found;
}

function viewOf(c: AppContext, guardian: Guardian) {
  const { deps, school } = c.var;
  const address = `${new URL(schoolOrigin(deps.settings, school.slug)).host}/sign-in`;
  return { ...frameOf(c), name: fullName(guardian), hasAddress: guardian.email !== "", address };
}

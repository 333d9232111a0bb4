import * as z from "zod";
import { OperatorAuditPage } from "../../../web/pages/operator-audit-page.tsx";
import { OperatorEndPage } from "../../../web/pages/operator-end-page.tsx";
import { OperatorLetInPage } from "../../../web/pages/operator-let-in-page.tsx";
import { OperatorNewSchoolPage } from "../../../web/pages/operator-new-school-page.tsx";
import { OperatorSchoolPage } from "../../../web/pages/operator-school-page.tsx";
import { OperatorSchoolsPage } from "../../../web/pages/operator-schools-page.tsx";
import { schoolExported } from "../../changes/schools.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { page } from "../../http/render.ts";
import { type FieldError, typedAddress } from "../../rules/form-fields.ts";
import { EMPTY_SCHOOL, type NewSchoolInput, newSchoolForm } from "../../rules/new-school.ts";
import { schoolOrigin } from "../../rules/school-origin.ts";
import { changeState, isStateChange } from "./change-state.ts";
import { createSchool } from "./create-school.ts";
import { exportSchool } from "./export-school.ts";
import { letAdminIn } from "./let-admin-in.ts";
import { type FoundSchool, findSchool, listAdmins, listSchools, readAudit } from "./list-schools.ts";
import { operatorScope, requireOperator } from "./operator-session.ts";

const letInForm = z.object({ email: typedAddress(500) });

/** The operators' pages: the schools, one school, and what was done to which. */
export const operatorSchoolRoutes = factory
  .createApp()
  .use("/operator", requireOperator)
  .use("/operator/*", requireOperator)
  .get("/operator", async (c) => {
    const schools = await listSchools(operatorScope(c));
    return page(c, <OperatorSchoolsPage {...frame(c)} schools={schools.map((school) => withUrl(c, school))} />);
  })
  .get("/operator/new", (c) => showForm(c, EMPTY_SCHOOL, []))
  .post("/operator/new", async (c) => {
    const input = await readForm(c, newSchoolForm);
    const made = await createSchool(operatorScope(c), c.var.deps.settings, input);
    if ("errors" in made) return showForm(c, input, made.errors);
    void followUp(c);
    return c.redirect(`/operator/schools/${made.slug}?done=create`, 303);
  })
  .get("/operator/schools/:slug", async (c) => {
    const school = await schoolOf(c);
    const admins = await listAdmins(operatorScope(c), school.id);
    const done = c.req.query("done") ?? "";
    return page(c, <OperatorSchoolPage {...frame(c)} school={withUrl(c, school)} admins={admins} done={done} />);
  })
  .get("/operator/schools/:slug/end", async (c) => {
    const school = await schoolOf(c);
    if (school.state === "ended") return c.redirect(`/operator/schools/${school.slug}`, 303);
    return page(c, <OperatorEndPage {...frame(c)} school={school} now={c.var.now} />);
  })
  .post("/operator/schools/:slug/export", async (c) => {
    const school = await schoolOf(c);
    // Until it ends, its records are its own affair.
    if (school.state !== "ended") throw onlyEnded();
    const by = operatorScope(c);
    await commit(by.db, schoolExported(by, school));
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${school.slug}.json"`,
      "cache-control": "no-store",
    };
    return c.body(exportSchool(by.db, school.id), 200, headers);
  })
  .get("/operator/schools/:slug/let-in/:admin", async (c) => showLetIn(c, "", []))
  .post("/operator/schools/:slug/let-in/:admin", async (c) => {
    const { email } = await readForm(c, letInForm);
    const { school, admin } = await adminOf(c);
    const errors = await letAdminIn(operatorScope(c), c.var.deps.settings, school, admin, email);
    if (errors.length > 0) return showLetIn(c, email, errors);
    void followUp(c);
    return c.redirect(`/operator/schools/${school.slug}?done=let-in`, 303);
  })
  .post("/operator/schools/:slug/:change", async (c) => {
    const { change } = c.req.param();
    const school = await schoolOf(c);
    if (!isStateChange(change)) throw notFound();
    const done = await changeState(operatorScope(c), school, change);
    await followUp(c);
    return c.redirect(`/operator/schools/${school.slug}?done=${done ? change : "already"}`, 303);
  })
  .get("/operator/audit", async (c) => {
    const number = z.coerce.number().int().min(1).max(10_000).catch(1).parse(c.req.query("page"));
    const { rows, more } = await readAudit(operatorScope(c), number);
    return page(c, <OperatorAuditPage {...frame(c)} rows={rows} number={number} more={more} />);
  });

function showForm(c: AppContext, input: NewSchoolInput, errors: FieldError[]) {
  const host = c.var.deps.settings.PUBLIC_URL.host;
  const zones = Intl.supportedValuesOf("timeZone");
  const view = <OperatorNewSchoolPage {...frame(c)} input={input} errors={errors} host={host} zones={zones} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

async function showLetIn(c: AppContext, email: string, errors: FieldError[]) {
  const { school, admin } = await adminOf(c);
  const view = <OperatorLetInPage {...frame(c)} school={school} admin={admin} email={email} errors={errors} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

async function schoolOf(c: AppContext): Promise<FoundSchool> {
  const school = await findSchool(operatorScope(c), c.req.param("slug") ?? "");
  if (!school) throw notFound();
  return school;
}

async function adminOf(c: AppContext) {
  const school = await schoolOf(c);
  const admin = (await listAdmins(operatorScope(c), school.id)).find(({ id }) => id === c.req.param("admin"));
  if (!admin) throw notFound();
  return { school, admin };
}

function onlyEnded(): Problem {
  return new Problem(409, { title: "This school has not ended", words: "Its records can be downloaded once it has." });
}

function withUrl<School extends { slug: string }>(c: AppContext, school: School) {
  return { ...school, url: schoolOrigin(c.var.deps.settings, school.slug) };
}

function frame(c: AppContext) {
  return { operator: operatorScope(c).operator };
}

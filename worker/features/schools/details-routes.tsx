import { DeskDetailsPage } from "../../../web/pages/desk-settings-page.tsx";
import { schoolDetailsSaved } from "../../changes/school-details.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { type DetailsInput, detailsForm, readDetails } from "../../rules/school-details.ts";
import { listZones } from "../../rules/zones.ts";
import { readSchoolDetails } from "./read-school-details.ts";

/** The school's details: one form, and everything typed is kept where something is wrong. */
export const detailsRoutes = factory
  .createApp()
  .get("/admin/settings", async (c) => {
    const { retentionDays, ...details } = await readSchoolDetails(scopeOf(c));
    return showDetails(c, { ...details, retentionDays: String(retentionDays) });
  })
  .post("/admin/settings", async (c) => {
    const input = await readForm(c, detailsForm);
    const read = readDetails(input, zonesOf(c));
    if ("errors" in read) return showDetails(c, input, read.errors);
    const scope = scopeOf(c);
    await commit(scope.db, schoolDetailsSaved(scope, read.details));
    return c.redirect("/admin/settings?saved=1", 303);
  });

function showDetails(c: AppContext, input: DetailsInput, errors: FieldError[] = []) {
  const news = errors.length === 0 && c.req.query("saved") === "1" ? "Saved." : null;
  const view = <DeskDetailsPage {...frameOf(c)} input={input} zones={zonesOf(c)} errors={errors} news={news} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

/** The school's present one is always among them, whatever this runtime knows. */
function zonesOf(c: AppContext): string[] {
  return [...new Set([...listZones(), c.var.school.zone])];
}

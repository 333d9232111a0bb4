import * as z from "zod";
import { DeskWhoMayBookPage } from "../../../web/pages/desk-settings-booking-page.tsx";
import { responsibilityChosen } from "../../changes/school-settings.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { readBookingSettings } from "./booking-settings.ts";

const form = z.object({ mayBook: z.enum(["responsible", "everyone"]) });

/** Who may book, and what follows for whoever may no longer. */
export const bookingSettingsRoutes = factory
  .createApp()
  .get("/admin/settings/booking", (c) => show(c))
  .post("/admin/settings/booking", async (c) => {
    const read = form.safeParse(await c.req.parseBody());
    if (!read.success) return show(c, [{ field: "mayBook", words: "Choose one of the two" }]);
    const scope = scopeOf(c);
    await commit(scope.db, responsibilityChosen(scope, read.data.mayBook === "responsible"));
    return c.redirect("/admin/settings/booking?saved=1", 303);
  });

async function show(c: AppContext, errors: FieldError[] = []) {
  const settings = await readBookingSettings(scopeOf(c));
  const news = errors.length === 0 && c.req.query("saved") === "1" ? "Saved." : null;
  const view = <DeskWhoMayBookPage {...frameOf(c)} {...settings} errors={errors} news={news} />;
  return page(c, view, errors.length > 0 ? 422 : 200);
}

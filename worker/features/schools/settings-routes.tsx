import * as z from "zod";
import { DeskSettingsPage } from "../../../web/pages/desk-settings-page.tsx";
import { callNoteSaved, responsibilityChosen } from "../../changes/school-settings.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { type FieldError, message } from "../../rules/form-fields.ts";
import { MAX_CALL_NOTE, readBookingSettings } from "./booking-settings.ts";

const noteForm = z.object({ callNote: message() });
const settingsForm = z.object({ mayBook: z.enum(["responsible", "everyone"]) });

/** What holds for all of the school's evenings. */
export const settingsRoutes = factory
  .createApp()
  .use("/admin/settings/*", requireRole("admin"))
  .get("/admin/settings", (c) => showSettings(c, c.req.query("saved") === "1"))
  .post("/admin/settings", async (c) => {
    const form = settingsForm.safeParse(await c.req.parseBody());
    if (!form.success) return showSettings(c, false, [{ field: "mayBook", words: "Choose one of the two" }]);
    const scope = scopeOf(c);
    await commit(scope.db, responsibilityChosen(scope, form.data.mayBook === "responsible"));
    return c.redirect("/admin/settings?saved=1", 303);
  })
  .post("/admin/settings/call-note", async (c) => {
    const form = noteForm.safeParse(await c.req.parseBody());
    const callNote = form.success ? form.data.callNote : "";
    if (!form.success || callNote.length > MAX_CALL_NOTE) {
      const words = `The note may have ${MAX_CALL_NOTE} characters; this one has ${callNote.length}`;
      return showSettings(c, false, [{ field: "callNote", words }], callNote);
    }
    const scope = scopeOf(c);
    await commit(scope.db, callNoteSaved(scope, callNote));
    return c.redirect("/admin/settings?saved=1", 303);
  });

async function showSettings(c: AppContext, saved: boolean, errors: FieldError[] = [], callNote?: string) {
  const settings = await readBookingSettings(scopeOf(c));
  const view = (
    <DeskSettingsPage
      {...frameOf(c)}
      {...settings}
      callNote={callNote ?? c.var.school.callNote}
      errors={errors}
      saved={saved}
    />
  );
  return page(c, view, errors.length > 0 ? 422 : 200);
}

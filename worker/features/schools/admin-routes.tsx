import * as z from "zod";
import { ImportErrorsPage, ImportFilesPage, ImportPreviewPage } from "../../../web/pages/desk-import-pages.tsx";
import { DeskPage } from "../../../web/pages/desk-page.tsx";
import { DeskSettingsPage } from "../../../web/pages/desk-settings-page.tsx";
import { callNoteSaved, responsibilityChosen } from "../../changes/school-settings.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { formOf } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { readOfficeOverview } from "../../queries/office-overview.ts";
import { type FieldError, message } from "../../rules/form-fields.ts";
import { FILE_NAMES } from "../../rules/import/import-files.ts";
import type { ImportError } from "../../rules/import/import-rules.ts";
import { MAX_CALL_NOTE, readBookingSettings } from "./booking-settings.ts";
import { type ImportReport, importSchool, previewImport } from "./import-school.ts";
import { readTexts, readUpload } from "./read-upload.ts";

const number = z.coerce.number().int().min(0);
const doneQuery = z.object({ create: number, update: number, remove: number });

const noteForm = z.object({ callNote: message() });
const settingsForm = z.object({ mayBook: z.enum(["responsible", "everyone"]) });

/** The school's desk: an overview, the import of its records, and its settings. */
export const adminRoutes = factory
  .createApp()
  .use("/admin/*", requireRole("admin"))
  .get("/admin", async (c) => {
    const { now } = c.var;
    const overview = await readOfficeOverview(scopeOf(c));
    return page(c, <DeskPage {...frameOf(c)} now={now} overview={overview} />);
  })
  .get("/admin/import", (c) => {
    const done = doneQuery.safeParse(c.req.query());
    return page(c, <ImportFilesPage {...frameOf(c)} names={FILE_NAMES} done={done.success ? done.data : null} />);
  })
  .post("/admin/import", async (c) => {
    const { texts, unknown } = await readUpload(await formOf(c));
    if (unknown.length > 0) return showErrors(c, unknown.map(unknownFile));
    const report = await previewImport(contextOf(c), texts);
    if (!report.ok) return showErrors(c, report.errors);
    return page(c, <ImportPreviewPage {...frameOf(c)} counts={report.counts} texts={texts} />);
  })
  .post("/admin/import/confirm", async (c) => {
    const { deps, school } = c.var;
    const report = await importSchool(contextOf(c), readTexts(await formOf(c)));
    deps.log({ level: "info", ...importLine(report), schoolId: school.id });
    if (!report.ok) return showErrors(c, report.errors);
    const sums = Object.entries(totals(report)).map(([name, sum]) => [name, String(sum)]);
    return c.redirect(`/admin/import?${new URLSearchParams(sums)}`, 303);
  })
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

function contextOf(c: AppContext) {
  return { scope: scopeOf(c), settings: c.var.deps.settings };
}

function showErrors(c: AppContext, errors: ImportError[]) {
  return page(c, <ImportErrorsPage {...frameOf(c)} errors={errors} />, 422);
}

function unknownFile(file: string): ImportError {
  const names = FILE_NAMES.map((name) => `${name}.csv`).join(", ");
  return { file, line: 1, column: "", value: "", words: `We know no file of this name. The seven are ${names}` };
}

function importLine(report: ImportReport) {
  if (!report.ok) return { event: "import_refused", errors: report.errors.length };
  return { event: "records_imported", ...totals(report) };
}

function totals({ counts }: Extract<ImportReport, { ok: true }>): Record<"create" | "update" | "remove", number> {
  const sum = (key: "create" | "update" | "remove") =>
    Object.values(counts).reduce((total, row) => total + row[key], 0);
  return { create: sum("create"), update: sum("update"), remove: sum("remove") };
}

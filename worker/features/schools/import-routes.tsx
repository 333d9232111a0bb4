import * as z from "zod";
import { ImportErrorsPage, ImportFilesPage, ImportPreviewPage } from "../../../web/pages/desk-import-pages.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { formOf } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { FILE_NAMES } from "../../rules/import/import-files.ts";
import type { ImportError } from "../../rules/import/import-rules.ts";
import { type ImportReport, importSchool, previewImport } from "./import-school.ts";
import { readTexts, readUpload } from "./read-upload.ts";

const number = z.coerce.number().int().min(0);
const doneQuery = z.object({ create: number, update: number, remove: number, left: number.default(0) });

/** The import of the school's records: its files, what they would change, and the press that does it. */
export const importRoutes = factory
  .createApp()
  .use("/admin/import/*", requireRole("admin"))
  .get("/admin/import", (c) => {
    const done = doneQuery.safeParse(c.req.query());
    return page(c, <ImportFilesPage {...frameOf(c)} names={FILE_NAMES} done={done.success ? done.data : null} />);
  })
  .post("/admin/import", async (c) => {
    const { texts, unknown } = await readUpload(await formOf(c));
    if (unknown.length > 0) return showErrors(c, unknown.map(unknownFile));
    const report = await previewImport(contextOf(c), texts);
    if (!report.ok) return showErrors(c, report.errors);
    return page(c, <ImportPreviewPage {...frameOf(c)} {...viewOf(report)} texts={texts} />);
  })
  .post("/admin/import/confirm", async (c) => {
    const { deps, school } = c.var;
    const form = await formOf(c);
    const choice = form.get("absent") === "left" ? "left" : "stay";
    const report = await importSchool(contextOf(c), readTexts(form), choice);
    deps.log({ level: "info", ...importLine(report), schoolId: school.id });
    if (!report.ok) return showErrors(c, report.errors);
    const left = choice === "left" ? Object.values(report.absent).flat().length : 0;
    const sums = Object.entries({ ...totals(report), ...(left > 0 && { left }) }).map(([name, sum]) => [
      name,
      String(sum),
    ]);
    return c.redirect(`/admin/import?${new URLSearchParams(sums)}`, 303);
  });

function viewOf({ counts, absent, back, kept }: Extract<ImportReport, { ok: true }>) {
  const names = (rows: { name: string }[]) => rows.map(({ name }) => name);
  const { staff, students, guardians } = absent;
  return {
    counts,
    kept,
    back,
    absent: { teachers: names(staff), students: names(students), guardians: names(guardians) },
  };
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

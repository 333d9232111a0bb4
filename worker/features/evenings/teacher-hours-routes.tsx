import * as z from "zod";
import { EveningTeachersPage, type TeacherRow, type TeachersProps } from "../../../web/pages/desk-evening-pages.tsx";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { eveningOf } from "../../http/office.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { type EveningRow, readBreaks, readClasses } from "../../queries/office-evening.ts";
import type { Span } from "../../rules/booking/overlap.ts";
import { type FieldError, id, typed } from "../../rules/form-fields.ts";
import { dayTimeOf, instantOf } from "../../rules/school-time.ts";
import { addBreak, type BreakResult, removeBreak, setHours } from "./breaks.ts";

const text = typed(200);
const breakForm = z.object({ id: z.uuid(), teacher: text, from: text, to: text });
const hoursForm = z.object({ hoursTeacher: text, earliest: text, latest: text });
const removeForm = z.object({ break: id });

/** The desk's page of an evening's breaks and teachers' own hours. */
export const teacherHoursRoutes = factory
  .createApp()
  .use("/admin/evenings/*", requireRole("admin", "office"))
  .get("/admin/evenings/:id/teachers", async (c) => show(c, await eveningOf(c), {}))
  .post("/admin/evenings/:id/teachers/breaks", async (c) => add(c, await eveningOf(c)))
  .post("/admin/evenings/:id/teachers/hours", async (c) => hours(c, await eveningOf(c)))
  .post("/admin/evenings/:id/teachers/breaks/remove", async (c) => {
    const found = await eveningOf(c);
    const form = await readForm(c, removeForm);
    if ((await removeBreak(scopeOf(c), found, form.break)) === null) throw notFound();
    return done(c, found, "removed");
  });

async function add(c: AppContext, found: EveningRow): Promise<Response> {
  const { id, teacher, from, to } = await readForm(c, breakForm);
  const input = { teacher, from, to };
  const all = (await teachersOf(c, found)).map((one) => one.id);
  const teacherIds = teacher === "all" ? all : all.filter((one) => one === teacher);
  const errors: FieldError[] = teacherIds.length === 0 ? [{ field: "teacher", words: "Choose a teacher" }] : [];
  const span = readSpan(c, found, { from, to }, { from: "from", to: "to" }, errors);
  if (!span) return show(c, found, { input, errors });
  const result = await addBreak(scopeOf(c), found, { id, teacherIds, ...span });
  return result.kind === "done" ? done(c, found, "added") : show(c, found, { input, ...problemsOf(result, "from") });
}

async function hours(c: AppContext, found: EveningRow): Promise<Response> {
  const { hoursTeacher, earliest, latest } = await readForm(c, hoursForm);
  const input = { teacher: hoursTeacher, from: earliest, to: latest };
  const known = (await teachersOf(c, found)).some((one) => one.id === hoursTeacher);
  const errors: FieldError[] = known ? [] : [{ field: "hoursTeacher", words: "Choose a teacher" }];
  const span = readSpan(c, found, { from: earliest, to: latest }, { from: "earliest", to: "latest" }, errors);
  if (!span) return show(c, found, { hours: input, errors });
  const result = await setHours(scopeOf(c), found, hoursTeacher, span);
  return result.kind === "done"
    ? done(c, found, "hours")
    : show(c, found, { hours: input, ...problemsOf(result, "earliest") });
}

type FromTo = { from: string; to: string };

/** The span on the evening's day, or null with what is wrong added to `errors`. */
function readSpan(c: AppContext, found: EveningRow, value: FromTo, ids: FromTo, errors: FieldError[]): Span | null {
  const { zone } = c.var.school;
  const { day } = dayTimeOf(found.startsAt, zone);
  const [from, to] = [instantOf({ day, time: value.from }, zone), instantOf({ day, time: value.to }, zone)];
  if (from.kind !== "at") errors.push({ field: ids.from, words: "Give a time, like 17:00" });
  if (to.kind !== "at") errors.push({ field: ids.to, words: "Give a time, like 17:15" });
  if (from.kind !== "at" || to.kind !== "at") return null;
  if (to.at <= from.at) errors.push({ field: ids.to, words: "The end must be after the beginning" });
  return errors.length > 0 ? null : { startsAt: from.at, endsAt: to.at };
}

function problemsOf(result: Exclude<BreakResult, { kind: "done" }>, field: string): Partial<Shown> {
  if (result.kind === "outside") return { errors: [{ field, words: "That is not within the evening" }] };
  if (result.booked.length > 0) return { inTheWay: result.booked };
  const words = "A time there is held for a family that is choosing just now, or was offered it. Try again later";
  return { errors: [{ field, words }] };
}

type Shown = {
  input: TeachersProps["input"];
  hours: TeachersProps["hours"];
  errors: FieldError[];
  inTheWay: Extract<BreakResult, { kind: "in-the-way" }>["booked"];
};

async function show(c: AppContext, found: EveningRow, shown: Partial<Shown>): Promise<Response> {
  const { zone } = c.var.school;
  const teachers = await teachersOf(c, found);
  const { time: from } = dayTimeOf(found.startsAt, zone);
  const { time: to } = dayTimeOf(found.endsAt, zone);
  const { errors = [], inTheWay = [] } = shown;
  const nameOf = new Map(teachers.map((one) => [one.id, one.name]));
  const said = z.enum(["added", "removed", "hours"]).safeParse(c.req.query("done"));
  const props = {
    ...{ ...frameOf(c), evening: found, teachers, errors, breakId: crypto.randomUUID() },
    input: shown.input ?? { teacher: "all", from: "", to: "" },
    hours: shown.hours ?? { teacher: teachers[0]?.id ?? "", from, to },
    inTheWay: inTheWay.map((one) => ({ ...one, teacher: nameOf.get(one.teacherId) ?? "" })),
    done: said.success && c.req.method === "GET" ? said.data : null,
  };
  const status = inTheWay.length > 0 ? 409 : errors.length > 0 ? 422 : 200;
  return page(c, <EveningTeachersPage {...props} />, status);
}

/** The teachers of the classes that take part, by name, with what was said of each. */
async function teachersOf(c: AppContext, found: EveningRow): Promise<TeacherRow[]> {
  const [classes, breaks] = await Promise.all([readClasses(scopeOf(c), found.id), readBreaks(scopeOf(c), found.id)]);
  const taking = classes.filter((one) => one.units !== null).flatMap((one) => one.teachers);
  const byId = new Map(taking.map((teacher) => [teacher.id, teacher.name]));
  return [...byId]
    .map(([id, name]) => ({
      id,
      name,
      ...availabilityOf(
        found,
        breaks.filter((one) => one.teacherId === id),
      ),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

function availabilityOf(found: EveningRow, rows: Awaited<ReturnType<typeof readBreaks>>) {
  const before = rows.find((row) => row.kind === "before");
  const after = rows.find((row) => row.kind === "after");
  const hours =
    before || after ? { startsAt: before?.endsAt ?? found.startsAt, endsAt: after?.startsAt ?? found.endsAt } : null;
  const breaks = rows.filter((row) => row.kind === "break");
  return { hours, breaks: breaks.map(({ id, startsAt, endsAt }) => ({ id, startsAt, endsAt })) };
}

function done(c: AppContext, found: EveningRow, what: "added" | "removed" | "hours"): Response {
  return c.redirect(`/admin/evenings/${found.id}/teachers?done=${what}`, 303);
}

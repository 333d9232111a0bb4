import { sql } from "drizzle-orm";
import { CorrectStudentPage, EndRecordPage, NewStudentPage } from "../../../web/pages/desk-record-forms.tsx";
import { StudentClassesPage } from "../../../web/pages/desk-student-classes-page.tsx";
import { DeskStudentPage } from "../../../web/pages/desk-student-page.tsx";
import { guestsForbidden } from "../../changes/guardianship-changed.ts";
import { studentsBack, studentsEnded } from "../../changes/people-ended.ts";
import {
  studentAdded,
  studentClassesSet,
  studentCorrectionsReleased,
  studentNameCorrected,
} from "../../changes/records-corrected.ts";
import { commit } from "../../db/guard.ts";
import type { Statement } from "../../db/statement.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { listClasses } from "../../queries/records-class.ts";
import { findStudent, readStudentRecord, type StudentRow } from "../../queries/records-student.ts";
import { birthKey } from "../../rules/birth-key.ts";
import { byHandId, isByHand } from "../../rules/by-hand.ts";
import { correctedOf, differing } from "../../rules/corrections.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { studentName } from "../../rules/names.ts";
import {
  checkName,
  checkNewStudent,
  classesForm,
  guestsForm,
  type NewStudentInput,
  newStudentForm,
  type StudentInput,
  studentForm,
} from "./record-forms.ts";

/** One student's page, and what the office can do there; their guardians are beside it. */
export const studentRoutes = factory
  .createApp()
  .get("/admin/students/new", (c) => {
    const input = { id: crypto.randomUUID(), forename: "", surname: "", birth: "", yearGroup: "" };
    return showNew(c, { ...input, registrationGroup: "", ownId: "" }, []);
  })
  .post("/admin/students/new", async (c) => addStudent(c, await readForm(c, newStudentForm)))
  .get("/admin/students/:id", async (c) => {
    const record = await readStudentRecord(scopeOf(c), c.req.param("id"));
    if (!record) throw notFound();
    const { student } = record;
    const view = { record, name: studentName(student).trim(), corrected: correctedOf(student) };
    const ownId = isByHand(student.externalId) ? null : student.externalId;
    return page(c, <DeskStudentPage {...frameOf(c)} {...view} ownId={ownId} done={c.req.query("done") ?? null} />);
  })
  .get("/admin/students/:id/correct", async (c) => {
    const student = await studentOf(c);
    return showCorrect(c, student, student, []);
  })
  .post("/admin/students/:id/correct", async (c) => correct(c, await studentOf(c), await readForm(c, studentForm)))
  .post("/admin/students/:id/release", async (c) => {
    const { id } = await studentOf(c);
    return done(c, id, studentCorrectionsReleased(scopeOf(c), id), "released");
  })
  .get("/admin/students/:id/end", async (c) => showEnd(c, await studentOf(c)))
  .post("/admin/students/:id/end", async (c) => {
    const { id } = await studentOf(c);
    return done(c, id, studentsEnded(scopeOf(c), sql`SELECT ${id}`), "ended");
  })
  .post("/admin/students/:id/back", async (c) => {
    const { id } = await studentOf(c);
    return done(c, id, studentsBack(scopeOf(c), sql`SELECT ${id}`), "back");
  })
  .post("/admin/students/:id/guests", async (c) => {
    const { id } = await studentOf(c);
    const { allowed } = await readForm(c, guestsForm);
    return done(c, id, guestsForbidden(scopeOf(c), id, !allowed), allowed ? "guests_yes" : "guests_no");
  })
  .get("/admin/students/:id/classes", async (c) => showClasses(c, await addedHere(c)))
  .post("/admin/students/:id/classes", async (c) => {
    const { id } = await addedHere(c);
    const { class: chosen = [] } = await readForm(c, classesForm);
    return done(c, id, studentClassesSet(scopeOf(c), id, chosen), "classes");
  });

/** The student of the address; throws 404. */
async function studentOf(c: AppContext): Promise<StudentRow> {
  const student = await findStudent(scopeOf(c), c.req.param("id") ?? "");
  if (!student) throw notFound();
  return student;
}

/** Whose classes no import decides about. */
async function addedHere(c: AppContext): Promise<StudentRow> {
  const student = await studentOf(c);
  if (!isByHand(student.externalId)) throw notFound();
  return student;
}

async function done(c: AppContext, id: string, changes: readonly Statement[], word: string): Promise<Response> {
  await commit(scopeOf(c).db, changes);
  return c.redirect(`/admin/students/${id}?done=${word}`, 303);
}

function showNew(c: AppContext, input: NewStudentInput, errors: FieldError[]) {
  return page(c, <NewStudentPage {...frameOf(c)} input={input} errors={errors} />, errors.length > 0 ? 422 : 200);
}

async function addStudent(c: AppContext, input: NewStudentInput) {
  const checked = checkNewStudent(input);
  if ("errors" in checked) return showNew(c, input, checked.errors);
  const { id, forename, surname, yearGroup, registrationGroup, ownId } = input;
  const scope = scopeOf(c);
  const externalId = ownId || byHandId(id);
  const of = { schoolId: scope.schoolId, externalId };
  const birth = await birthKey(c.var.deps.settings.SIGNING_KEYS, of, checked.iso);
  const student = { id, externalId, forename, surname, birthKey: birth, yearGroup, registrationGroup };
  const refused = await commit(scope.db, studentAdded(scope, student));
  if (refused === "id-used")
    return showNew(c, input, [{ field: "ownId", words: "Another student has this id: find them in the list" }]);
  return c.redirect(`/admin/students/${id}?done=added`, 303);
}

function showCorrect(c: AppContext, student: StudentRow, { forename, surname }: StudentInput, errors: FieldError[]) {
  const view = { student: { id: student.id, name: studentName(student) }, input: { forename, surname }, errors };
  return page(c, <CorrectStudentPage {...frameOf(c)} {...view} />, errors.length > 0 ? 422 : 200);
}

async function correct(c: AppContext, student: StudentRow, input: StudentInput) {
  const errors = checkName(input);
  if (errors.length > 0) return showCorrect(c, student, input, errors);
  const columns = differing(student, input);
  const changes = columns.length > 0 ? studentNameCorrected(scopeOf(c), student.id, input, columns) : [];
  if (changes.length === 0) return c.redirect(`/admin/students/${student.id}?done=same`, 303);
  return done(c, student.id, changes, "saved");
}

async function showEnd(c: AppContext, student: StudentRow) {
  const record = await readStudentRecord(scopeOf(c), student.id);
  const open = record?.appointments.filter((one) => one.state === "booked" && one.startsAt > c.var.now).length ?? 0;
  const view = { path: `/admin/students/${student.id}`, name: studentName(student), kind: "student", open } as const;
  return page(c, <EndRecordPage {...frameOf(c)} {...view} />);
}

async function showClasses(c: AppContext, student: StudentRow) {
  const scope = scopeOf(c);
  const [classes, record] = await Promise.all([listClasses(scope), readStudentRecord(scope, student.id)]);
  const chosen = record?.enrolled.map(({ id }) => id) ?? [];
  const view = { student: { id: student.id, name: studentName(student) }, classes, chosen };
  return page(c, <StudentClassesPage {...frameOf(c)} {...view} />);
}

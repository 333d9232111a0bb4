import { BondFormPage } from "../../../web/pages/desk-record-forms.tsx";
import { FindGuardianForPage } from "../../../web/pages/desk-student-page.tsx";
import { guardianshipAdded, guardianshipChanged, guardianshipEnded } from "../../changes/guardianship-changed.ts";
import { guardianshipReleased } from "../../changes/records-corrected.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { readRecordsPage } from "../../queries/records-lists.ts";
import { findPerson, type PersonRow } from "../../queries/records-person.ts";
import { findBond, findStudent, type StudentRow } from "../../queries/records-student.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { fullName, studentName } from "../../rules/names.ts";
import { searchWords } from "../../rules/records-search.ts";
import { type BondInput, bondForm, checkBond, newBondForm } from "./record-forms.ts";

const NEW: BondInput = {
  ...{ relationship: "", priority: "1", parentalResponsibility: true, livesWith: true, courtOrder: false },
};

/** The links of guardians to a student, by hand: found and added, changed, ended, let go to the import. */
export const bondRoutes = factory
  .createApp()
  .get("/admin/students/:id/guardians/new", async (c) => {
    const student = await studentOf(c);
    const guardianId = c.req.query("guardian");
    if (guardianId !== undefined)
      return showForm(c, { student, guardian: await guardianOf(c, guardianId) }, "new", NEW, []);
    return showFound(c, student, (c.req.query("q") ?? "").slice(0, 100).trim());
  })
  .post("/admin/students/:id/guardians/new", async (c) => {
    const { guardian: guardianId, ...input } = await readForm(c, newBondForm);
    const pair = { student: await studentOf(c), guardian: await guardianOf(c, guardianId) };
    return add(c, pair, input);
  })
  .get("/admin/students/:id/guardians/:guardian", async (c) => {
    const pair = await pairOf(c);
    const { bond } = pair;
    return showForm(c, pair, bond.byHand, { ...bond, priority: String(bond.priority) }, []);
  })
  .post("/admin/students/:id/guardians/:guardian", async (c) => save(c, await pairOf(c), await readForm(c, bondForm)))
  .post("/admin/students/:id/guardians/:guardian/end", async (c) => {
    const { student, guardian } = await pairOf(c);
    const scope = scopeOf(c);
    await commit(scope.db, guardianshipEnded(scope, { guardianId: guardian.id, studentId: student.id }));
    return back(c, student, "link_ended");
  })
  .post("/admin/students/:id/guardians/:guardian/release", async (c) => {
    const { student, guardian } = { student: await studentOf(c), guardian: await guardianOf(c) };
    const scope = scopeOf(c);
    await commit(scope.db, guardianshipReleased(scope, { guardianId: guardian.id, studentId: student.id }));
    return back(c, student, "released");
  });

type Pair = { student: StudentRow; guardian: PersonRow };
type Bond = NonNullable<Awaited<ReturnType<typeof findBond>>>;

async function studentOf(c: AppContext): Promise<StudentRow> {
  const student = await findStudent(scopeOf(c), c.req.param("id") ?? "");
  if (!student) throw notFound();
  return student;
}

async function guardianOf(c: AppContext, id = c.req.param("guardian") ?? ""): Promise<PersonRow> {
  const guardian = await findPerson(scopeOf(c), id);
  if (guardian?.role !== "guardian") throw notFound();
  return guardian;
}

/** The two of the address, and what links them; throws 404 where nothing does. */
async function pairOf(c: AppContext): Promise<Pair & { bond: Bond }> {
  const [student, guardian] = [await studentOf(c), await guardianOf(c)];
  const bond = await findBond(scopeOf(c), guardian.id, student.id);
  if (!bond || bond.byHand === "ended") throw notFound();
  return { student, guardian, bond };
}

function back(c: AppContext, { id }: StudentRow, done: string): Response {
  return c.redirect(`/admin/students/${id}?done=${done}`, 303);
}

async function showFound(c: AppContext, student: StudentRow, typed: string) {
  const words = searchWords(typed);
  const asked = { kind: "guardians", words, filter: null, evening: null, cursor: null } as const;
  const { rows, total } = words.length > 0 ? await readRecordsPage(scopeOf(c), asked) : { rows: [], total: 0 };
  const found = rows.map(({ id, forename, surname, email, related }) => ({
    ...{ id, email, name: [forename, surname].filter(Boolean).join(" ") },
    students: related.map(({ name }) => name),
  }));
  const view = { student: { id: student.id, name: studentName(student) }, typed, found, total };
  return page(c, <FindGuardianForPage {...frameOf(c)} {...view} />);
}

type ByHand = Bond["byHand"] | "new";

function showForm(c: AppContext, { student, guardian }: Pair, byHand: ByHand, input: BondInput, errors: FieldError[]) {
  const view = {
    student: { id: student.id, name: studentName(student) },
    guardian: { id: guardian.id, name: fullName(guardian) },
    ...{ byHand, input, errors },
  };
  return page(c, <BondFormPage {...frameOf(c)} {...view} />, errors.length > 0 ? 422 : 200);
}

async function add(c: AppContext, pair: Pair, input: BondInput) {
  const checked = checkBond(input);
  if ("errors" in checked) return showForm(c, pair, "new", input, checked.errors);
  const scope = scopeOf(c);
  const of = { guardianId: pair.guardian.id, studentId: pair.student.id };
  const refused = await commit(scope.db, guardianshipAdded(scope, of, checked.values));
  if (refused === "already")
    return showForm(c, pair, "new", input, [
      { field: "relationship", words: "The two are linked already: change the link on the student’s page" },
    ]);
  if (refused !== null) throw notFound();
  return back(c, pair.student, "link_added");
}

async function save(c: AppContext, pair: Pair & { bond: Bond }, input: BondInput) {
  const checked = checkBond(input);
  if ("errors" in checked) return showForm(c, pair, pair.bond.byHand, input, checked.errors);
  const scope = scopeOf(c);
  const of = { guardianId: pair.guardian.id, studentId: pair.student.id };
  const refused = await commit(scope.db, guardianshipChanged(scope, of, checked.values));
  if (refused !== null) throw notFound();
  return back(c, pair.student, "link_changed");
}

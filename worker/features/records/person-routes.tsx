import { sql } from "drizzle-orm";
import { DeskPersonPage } from "../../../web/pages/desk-person-page.tsx";
import { CorrectPersonPage, EndRecordPage, NewPersonPage } from "../../../web/pages/desk-record-forms.tsx";
import { mailStopLifted } from "../../changes/mail-stop-lifted.ts";
import { peopleBack, peopleEnded } from "../../changes/people-ended.ts";
import { addressCorrected, correctionsReleased, nameCorrected, personAdded } from "../../changes/records-corrected.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { findPerson, type PersonRow, readPersonRecord } from "../../queries/records-person.ts";
import { byHandId, isByHand } from "../../rules/by-hand.ts";
import { correctedOf, differing } from "../../rules/corrections.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { fullName } from "../../rules/names.ts";
import {
  checkOwnId,
  checkPerson,
  type NewPersonInput,
  newPersonForm,
  type PersonInput,
  personForm,
} from "./record-forms.ts";

/** One person's page, and what the office can do there: of guardians whoever is of the office, of staff an admin. */
export const personRoutes = factory
  .createApp()
  .get("/admin/people/new", (c) => {
    const input = { id: crypto.randomUUID(), title: "", forename: "", surname: "", email: "", ownId: "" };
    return showNew(c, { ...input, student: c.req.query("student") ?? "" }, []);
  })
  .post("/admin/people/new", async (c) => addPerson(c, await readForm(c, newPersonForm)))
  .get("/admin/people/:id", async (c) => {
    const record = await readPersonRecord(scopeOf(c), c.req.param("id"));
    if (!record) throw notFound();
    const { person } = record;
    const view = { record, name: fullName(person), corrected: correctedOf(person), mayChange: mayChange(c, person) };
    const ownId = isByHand(person.externalId) ? null : person.externalId;
    return page(c, <DeskPersonPage {...frameOf(c)} {...view} ownId={ownId} done={c.req.query("done") ?? null} />);
  })
  .get("/admin/people/:id/correct", async (c) => {
    const person = await changeable(c);
    return showCorrect(c, person, person, []);
  })
  .post("/admin/people/:id/correct", async (c) => correct(c, await changeable(c), await readForm(c, personForm)))
  .post("/admin/people/:id/release", async (c) => {
    const { id } = await changeable(c);
    const scope = scopeOf(c);
    await commit(scope.db, correctionsReleased(scope, id));
    return back(c, id, "released");
  })
  .get("/admin/people/:id/end", async (c) => showEnd(c, await leaver(c)))
  .post("/admin/people/:id/end", async (c) => {
    const { id } = await leaver(c);
    const scope = scopeOf(c);
    await commit(scope.db, peopleEnded(scope, sql`SELECT ${id}`));
    return back(c, id, "ended");
  })
  .post("/admin/people/:id/back", async (c) => {
    const { id } = await leaver(c);
    const scope = scopeOf(c);
    await commit(scope.db, peopleBack(scope, sql`SELECT ${id}`));
    return back(c, id, "back");
  })
  .post("/admin/people/:id/mail-again", async (c) => mailAgain(c, await changeable(c)));

function mayChange(c: AppContext, { role }: Pick<PersonRow, "role">): boolean {
  return role === "guardian" || c.var.person?.role === "admin";
}

/** The person of the address, whom the viewer may change; throws 404 or 403. */
async function changeable(c: AppContext): Promise<PersonRow> {
  const person = await findPerson(scopeOf(c), c.req.param("id") ?? "");
  if (!person) throw notFound();
  if (!mayChange(c, person)) throw new Problem(403, "adminOnly");
  return person;
}

/** Accounts of the office end where they are made, so that the last admin can't. */
async function leaver(c: AppContext): Promise<PersonRow> {
  const person = await changeable(c);
  if (person.role === "admin" || person.role === "office") throw notFound();
  return person;
}

function back(c: AppContext, id: string, done: string): Response {
  return c.redirect(`/admin/people/${id}?done=${done}`, 303);
}

function showNew(c: AppContext, input: NewPersonInput, errors: FieldError[]) {
  return page(c, <NewPersonPage {...frameOf(c)} input={input} errors={errors} />, errors.length > 0 ? 422 : 200);
}

async function addPerson(c: AppContext, input: NewPersonInput) {
  const errors = [...checkPerson(input, c.var.words), ...checkOwnId(input.ownId)];
  if (errors.length > 0) return showNew(c, input, errors);
  const { id, title, forename, surname, email, ownId, student } = input;
  const scope = scopeOf(c);
  const person = { id, role: "guardian" as const, externalId: ownId || byHandId(id), title, forename, surname, email };
  const refused = await commit(scope.db, personAdded(scope, person));
  if (refused === "id-used")
    return showNew(c, input, [{ field: "ownId", words: "Another guardian has this id: find them in the list" }]);
  if (student) return c.redirect(`/admin/students/${encodeURIComponent(student)}/guardians/new?guardian=${id}`, 303);
  return back(c, id, "added");
}

function showCorrect(c: AppContext, person: PersonRow, input: PersonInput, errors: FieldError[]) {
  const { title, forename, surname, email } = input;
  const view = {
    person: { id: person.id, name: fullName(person) },
    input: { title, forename, surname, email },
    errors,
  };
  return page(c, <CorrectPersonPage {...frameOf(c)} {...view} />, errors.length > 0 ? 422 : 200);
}

async function correct(c: AppContext, person: PersonRow, input: PersonInput) {
  const errors = checkPerson(input, c.var.words);
  if (errors.length > 0) return showCorrect(c, person, input, errors);
  const { email, ...name } = input;
  const columns = differing(person, name);
  const scope = scopeOf(c);
  const changes = [
    ...(columns.length > 0 ? nameCorrected(scope, person.id, name, columns) : []),
    ...(email === person.email ? [] : addressCorrected(scope, person.id, email)),
  ];
  if (changes.length === 0) return back(c, person.id, "same");
  await commit(scope.db, changes);
  return back(c, person.id, "saved");
}

async function showEnd(c: AppContext, person: PersonRow) {
  const record = await readPersonRecord(scopeOf(c), person.id);
  const open = record?.appointments.filter((one) => one.state === "booked" && one.startsAt > c.var.now).length ?? 0;
  const kind = person.role === "teacher" ? "teacher" : "guardian";
  const view = { path: `/admin/people/${person.id}`, name: fullName(person), kind, open } as const;
  return page(c, <EndRecordPage {...frameOf(c)} {...view} />);
}

/** Asks the mail provider to send there again, and only then says that mail reaches them. */
async function mailAgain(c: AppContext, { id, email, role }: PersonRow) {
  const list = role === "guardian" ? "guardians" : "staff";
  const to = (done: string) =>
    c.req.query("from") === "list"
      ? c.redirect(`/admin/people?kind=${list}&is=bounced&done=${done}`, 303)
      : back(c, id, done);
  if (email === "") return to("same");
  const asked = await c.var.deps.mail.liftStop(email);
  if (asked.kind === "refused") return to("lift_refused");
  if (asked.kind === "unanswered") {
    const { status, code } = asked.answer;
    c.var.deps.log({
      level: "warn",
      event: "mail_stop_not_lifted",
      schoolId: c.var.school.id,
      personId: id,
      status,
      code,
    });
    return to("lift_unanswered");
  }
  const scope = scopeOf(c);
  await commit(scope.db, mailStopLifted(scope, id));
  return to("lifted");
}

import * as z from "zod";
import { DeskStaffFormPage, DeskStaffMemberPage, DeskStaffPage } from "../../../web/pages/desk-staff-pages.tsx";
import { peopleBack, peopleEnded } from "../../changes/people-ended.ts";
import { staffAdded, staffMailed, staffRoleChanged } from "../../changes/staff.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import type { FieldError } from "../../rules/form-fields.ts";
import { readStaff, type StaffInput, staffForm } from "../../rules/staff-form.ts";
import { endOf, findStaff, readAllStaff, type StaffRow } from "./read-staff.ts";

const roleForm = z.object({ role: z.enum(["admin", "office"]) });

const NEWS: Record<string, string> = {
  added: "The account is made, and a mail with a way in is on its way.",
  role: "Saved. It holds from their next press on.",
  ended: "The account is ended: nothing lets them in any more.",
  back: "They are back, and may sign in.",
  mailed: "A mail with a way in is on its way.",
};
const LAST_ADMIN = "This is the school’s only admin: make somebody else an admin first";

/** Staff accounts: who has one, adding one, and changing and ending one. */
export const staffRoutes = factory
  .createApp()
  .use("/admin/staff/*", requireRole("admin"))
  .get("/admin/staff", async (c) => {
    const staff = await readAllStaff(scopeOf(c));
    return page(c, <DeskStaffPage {...frameOf(c)} staff={staff} you={c.var.person?.id ?? ""} news={newsOf(c)} />);
  })
  .get("/admin/staff/new", (c) => {
    const nobody = { title: "", forename: "", surname: "", email: "", role: "office" };
    return showForm(c, { id: crypto.randomUUID(), ...nobody });
  })
  .post("/admin/staff/new", async (c) => {
    const input = await readForm(c, staffForm);
    const read = readStaff(input);
    if ("errors" in read) return showForm(c, input, read.errors);
    const scope = scopeOf(c);
    const refused = await commit(scope.db, staffAdded(scope, { ...read.account, id: idOf(input) }));
    if (refused === null) return c.redirect("/admin/staff?done=added", 303);
    const words = "This address has an account of the desk already: open it in the list and change its role";
    return showForm(c, input, [{ field: "email", words }]);
  })
  .get("/admin/staff/:id", async (c) => showMember(c, await memberOf(c)))
  .post("/admin/staff/:id/role", async (c) => {
    const member = await memberOf(c);
    const { role } = await readForm(c, roleForm);
    const scope = scopeOf(c);
    const refused = await commit(scope.db, staffRoleChanged(scope, member.id, role));
    if (refused === "unknown") throw notFound();
    return refused === null ? done(c, member, "role") : showMember(c, member, [{ field: "role", words: LAST_ADMIN }]);
  })
  .post("/admin/staff/:id/end", async (c) => {
    const member = await memberOf(c);
    const scope = scopeOf(c);
    const refused = await commit(scope.db, peopleEnded(scope, endOf(scope, member.id)));
    if (refused === null) return c.redirect("/admin/staff?done=ended", 303);
    return showMember(c, member, [{ field: "end", words: LAST_ADMIN }]);
  })
  .post("/admin/staff/:id/back", async (c) => {
    const member = await memberOf(c);
    const scope = scopeOf(c);
    await commit(scope.db, peopleBack(scope, endOf(scope, member.id)));
    return done(c, member, "back");
  })
  .post("/admin/staff/:id/mail", async (c) => {
    const member = await memberOf(c);
    if (member.endedAt !== null) throw notFound();
    const scope = scopeOf(c);
    await commit(scope.db, staffMailed(scope, member.id));
    return done(c, member, "mailed");
  });

async function memberOf(c: AppContext): Promise<StaffRow> {
  const found = await findStaff(scopeOf(c), c.req.param("id") ?? "");
  if (!found) throw notFound();
  return found;
}

function done(c: AppContext, { id }: StaffRow, what: string): Response {
  return c.redirect(`/admin/staff/${id}?done=${what}`, 303);
}

function showForm(c: AppContext, input: StaffInput, errors: FieldError[] = []) {
  return page(c, <DeskStaffFormPage {...frameOf(c)} input={input} errors={errors} />, errors.length > 0 ? 422 : 200);
}

function showMember(c: AppContext, member: StaffRow, errors: FieldError[] = []) {
  const props = { ...frameOf(c), member, errors, isYou: member.id === c.var.person?.id };
  const view = <DeskStaffMemberPage {...props} news={errors.length > 0 ? null : newsOf(c)} />;
  return page(c, view, errors.length > 0 ? 409 : 200);
}

function newsOf(c: AppContext): string | null {
  return NEWS[c.req.query("done") ?? ""] ?? null;
}

/** The form makes it; where it has been tampered with, a fresh one. */
function idOf({ id }: StaffInput): string {
  return z.uuid().safeParse(id).success ? id : crypto.randomUUID();
}

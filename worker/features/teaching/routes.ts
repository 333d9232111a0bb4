import * as z from "zod";
import { noteKept } from "../../changes/teaching.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound } from "../../http/problem.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { message, yesOrNo } from "../../rules/form-fields.ts";
import { type Mark, markAppointment } from "./mark-appointment.ts";

/** The longest note, in characters. */
const MOST_NOTE_LENGTH = 4000;
const yes = z.object({ on: yesOrNo });
const late = z.object({ minutes: z.coerce.number().int().min(0).max(30) });
const note = z.object({ text: message(MOST_NOTE_LENGTH) });

/** What a teacher does on the night, beside the call: from the call's page, and without scripts from My Schedule. */
export const teachingRoutes = factory
  .createApp()
  .use("/staff/appointments/*", requireRole("teacher"))
  .post("/staff/appointments/:id/note", async (c) => {
    const scope = scopeOf(c);
    const { text } = await readForm(c, note);
    const of = { appointmentId: c.req.param("id"), teacherId: signedIn(c).id };
    if ((await commit(scope.db, noteKept(scope, of, text))) !== null) throw notFound();
    return done(c);
  })
  .post("/staff/appointments/:id/absent", async (c) => mark(c, { kind: "no-show", on: (await readForm(c, yes)).on }))
  .post("/staff/appointments/:id/late", async (c) =>
    mark(c, { kind: "late", minutes: (await readForm(c, late)).minutes }),
  )
  .post("/staff/appointments/:id/guest", async (c) => mark(c, { kind: "guest", out: (await readForm(c, yes)).on }));

async function mark(c: AppContext, change: Mark): Promise<Response> {
  const appointmentId = c.req.param("id") ?? "";
  const by = { scope: scopeOf(c), appointmentId, teacherId: signedIn(c).id };
  if ((await markAppointment(by, change)) === null) throw notFound();
  await followUp(c);
  return done(c);
}

/** A script goes on where it is; a form comes back to the row that it was pressed in. */
function done(c: AppContext): Response {
  if (c.req.header("accept")?.includes("application/json")) return c.json({ savedAt: c.var.now });
  const evening = c.req.query("evening");
  const query = evening ? `?evening=${encodeURIComponent(evening)}` : "";
  return c.redirect(`/staff/schedule${query}#appointment-${encodeURIComponent(c.req.param("id") ?? "")}`, 303);
}

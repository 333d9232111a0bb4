import * as z from "zod";
import { noteKept } from "../../changes/teaching.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { type Change, markAppointment } from "./mark-appointment.ts";

/** The longest note, in characters. */
const MOST_NOTE_LENGTH = 4000;
const yes = z.object({ on: z.enum(["0", "1"]).transform((on) => on === "1") });
const late = z.object({ minutes: z.coerce.number().int().min(0).max(30) });
// Browsers send a line break as two characters.
const note = z.object({
  text: z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").trim())
    .pipe(z.string().max(MOST_NOTE_LENGTH)),
});

/** What a teacher does on the night, beside the call: from the call's page, and without scripts from My Schedule. */
export const teachingRoutes = factory
  .createApp()
  .use("/staff/appointments/*", requireRole("teacher"))
  .post("/staff/appointments/:id/note", async (c) => {
    const { text } = read(note, await c.req.parseBody());
    const of = { appointmentId: c.req.param("id"), teacherId: signedIn(c).id };
    if ((await commit(c.var.deps.db, noteKept(scopeOf(c), of, text))) !== null) throw notFound();
    return done(c);
  })
  .post("/staff/appointments/:id/absent", async (c) =>
    mark(c, { kind: "absent", on: read(yes, await c.req.parseBody()).on }),
  )
  .post("/staff/appointments/:id/late", async (c) =>
    mark(c, { kind: "late", minutes: read(late, await c.req.parseBody()).minutes }),
  )
  .post("/staff/appointments/:id/guest", async (c) =>
    mark(c, { kind: "guest", out: read(yes, await c.req.parseBody()).on }),
  );

async function mark(c: AppContext, change: Change): Promise<Response> {
  const { deps } = c.var;
  const appointmentId = c.req.param("id") ?? "";
  const by = { scope: scopeOf(c), appointmentId, teacherId: signedIn(c).id };
  if ((await markAppointment(deps, by, change)) === null) throw notFound();
  return done(c);
}

/** A script goes on where it is; a form comes back to the row that it was pressed in. */
function done(c: AppContext): Response {
  if (c.req.header("accept")?.includes("application/json")) return c.json({ savedAt: c.var.now });
  const evening = c.req.query("evening");
  const query = evening ? `?evening=${encodeURIComponent(evening)}` : "";
  return c.redirect(`/staff/schedule${query}#appointment-${encodeURIComponent(c.req.param("id") ?? "")}`, 303);
}

function read<T>(form: z.ZodType<T>, body: unknown): T {
  const result = form.safeParse(body);
  if (!result.success) throw new Problem(422, "unreadablePress");
  return result.data;
}

import * as z from "zod";
import { DeskFlagsPage } from "../../../web/pages/desk-flags-page.tsx";
import { appointmentCalledOff, appointmentHandedOver, appointmentKept } from "../../changes/flags-decided.ts";
import { commit } from "../../db/guard.ts";
import type { Statement } from "../../db/statement.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole } from "../../http/sessions.ts";
import { id } from "../../rules/form-fields.ts";
import { readFlags } from "./read-flags.ts";

const handOverForm = z.object({ teacher: id });

/** Appointments of people who have left, and of classes whose new teachers aren't free: the office decides about each. */
export const leavingRoutes = factory
  .createApp()
  .use("/admin/flags/*", requireRole("admin", "office"))
  .get("/admin/flags", async (c) => {
    const flags = await readFlags(scopeOf(c));
    return page(c, <DeskFlagsPage {...frameOf(c)} flags={flags} news={newsOf(c.req.query("done"))} />);
  })
  .post("/admin/flags/:id/hand-over", async (c) => {
    const { teacher } = await readForm(c, handOverForm);
    return decided(c, appointmentHandedOver(scopeOf(c), c.req.param("id"), teacher), "handed-over");
  })
  .post("/admin/flags/:id/cancel", (c) => decided(c, appointmentCalledOff(scopeOf(c), c.req.param("id")), "cancelled"))
  .post("/admin/flags/:id/keep", (c) => decided(c, appointmentKept(scopeOf(c), c.req.param("id")), "kept"));

async function decided(c: AppContext, statements: Statement[], done: string): Promise<Response> {
  const refused = await commit(scopeOf(c).db, statements);
  return c.redirect(`/admin/flags?done=${refused ?? done}`, 303);
}

const NEWS: Record<string, { kind: "good" | "warn"; words: string }> = {
  "handed-over": { kind: "good", words: "Handed over. The family is told who meets them now." },
  cancelled: { kind: "good", words: "Cancelled. The family is told." },
  kept: { kind: "good", words: "Left as it is." },
  taken: { kind: "warn", words: "Not handed over: that teacher isn’t free at the time any more. Choose another." },
  unknown: { kind: "warn", words: "Not handed over: that teacher isn’t at the school any more. Choose another." },
  over: { kind: "warn", words: "Not handed over: the appointment is over." },
  left: { kind: "warn", words: "That can’t stay as it is: somebody of it has left. Hand it over or cancel it." },
  "not-flagged": { kind: "warn", words: "Somebody has decided about that appointment meanwhile." },
};

function newsOf(done: string | undefined) {
  return (done !== undefined && NEWS[done]) || null;
}

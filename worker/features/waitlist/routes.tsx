import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { OfferPage } from "../../../web/pages/offer-page.tsx";
import type { EveningId } from "../../db/ids.ts";
import { waiting } from "../../db/schema.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { readForm } from "../../http/forms.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { anchorOf } from "../../rules/anchor.ts";
import { MOST_MESSAGE_LENGTH } from "../../rules/booking/message.ts";
import { hidden, id, message } from "../../rules/form-fields.ts";
import { opensOffer } from "../../rules/links.ts";
import { readOffer } from "../../views/offer.ts";
import { joinWaitlist, leaveWaitlist } from "./join-waitlist.ts";
import { takeOffer, type WaitlistEntry } from "./take-offer.ts";

const joining = z.object({ id: z.uuid(), student: id, class: id, note: message(MOST_MESSAGE_LENGTH).default("") });
const leaving = z.object({ leave: id });
const answering = z.object({ answer: z.enum(["take", "decline"]), token: hidden(100) });

/** The waiting list: joining and leaving it, and the page of a time that is held for a waitlist entry. */
export const waitlistRoutes = factory
  .createApp()
  .post("/evenings/:id/waiting", requireRole("guardian"), async (c) => {
    const press = await readForm(c, z.union([leaving, joining]));
    return "leave" in press ? leave(c, c.req.param("id"), press.leave) : join(c, c.req.param("id"), press);
  })
  // Opening it changes nothing: mail scanners open links first.
  .get("/offers/:id", async (c) => {
    const token = c.req.query("token") ?? "";
    return show(c, await entryOf(c, token), token);
  })
  .post("/offers/:id", async (c) => {
    const { answer, token } = await readForm(c, answering);
    const entry = await entryOf(c, token);
    const done = answer === "take" ? await takeOffer(scopeOf(c), entry) : await decline(c, entry);
    if (done === "cannot") throw cannot();
    const query = token === "" ? "" : `?${new URLSearchParams({ token })}`;
    return c.redirect(`/offers/${encodeURIComponent(entry.id)}${query}`, 303);
  });

async function join(c: AppContext, eveningId: EveningId, request: z.infer<typeof joining>): Promise<Response> {
  const { id: waitingId, student: studentId, class: classId } = request;
  const wished = { id: waitingId, eveningId, guardianId: signedIn(c).id, studentId, classId, note: request.note };
  const joined = await joinWaitlist(scopeOf(c), wished);
  if (joined === "unknown") throw notFound();
  if (joined === "not-full") throw new Problem(409, "timeIsFree");
  return backTo(c, eveningId, anchorOf(studentId, classId));
}

async function leave(c: AppContext, eveningId: EveningId, waitingId: string): Promise<Response> {
  const entry = await findEntry(c, waitingId);
  if (entry?.eveningId !== eveningId || !(await leaveWaitlist(scopeOf(c), signedIn(c).id, waitingId))) throw notFound();
  return backTo(c, entry.eveningId, anchorOf(entry.studentId, entry.classId));
}

async function decline(c: AppContext, entry: WaitlistEntry) {
  await leaveWaitlist({ ...scopeOf(c), actor: entry.guardianId }, entry.guardianId, entry.id);
  return "left";
}

async function show(c: AppContext, entry: WaitlistEntry, token: string): Promise<Response> {
  const { now } = c.var;
  const view = await readOffer(scopeOf(c), entry);
  if (!view) throw notFound();
  return page(c, <OfferPage {...frameOf(c)} {...view} token={token} now={now} />);
}

/** The offer of the address, for whoever has its link or is the guardian it was made to; 404 for everybody else. */
async function entryOf(c: AppContext, token: string): Promise<WaitlistEntry> {
  const { deps, person, school } = c.var;
  const entry = await findEntry(c, c.req.param("id") ?? "");
  if (!entry) throw notFound();
  if (person?.id !== entry.guardianId && !(await opensOffer(deps.settings.SIGNING_KEYS, school.id, entry.id, token)))
    throw notFound();
  return entry;
}

function findEntry(c: AppContext, waitingId: string): Promise<WaitlistEntry | undefined> {
  const { db, schoolId } = scopeOf(c);
  return db
    .select()
    .from(waiting)
    .where(and(eq(waiting.schoolId, schoolId), eq(waiting.id, waitingId)))
    .get();
}

function backTo(c: AppContext, eveningId: EveningId, anchor: string): Response {
  return c.redirect(`/evenings/${encodeURIComponent(eveningId)}/book/manual#${encodeURIComponent(anchor)}`, 303);
}

function cannot(): Problem {
  return new Problem(409, "cannotBook");
}

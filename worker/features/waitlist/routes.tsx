import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { OfferPage } from "../../../web/pages/offer-page.tsx";
import { deliverNotices } from "../../after-commit/deliver-notices.ts";
import { offerFreedTimes } from "../../after-commit/offer-freed-times.ts";
import { MOST_NOTE } from "../../changes/message-written.ts";
import { waiting } from "../../db/schema.ts";
import { type AppContext, factory, later } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { page, schoolView, viewerOf } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { sendDueMail } from "../../mail/send-due-mail.ts";
import { readOffer } from "../../queries/offer.ts";
import { opensOffer } from "../../rules/offer-token.ts";
import { anchorOf } from "../bookings/book-manual-view.ts";
import { joinLine, leaveLine } from "./join-waitlist.ts";
import { type Place, takeOffer } from "./take-offer.ts";

const id = z.string().min(1).max(100);
const note = z
  .string()
  .catch("")
  .transform((text) => text.replaceAll("\r\n", "\n").trim())
  .pipe(z.string().max(MOST_NOTE));
const joining = z.object({ id: z.uuid(), student: id, class: id, note });
const leaving = z.object({ leave: id });
const answer = z.object({ answer: z.enum(["take", "decline"]), token: z.string().max(100).catch("") });

/** The waiting list: joining and leaving it, and the page of a time that is held for somebody in line. */
export const waitingRoutes = factory
  .createApp()
  .post("/evenings/:id/waiting", requireRole("guardian"), async (c) => {
    const body = await c.req.parseBody();
    const gone = leaving.safeParse(body);
    if (gone.success) return leave(c, gone.data.leave);
    const wish = joining.safeParse(body);
    if (!wish.success) throw unreadable();
    return join(c, c.req.param("id"), wish.data);
  })
  // Opening it changes nothing: mail scanners open links first.
  .get("/offers/:id", async (c) => {
    const token = c.req.query("token") ?? "";
    return show(c, await placeOf(c, token), token);
  })
  .post("/offers/:id", async (c) => {
    const said = answer.safeParse(await c.req.parseBody());
    if (!said.success) throw unreadable();
    const { token } = said.data;
    const place = await placeOf(c, token);
    const done = said.data.answer === "take" ? await take(c, place) : await decline(c, place);
    if (done === "cannot") throw cannot();
    const query = token === "" ? "" : `?${new URLSearchParams({ token })}`;
    return c.redirect(`/offers/${encodeURIComponent(place.id)}${query}`, 303);
  });

async function join(c: AppContext, eveningId: string, wish: z.infer<typeof joining>): Promise<Response> {
  const { id: waitingId, student: studentId, class: classId } = wish;
  const joined = await joinLine(ofGuardian(c, signedIn(c).id), {
    ...{ id: waitingId, eveningId, studentId, classId, note: wish.note },
  });
  if (joined === "unknown") throw notFound();
  if (joined === "not-full") throw new Problem(409, "timeIsFree");
  goOn(c);
  return backTo(c, eveningId, anchorOf(studentId, classId));
}

async function leave(c: AppContext, waitingId: string): Promise<Response> {
  const place = await findPlace(c, waitingId);
  if (!place || !(await leaveLine(ofGuardian(c, signedIn(c).id), waitingId))) throw notFound();
  goOn(c);
  return backTo(c, place.eveningId, anchorOf(place.studentId, place.classId));
}

async function take(c: AppContext, place: Place) {
  const { deps, now, school } = c.var;
  const taken = await takeOffer({ db: deps.db, schoolId: school.id, now }, place);
  goOn(c);
  return taken;
}

async function decline(c: AppContext, place: Place) {
  await leaveLine(ofGuardian(c, place.guardianId), place.id);
  goOn(c);
  return "left";
}

async function show(c: AppContext, place: Place, token: string): Promise<Response> {
  const { deps, now, person, school } = c.var;
  const view = await readOffer(scopeOf(c), place);
  if (!view) throw notFound();
  const frame = { school: schoolView(school), viewer: viewerOf(person), zone: school.zone };
  return page(c, <OfferPage {...frame} {...view} token={token} now={now} />);
}

/** The offer of the address, for whoever has its link or is the guardian it was made to; 404 for everybody else. */
async function placeOf(c: AppContext, token: string): Promise<Place> {
  const { deps, person, school } = c.var;
  const place = await findPlace(c, c.req.param("id") ?? "");
  if (!place) throw notFound();
  if (person?.id !== place.guardianId && !(await opensOffer(deps.settings, school.id, place.id, token)))
    throw notFound();
  return place;
}

function findPlace(c: AppContext, waitingId: string): Promise<Place | undefined> {
  const { deps, school } = c.var;
  return deps.db
    .select()
    .from(waiting)
    .where(and(eq(waiting.schoolId, school.id), eq(waiting.id, waitingId)))
    .get();
}

function ofGuardian(c: AppContext, guardianId: string) {
  return { db: c.var.deps.db, schoolId: c.var.school.id, guardianId, now: c.var.now };
}

/** After the answer: the next in line is asked, then mail and rooms are told. */
function goOn(c: AppContext): void {
  const { deps } = c.var;
  later(
    c,
    offerFreedTimes(deps).finally(() => sendDueMail(deps)),
  );
  later(c, deliverNotices(deps));
}

function backTo(c: AppContext, eveningId: string, anchor: string): Response {
  return c.redirect(`/evenings/${encodeURIComponent(eveningId)}/book/manual#${encodeURIComponent(anchor)}`, 303);
}

function unreadable(): Problem {
  return new Problem(422, "unreadablePress");
}

function cannot(): Problem {
  return new Problem(409, "cannotBook");
}

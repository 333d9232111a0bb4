import { and, eq } from "drizzle-orm";
import { CallPage } from "../../../web/pages/call-page.tsx";
import type { CallProps } from "../../../web/pages/call-props.ts";
import { EveningOverPage, ForgottenPage, NotMePage, WithdrawnPage } from "../../../web/pages/guest-pages.tsx";
import { people } from "../../db/schema.ts";
import { type AppContext, factory, followUp } from "../../http/context.ts";
import { notFound, Problem } from "../../http/problem.ts";
import { page, schoolView } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { sendPageData } from "../../http/send-page-data.ts";
import { findEvening } from "../../queries/evenings.ts";
import { findGuest, type Invite } from "../../queries/find-guest.ts";
import { fullName } from "../../rules/names.ts";
import { keptUntil } from "../../rules/retention.ts";
import { isDayAfter } from "../../rules/school-time.ts";
import { guestCallProps } from "../../views/call-props.ts";
import { removeInvite } from "./remove-invite.ts";

/** The guest's pages. Opening any of them changes nothing: mail scanners open links first. */
export const guestRoutes = factory
  .createApp()
  .get("/guests/video/:id", async (c) => {
    const props = await propsOf(c);
    if ("withdrawn" in props) return withdrawn(c, props.withdrawn);
    if ("over" in props) return over(c, props.over);
    return page(c, <CallPage props={props} school={schoolView(c.var.school)} viewer={null} />);
  })
  .get("/guests/video/:id/records", async (c) => {
    const props = await propsOf(c);
    if ("withdrawn" in props || "over" in props) throw notFound();
    return sendPageData(c, props);
  })
  .get("/guests/not-me/:id", async (c) => {
    const guestToken = c.req.query("guestToken") ?? "";
    const guest = await guestOf(c, guestToken);
    if (guest.status === "withdrawn") return withdrawn(c, guest.invite);
    const invitedBy = await nameOfGuardian(c, guest.invite);
    const view = { school: schoolView(c.var.school), inviteId: guest.invite.id, guestToken, invitedBy };
    return page(c, <NotMePage {...view} />);
  })
  .post("/guests/not-me/:id", async (c) => {
    const { school } = c.var;
    const { guestToken } = await c.req.parseBody();
    const guest = await guestOf(c, typeof guestToken === "string" ? guestToken : "");
    if (guest.status === "withdrawn") return withdrawn(c, guest.invite);
    const { id } = guest.invite;
    await removeInvite({ ...scopeOf(c), actor: id }, id, "not_me");
    await followUp(c);
    return page(c, <ForgottenPage school={schoolView(school)} />);
  });

async function propsOf(c: AppContext): Promise<CallProps | { withdrawn: Invite } | { over: Invite }> {
  const { school } = c.var;
  const guestToken = c.req.query("guestToken") ?? "";
  const guest = await guestOf(c, guestToken);
  if (guest.status === "withdrawn") return { withdrawn: guest.invite };
  const { invite, studentIds } = guest;
  const evening = await findEvening(scopeOf(c), invite.eveningId);
  if (!evening) throw notFound();
  if (isDayAfter(evening.endsAt, school.zone, c.var.now)) return { over: invite };
  const of = { inviteId: invite.id, name: invite.name, guardianId: invite.guardianId, studentIds, guestToken };
  return guestCallProps(scopeOf(c), school, evening, of);
}

/** Whoever the link is for. One that is nobody's has lost or changed a letter, as far as we know; once retention has run there is nothing. */
async function guestOf(c: AppContext, guestToken: string) {
  const { deps, now, school } = c.var;
  const scope = scopeOf(c);
  const guest = await findGuest(scope, deps.settings, c.req.param("id") ?? "", guestToken);
  if (guest.status === "unknown") throw new Problem(404, "wholeLink");
  const evening = await findEvening(scope, guest.invite.eveningId);
  if (!evening || keptUntil(evening, school) < now) throw notFound();
  return guest;
}

/** From the day after the evening: who invited them, and nobody's student. */
async function over(c: AppContext, invite: Invite): Promise<Response> {
  const invitedBy = await nameOfGuardian(c, invite);
  return page(c, <EveningOverPage school={schoolView(c.var.school)} invitedBy={invitedBy} />, 410);
}

async function withdrawn(c: AppContext, invite: Invite): Promise<Response> {
  const invitedBy = await nameOfGuardian(c, invite);
  const notMe = invite.removedBecause === "not_me";
  return page(c, <WithdrawnPage school={schoolView(c.var.school)} invitedBy={invitedBy} notMe={notMe} />, 410);
}

async function nameOfGuardian(c: AppContext, invite: Invite): Promise<string> {
  const { db, schoolId } = scopeOf(c);
  const guardian = await db
    .select()
    .from(people)
    .where(and(eq(people.schoolId, schoolId), eq(people.id, invite.guardianId)))
    .get();
  return guardian ? fullName(guardian) : "A parent";
}

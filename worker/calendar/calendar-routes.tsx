import { and, eq, sql } from "drizzle-orm";
import { CalendarPage } from "../../web/pages/calendar-page.tsx";
import { auditStatement } from "../audit/audit-statement.ts";
import { listAppointments } from "../bookings/appointments.ts";
import { people } from "../db/schema.ts";
import { type AppContext, factory, schoolOrigin } from "../http/context.ts";
import { notFound } from "../http/problem.ts";
import { page, schoolView, viewerOf } from "../http/render.ts";
import { requireRole, signedIn } from "../http/sessions.ts";
import { hashToken } from "../keys.ts";
import { shortName } from "../people/names.ts";
import { type CalendarOwner, calendarSecret, findOwner, ownerOf } from "./calendar-address.ts";
import { eventOf } from "./calendar-events.ts";
import { writeCalendar } from "./write-calendar.ts";

/** The feed behind Subscribe to Calendar, and the pages that give its address. */
export const calendarRoutes = factory
  .createApp()
  .get("/calendar/:file{.+\\.ics}", async (c) => {
    const { deps, school } = c.var;
    const secret = c.req.param("file").slice(0, -".ics".length);
    const owner = await ownerOf(deps.db, deps.settings.SIGNING_KEYS, school.id, secret);
    if (!owner || owner.role === "admin") throw notFound();
    return feed(c, owner, owner.role);
  })
  .get("/bookings/calendar", requireRole("guardian"), (c) => addressPage(c, "/bookings"))
  .get("/staff/calendar", requireRole("teacher"), (c) => addressPage(c, "/staff/schedule"))
  .post("/bookings/calendar", requireRole("guardian"), (c) => renewAddress(c, "/bookings/calendar"))
  .post("/staff/calendar", requireRole("teacher"), (c) => renewAddress(c, "/staff/calendar"));

async function feed(c: AppContext, owner: CalendarOwner, role: "guardian" | "teacher"): Promise<Response> {
  const { deps, now, school } = c.var;
  const origin = schoolOrigin(deps.settings, school.slug);
  const site = { origin, host: new URL(origin).hostname };
  const whose = role === "guardian" ? { guardianId: owner.id } : { teacherId: owner.id };
  const appointments = await listAppointments(deps.db, school.id, { ...whose, includeCancelled: true });
  const events = appointments.map((appointment) => eventOf(appointment, role, site, shortName));
  // Of the entries, not of the text: each writing has a new stamp.
  const etag = `"${(await hashToken(JSON.stringify([school.name, events]))).slice(0, 32)}"`;
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  c.header("content-type", "text/calendar; charset=utf-8");
  return c.body(writeCalendar(`${school.shortName}: parents’ evenings`, events, now));
}

async function addressPage(c: AppContext, back: "/bookings" | "/staff/schedule"): Promise<Response> {
  const { deps, school, person } = c.var;
  const owner = await findOwner(deps.db, school.id, signedIn(c).id);
  if (!owner) throw notFound();
  const secret = await calendarSecret(deps.settings.SIGNING_KEYS, school.id, owner);
  const address = `${schoolOrigin(deps.settings, school.slug)}/calendar/${encodeURIComponent(secret)}.ics`;
  const view = { address, back, renewed: c.req.query("renewed") === "1" };
  return page(c, <CalendarPage school={schoolView(school)} viewer={viewerOf(person)} {...view} />);
}

/** A new address: the old one is nobody's from now on. */
async function renewAddress(c: AppContext, path: string): Promise<Response> {
  const { deps, now, school } = c.var;
  const { id } = signedIn(c);
  await deps.db.batch([
    deps.db
      .update(people)
      .set({ calendarVersion: sql`${people.calendarVersion} + 1` })
      .where(and(eq(people.schoolId, school.id), eq(people.id, id))),
    auditStatement(deps.db, school.id, { actor: id, action: "calendar.renewed", object: id }, now),
  ]);
  return c.redirect(`${path}?renewed=1`, 303);
}

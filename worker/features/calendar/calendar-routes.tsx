import { etag } from "hono/etag";
import { CalendarPage } from "../../../web/pages/calendar-page.tsx";
import { calendarRenewed } from "../../changes/calendar-renewed.ts";
import { commit } from "../../db/guard.ts";
import { type AppContext, factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { listAppointments } from "../../queries/appointments.ts";
import type { CalendarReader } from "../../rules/calendar/calendar-events.ts";
import { calendarFile } from "../../rules/calendar/calendar-file.ts";
import { schoolOrigin } from "../../rules/school-origin.ts";
import { hashToken } from "../../rules/tokens.ts";
import { calendarSecret, findOwner, ownerOf } from "./calendar-address.ts";
import { eveningsToDownload } from "./evenings-to-download.ts";
import { feedAppointments } from "./feed-appointments.ts";

/** The feed behind Subscribe to Calendar, the pages that give its address, and an evening as a file. */
export const calendarRoutes = factory
  .createApp()
  .get("/calendar/:file{.+\\.ics}", etag(), feed)
  .get("/bookings/calendar", requireRole("guardian"), (c) => addressPage(c, "guardian"))
  .get("/staff/calendar", requireRole("teacher"), (c) => addressPage(c, "teacher"))
  .post("/bookings/calendar", requireRole("guardian"), (c) => renewAddress(c, "/bookings/calendar"))
  .post("/staff/calendar", requireRole("teacher"), (c) => renewAddress(c, "/staff/calendar"))
  .get("/bookings/calendar.ics", requireRole("guardian"), (c) => download(c, "guardian"))
  .get("/staff/calendar.ics", requireRole("teacher"), (c) => download(c, "teacher"));

async function feed(c: AppContext): Promise<Response> {
  const { deps, now, school } = c.var;
  const secret = (c.req.param("file") ?? "").slice(0, -".ics".length);
  const owner = await ownerOf(scopeOf(c), deps.settings.SIGNING_KEYS, secret);
  if (!owner || (owner.role !== "guardian" && owner.role !== "teacher")) throw notFound();
  const appointments = await feedAppointments(scopeOf(c), theirs(owner.role, owner.id));
  const written = { school, settings: deps.settings, reader: owner.role, appointments, t: c.var.words };
  // Weak, and of the text without its stamp: each writing has a new one.
  c.header("etag", `W/"${(await hashToken(calendarFile({ ...written, now: 0 }))).slice(0, 32)}"`);
  c.header("cache-control", "private, no-cache");
  c.header("content-type", "text/calendar; charset=utf-8");
  return c.body(calendarFile({ ...written, now }));
}

/** An evening's appointments, once, as a file. It doesn't change afterwards. */
async function download(c: AppContext, reader: CalendarReader): Promise<Response> {
  const { deps, now, school } = c.var;
  const eveningId = c.req.query("evening");
  if (!eveningId) throw notFound();
  const filter = { ...theirs(reader, signedIn(c).id), eveningId };
  const appointments = await listAppointments(scopeOf(c), filter);
  if (appointments.length === 0) throw notFound();
  c.header("cache-control", "no-store");
  c.header("content-type", "text/calendar; charset=utf-8; method=PUBLISH");
  c.header("content-disposition", 'attachment; filename="appointments.ics"');
  return c.body(calendarFile({ school, settings: deps.settings, reader, appointments, now, t: c.var.words }));
}

function theirs(reader: CalendarReader, id: string) {
  return reader === "guardian" ? { guardianId: id } : { teacherId: id };
}

async function addressPage(c: AppContext, reader: CalendarReader): Promise<Response> {
  const { deps, school } = c.var;
  const { id } = signedIn(c);
  const [owner, evenings] = await Promise.all([
    findOwner(scopeOf(c), id),
    eveningsToDownload(scopeOf(c), theirs(reader, id)),
  ]);
  if (!owner) throw notFound();
  const secret = await calendarSecret(deps.settings.SIGNING_KEYS, school.id, owner);
  const address = `${schoolOrigin(deps.settings, school.slug)}/calendar/${encodeURIComponent(secret)}.ics`;
  const view = { address, reader, evenings, renewed: c.req.query("renewed") === "1" };
  return page(c, <CalendarPage {...frameOf(c)} {...view} />);
}

/** A new address: the old one is nobody's from now on. */
async function renewAddress(c: AppContext, path: string): Promise<Response> {
  const scope = scopeOf(c);
  const { id } = signedIn(c);
  await commit(scope.db, calendarRenewed(scope, id));
  return c.redirect(`${path}?renewed=1`, 303);
}

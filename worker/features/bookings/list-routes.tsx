import { BookingsPage, NoBookingsPage } from "../../../web/pages/bookings-page.tsx";
import { SchedulePage } from "../../../web/pages/schedule-page.tsx";
import { factory } from "../../http/context.ts";
import { notFound } from "../../http/problem.ts";
import { frameOf, page } from "../../http/render.ts";
import { scopeOf } from "../../http/scope-of.ts";
import { requireRole, signedIn } from "../../http/sessions.ts";
import { readBookings } from "./read-bookings.ts";
import { readSchedule } from "./read-schedule.ts";

/** My Bookings and My Schedule: what is booked, of one evening at a time. */
export const listRoutes = factory
  .createApp()
  .get("/bookings", requireRole("guardian"), async (c) => {
    const { now } = c.var;
    const found = await readBookings(scopeOf(c), signedIn(c).id, c.req.query("evening"));
    if (!found) throw notFound();
    if (found.kind === "none") return page(c, <NoBookingsPage {...frameOf(c)} {...found.view} />);
    const asked = { now, host: new URL(c.req.url).host, justBooked: c.req.query("booked") === "1" };
    return page(c, <BookingsPage {...frameOf(c)} {...asked} {...found.view} />);
  })
  .get("/staff/schedule", requireRole("teacher"), async (c) => {
    const { now } = c.var;
    const view = await readSchedule(scopeOf(c), signedIn(c).id, c.req.query("evening"));
    if (!view) throw notFound();
    return page(c, <SchedulePage {...frameOf(c)} now={now} {...view} />);
  });

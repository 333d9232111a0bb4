import { factory } from "../http/context.ts";
import { notFound } from "../http/problem.ts";
import { requireRole } from "../http/sessions.ts";

/** Booking by hand, My Bookings and My Schedule. */
export const bookingRoutes = factory.createApp().get("/bookings", requireRole("guardian"), () => {
  throw notFound();
});

import { factory } from "../http/context.ts";
import { bookRoutes } from "./book-routes.tsx";
import { listRoutes } from "./list-routes.tsx";

/** Booking by hand, My Bookings and My Schedule. */
export const bookingRoutes = factory.createApp().route("/", bookRoutes).route("/", listRoutes);

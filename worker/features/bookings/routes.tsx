import { factory } from "../../http/context.ts";
import { automaticRoutes } from "./automatic-routes.tsx";
import { bookRoutes } from "./book-routes.tsx";
import { listRoutes } from "./list-routes.tsx";

/** Booking by proposal and by hand, My Bookings and My Schedule. */
export const bookingRoutes = factory
  .createApp()
  .route("/", automaticRoutes)
  .route("/", bookRoutes)
  .route("/", listRoutes);

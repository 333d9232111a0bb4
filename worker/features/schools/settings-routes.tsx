import { factory } from "../../http/context.ts";
import { requireRole } from "../../http/sessions.ts";
import { bookingSettingsRoutes } from "./booking-settings-routes.tsx";
import { colourRoutes } from "./colour-routes.tsx";
import { detailsRoutes } from "./details-routes.tsx";
import { logoRoutes } from "./logo-routes.tsx";

/** What holds for all of the school's evenings: a page for each idea. */
export const settingsRoutes = factory
  .createApp()
  .use("/admin/settings/*", requireRole("admin"))
  .route("/", detailsRoutes)
  .route("/", colourRoutes)
  .route("/", logoRoutes)
  .route("/", bookingSettingsRoutes);

import { factory } from "../../http/context.ts";
import { detailsRoutes } from "./details-routes.tsx";
import { linkRoutes } from "./link-routes.tsx";
import { officeCodeRoutes } from "./office-code-routes.tsx";
import { sessionRoutes } from "./session-routes.tsx";

/** Signing in by details and a code, or by an e-mailed link; where one is signed in; and signing out. */
export const peopleRoutes = factory
  .createApp()
  .route("/", detailsRoutes)
  .route("/", linkRoutes)
  .route("/", sessionRoutes)
  .route("/", officeCodeRoutes);

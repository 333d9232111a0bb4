import { factory } from "../../http/context.ts";
import { adminInviteRoutes } from "./admin-invite-routes.tsx";
import { guardianRoutes } from "./guardian-routes.tsx";
import { guestRoutes } from "./guest-routes.tsx";

/** Inviting another parent or guardian, and the guest's own page; the desk sees and manages them all. */
export const inviteRoutes = factory
  .createApp()
  .route("/", guardianRoutes)
  .route("/", adminInviteRoutes)
  .route("/", guestRoutes);

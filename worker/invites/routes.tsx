import { factory } from "../http/context.ts";
import { guardianRoutes } from "./guardian-routes.tsx";
import { guestRoutes } from "./guest-routes.tsx";

/** Inviting another parent or guardian, and the guest's own page. */
export const inviteRoutes = factory.createApp().route("/", guardianRoutes).route("/", guestRoutes);

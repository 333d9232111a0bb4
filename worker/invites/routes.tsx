import { factory } from "../http/context.ts";

/** Inviting another parent or guardian, and the guest's own page. */
export const inviteRoutes = factory.createApp();

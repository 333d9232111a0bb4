import { factory } from "../http/context.ts";

/** Signing in and out. */
export const peopleRoutes = factory.createApp();

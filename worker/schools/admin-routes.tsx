import { factory } from "../http/context.ts";

/** The school's desk. */
export const adminRoutes = factory.createApp();

import { factory } from "../http/context.ts";

/** A school's own pages that everybody may read. */
export const schoolRoutes = factory.createApp();

import { factory } from "../http/context.ts";

/** Mounted on a local run's schools only. */
export const devSchoolRoutes = factory.createApp();

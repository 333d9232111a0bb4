import { factory } from "../http/context.ts";

/** Mounted on the apex of a local run only. */
export const devApexRoutes = factory.createApp();

import { factory } from "../http/context.ts";
import { notFound } from "../http/problem.ts";

/** The feed behind Subscribe to Calendar. */
export const calendarRoutes = factory.createApp().get("/calendar/:file", () => {
  throw notFound();
});

import { presentPath } from "../../web/ui/static-names.ts";
import { factory } from "./context.ts";

/**
 * Answers for a name under /static/ that the platform's assets don't have. A page and its files may come from two deployments, for a page
 * that was on its way while one began, or in the minutes in which both are live: it gets the file as it is now, by redirect.
 */
export const presentFile = factory.createMiddleware(async (c, next) => {
  const path = presentPath(c.req.param("name") ?? "");
  if (path === undefined) return next();
  c.header("cache-control", "no-store");
  return c.redirect(path, 302);
});

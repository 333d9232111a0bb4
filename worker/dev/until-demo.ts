import { factory } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { tenantOf } from "../http/tenant.ts";
import { DEMO_SLUG, isDemoComplete } from "./create-demo-school.ts";

/**
 * In a local run that has just begun, the demo school is not there yet, and then without its people for a moment: whoever asks for a page of
 * it meanwhile is told to come back, instead of that there is no such school or person.
 */
export function untilDemo() {
  let isComplete = false;
  return factory.createMiddleware(async (c, next) => {
    const { settings, db } = c.var.deps;
    const tenant = tenantOf(new URL(c.req.url).host, settings.PUBLIC_URL.hostname);
    const isDemo = tenant.kind === "apex" || (tenant.kind === "school" && tenant.slug === DEMO_SLUG);
    isComplete ||= isDemo && (await isDemoComplete(db));
    if (isDemo && !isComplete) throw new Problem(503, "starting");
    await next();
  });
}

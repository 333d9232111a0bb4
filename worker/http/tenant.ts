import { eq } from "drizzle-orm";
import { schools } from "../db/schema.ts";
import { factory } from "./context.ts";
import { Problem } from "./problem.ts";

export type Tenant = { kind: "apex" } | { kind: "school"; slug: string } | { kind: "unknown" };

/** Which tenant a Host header means. Case and port don't matter; a name below a school's is nobody's. */
export function tenantOf(host: string, apexHost: string): Tenant {
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  if (name === apexHost) return { kind: "apex" };
  if (!name.endsWith(`.${apexHost}`)) return { kind: "unknown" };
  const slug = name.slice(0, -apexHost.length - 1);
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug) ? { kind: "school", slug } : { kind: "unknown" };
}

/** Puts the school of the subdomain into the context, or answers 404 with a page. */
export const requireSchool = factory.createMiddleware(async (c, next) => {
  const { deps } = c.var;
  const tenant = tenantOf(new URL(c.req.url).host, deps.settings.PUBLIC_URL.hostname);
  const found =
    tenant.kind === "school"
      ? await deps.db.select().from(schools).where(eq(schools.slug, tenant.slug)).get()
      : undefined;
  if (!found) throw new Problem(404, "noSchool");
  c.set("school", found);
  await next();
});

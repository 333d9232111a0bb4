import { and, eq, gt, isNull } from "drizzle-orm";
import { people, schools, sessions } from "../db/schema.ts";
import { type AppContext, factory } from "./context.ts";
import { Problem } from "./problem.ts";
import { sessionOf } from "./sessions.ts";

export type Tenant = { kind: "apex" } | { kind: "school"; slug: string } | { kind: "unknown" };

/** Which tenant a Host header means. Case and port don't matter; a name below a school's is nobody's. */
export function tenantOf(host: string, apexHost: string): Tenant {
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  if (name === apexHost) return { kind: "apex" };
  if (!name.endsWith(`.${apexHost}`)) return { kind: "unknown" };
  const slug = name.slice(0, -apexHost.length - 1);
  return /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug) ? { kind: "school", slug } : { kind: "unknown" };
}

/**
 * Puts the school of the subdomain into the context, and whoever is signed in there (or null), read with one question; or answers 404 with
 * a page.
 */
export const readVisitor = factory.createMiddleware(async (c, next) => {
  const tenant = tenantOf(new URL(c.req.url).host, c.var.deps.settings.PUBLIC_URL.hostname);
  const found = tenant.kind === "school" ? await visitorOf(c, tenant.slug) : undefined;
  if (!found) throw new Problem(404, "noSchool");
  c.set("school", found.school);
  c.set("person", found.person);
  await next();
});

async function visitorOf(c: AppContext, slug: string) {
  const { deps, now } = c.var;
  const tokenHash = await sessionOf(c);
  const ofSchool = deps.db.select({ school: schools, person: people }).from(schools);
  return (
    ofSchool
      .leftJoin(
        sessions,
        and(eq(sessions.schoolId, schools.id), eq(sessions.tokenHash, tokenHash ?? ""), gt(sessions.expiresAt, now)),
      )
      // Whoever has left is nobody here, whatever they hold.
      .leftJoin(
        people,
        and(eq(people.schoolId, sessions.schoolId), eq(people.id, sessions.personId), isNull(people.endedAt)),
      )
      .where(eq(schools.slug, slug))
      .get()
  );
}

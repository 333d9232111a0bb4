import { and, eq, gt, isNull } from "drizzle-orm";
import { sessionSeen } from "../changes/sessions.ts";
import { commit } from "../db/guard.ts";
import { people, schoolLogos, schools, sessions } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import { isAwake, SEEN_EVERY_MS } from "../rules/session-limits.ts";
import { type AppContext, factory, later } from "./context.ts";
import { Problem } from "./problem.ts";
import { SchoolClosed } from "./school-closed.ts";
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
 * Puts the school of the subdomain into the context, and whoever is signed in there (or null), read with one question; or answers with
 * a page: 404 where there is none, that it is closed where it isn't open.
 */
export const readVisitor = factory.createMiddleware(async (c, next) => {
  const tenant = tenantOf(new URL(c.req.url).host, c.var.deps.settings.PUBLIC_URL.hostname);
  const found = tenant.kind === "school" ? await visitorOf(c, tenant.slug) : undefined;
  if (!found) throw new Problem(404, "noSchool");
  if (found.school.state !== "open") throw new SchoolClosed(found.school);
  const { school, session, person, logoSavedAt } = found;
  c.set("school", { ...school, logoSavedAt });
  c.set("session", session && person ? { ...session, person } : null);
  // A session of one evening opens nothing by itself: see http/evening-sessions.ts.
  c.set("person", session?.eveningId ? null : person);
  if (session && person) noteUse(c, school.id, session);
  await next();
});

/** After the answer, and once in a few minutes. */
function noteUse(
  c: AppContext,
  schoolId: string,
  { tokenHash, seenAt, createdAt }: typeof sessions.$inferSelect,
): void {
  const { deps, now } = c.var;
  if (now - Math.max(seenAt, createdAt) < SEEN_EVERY_MS) return;
  later(c, commit(deps.db, sessionSeen(schoolScope(deps.db, schoolId, now), tokenHash)));
}

async function visitorOf(c: AppContext, slug: string) {
  const { deps, now } = c.var;
  const tokenHash = await sessionOf(c);
  const logoSavedAt = schoolLogos.savedAt;
  const ofSchool = deps.db.select({ school: schools, person: people, session: sessions, logoSavedAt }).from(schools);
  const isTheirs = and(eq(people.schoolId, sessions.schoolId), eq(people.id, sessions.personId));
  return (
    ofSchool
      .leftJoin(schoolLogos, eq(schoolLogos.schoolId, schools.id))
      .leftJoin(
        sessions,
        and(eq(sessions.schoolId, schools.id), eq(sessions.tokenHash, tokenHash ?? ""), gt(sessions.expiresAt, now)),
      )
      // Whoever has left is nobody here, whatever they hold; so is whoever has not used the session for too long.
      .leftJoin(people, and(isTheirs, isNull(people.endedAt), isAwake(now)))
      .where(eq(schools.slug, slug))
      .get()
  );
}

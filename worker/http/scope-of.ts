import type { Scope } from "../db/scope.ts";
import type { AppContext } from "./context.ts";

/** The scope of a request: its school, whoever is signed in there (an admin, a teacher, a guardian), and the request's moment. */
export function scopeOf(c: AppContext): Scope {
  const { deps, school, person, now } = c.var;
  return { db: deps.db, schoolId: school.id, actor: person?.id ?? "system", now };
}

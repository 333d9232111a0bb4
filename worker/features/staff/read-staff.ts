import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { PersonId } from "../../db/ids.ts";
import { people } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { fullName } from "../../rules/names.ts";

export type StaffRow = {
  id: PersonId;
  name: string;
  role: "teacher" | "admin" | "office";
  email: string;
  endedAt: number | null;
  /** Null where they have not, as far as the trail and their sessions tell. */
  lastSignInAt: number | null;
  /** No other admin is here. */
  isLastAdmin: boolean;
};

/** Everybody of the school's staff, by surname, those who have left too. */
export async function readAllStaff(scope: Scope): Promise<StaffRow[]> {
  return toRows(await selectStaff(scope));
}

/** One of the staff. */
export async function findStaff(scope: Scope, id: string): Promise<StaffRow | undefined> {
  // All of them: whether somebody is the last admin hangs on the others.
  return (await readAllStaff(scope)).find((row) => row.id === id);
}

function selectStaff({ db, schoolId }: Scope) {
  return db
    .select({
      id: people.id,
      role: people.role,
      title: people.title,
      forename: people.forename,
      surname: people.surname,
      email: people.email,
      endedAt: people.endedAt,
      trail: sql<
        number | null
      >`(SELECT max(a.at) FROM audit AS a WHERE a.school_id = ${schoolId} AND a.object = people.id
        AND a.action LIKE 'sign_in.by_%')`,
      session: sql<number | null>`(SELECT max(s.created_at) FROM sessions AS s WHERE s.school_id = ${schoolId}
        AND s.person_id = people.id)`,
    })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), inArray(people.role, ["teacher", "admin", "office"])))
    .orderBy(asc(people.sortKey), asc(people.id));
}

function toRows(found: Awaited<ReturnType<typeof selectStaff>>): StaffRow[] {
  const admins = found.filter(({ role, endedAt }) => role === "admin" && endedAt === null);
  return found.map(({ id, role, email, endedAt, trail, session, ...names }) => ({
    ...{ id, email, endedAt, role: role === "guardian" ? "teacher" : role, name: fullName({ role, ...names }) },
    lastSignInAt: Math.max(trail ?? 0, session ?? 0) || null,
    isLastAdmin: admins.length === 1 && admins[0]?.id === id,
  }));
}

/** Somebody of the staff, as a query for the changes that end people and bring them back. */
export function endOf({ schoolId }: Scope, id: PersonId) {
  return sql`SELECT id FROM people WHERE school_id = ${schoolId} AND id = ${id} AND role IN ('teacher', 'admin', 'office')`;
}

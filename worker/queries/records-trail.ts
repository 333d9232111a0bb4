import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { audit } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

const MOST = 50;

/** One entry of the audit trail, with names for its ids where they are known. */
export type TrailEntry = {
  at: number;
  action: string;
  /** Who did it: a person of the school, a guest, or nobody but the product. */
  by: string | null;
  byGuest: boolean;
  /** The student whom the appointment is about, or the guest of the invite, that it was done to. */
  about: string | null;
};

/** The statement for what was done to the things of a query for ids, the newest first. */
export function trailStatement({ db, schoolId }: Scope, objects: SQL) {
  const by = sql<string | null>`(SELECT trim(p.forename || ' ' || p.surname) FROM people AS p
    WHERE p.school_id = ${schoolId} AND p.id = ${audit.actor})`;
  const byGuest = sql<number>`EXISTS (SELECT 1 FROM invites AS i WHERE i.school_id = ${schoolId} AND i.id = ${audit.actor})`;
  const about = sql<string | null>`coalesce(
    (SELECT trim(s.forename || ' ' || s.surname) FROM appointments AS a CROSS JOIN students AS s
      ON s.school_id = a.school_id AND s.id = a.student_id WHERE a.school_id = ${schoolId} AND a.id = ${audit.object}),
    (SELECT nullif(i.name, '') FROM invites AS i WHERE i.school_id = ${schoolId} AND i.id = ${audit.object}))`;
  return db
    .select({
      at: audit.at,
      action: audit.action,
      by: by.as("by_name"),
      byGuest: byGuest.as("by_guest"),
      about: about.as("about_name"),
    })
    .from(audit)
    .where(and(eq(audit.schoolId, schoolId), sql`${audit.object} IN (${objects})`))
    .orderBy(desc(audit.at), desc(audit.id))
    .limit(MOST);
}

export function trailEntryOf(row: Omit<TrailEntry, "byGuest"> & { byGuest: number }): TrailEntry {
  return { ...row, byGuest: row.byGuest === 1 };
}

import { eq, sql } from "drizzle-orm";
import { STEP_LEFT, stepObject } from "../../changes/checklist.ts";
import { SCHOOL_REHEARSED } from "../../changes/evening-deleted.ts";
import { schools } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type Beginnings, checklistOf, STEPS, type Step } from "../../rules/checklist.ts";

/** The first steps of the school as the record has them, each now. */
export async function readChecklist(scope: Scope): Promise<Step[]> {
  const [[found], trail] = await Promise.all([recordOf(scope), leftOn(scope)]);
  if (!found) return [];
  const left = STEPS.filter((step) => trail.some((row) => row.object === stepObject(step) && row.action === STEP_LEFT));
  const beginnings: Beginnings = {
    ...found,
    ...{ detailsSaved: found.detailsSavedAt !== null, rehearsed: found.rehearsed === 1, left },
  };
  return checklistOf(beginnings);
}

function recordOf({ db, schoolId }: Scope) {
  const evening = (rehearsal: 0 | 1) =>
    sql`FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.rehearsal = ${sql.raw(String(rehearsal))}`;
  const shown = (rehearsal: 0 | 1) => sql<number>`(SELECT count(*) ${evening(rehearsal)} AND e.state <> 'draft')`;
  const draft = (rehearsal: 0 | 1) =>
    sql<string | null>`(SELECT e.id ${evening(rehearsal)} AND e.state = 'draft' ORDER BY e.created_at DESC LIMIT 1)`;
  return db
    .select({
      detailsSavedAt: schools.detailsSavedAt,
      students: sql<number>`EXISTS (SELECT 1 FROM students AS s WHERE s.school_id = ${schoolId})`,
      evenings: shown(0),
      draftId: draft(0),
      rehearsals: shown(1),
      rehearsalDraftId: draft(1),
      rehearsed: sql<number>`EXISTS (SELECT 1 FROM audit AS a WHERE a.school_id = ${schoolId} AND a.object = ${schoolId}
        AND a.action = ${SCHOOL_REHEARSED})`,
      accounts: sql<number>`(SELECT count(*) FROM people AS p WHERE p.school_id = ${schoolId}
        AND p.role IN ('admin', 'office') AND p.ended_at IS NULL)`,
    })
    .from(schools)
    .where(eq(schools.id, schoolId));
}

/** What was said last of each step: SQLite takes the other columns from the row of the maximum. */
function leftOn({ db, schoolId }: Scope) {
  const objects = JSON.stringify(STEPS.map(stepObject));
  return db.all<{ object: string; action: string }>(sql`SELECT object, action, max(at) AS at FROM audit
    WHERE school_id = ${schoolId} AND object IN (SELECT value FROM json_each(${objects})) GROUP BY object`);
}

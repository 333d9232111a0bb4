import { and, eq, isNotNull, isNull, lte, ne, type SQL, sql } from "drizzle-orm";
import { auditStatement } from "../../changes/audit.ts";
import { noteFreed } from "../../changes/freed-times.ts";
import type { Database } from "../../db/client.ts";
import { inList } from "../../db/json-list.ts";
import { appointments, appointmentTeachers, claims, people, students, teacherBreaks } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { violatedTable } from "../../rules/booking/refusal.ts";
import { endOf, type Grid, unitsOf } from "../../rules/booking/grid.ts";

export type Span = { startsAt: number; endsAt: number };
type BreakRow = typeof teacherBreaks.$inferInsert;

/** A booked time that a break would cover. */
export type InTheWay = { teacherId: string; startsAt: number; student: string; guardian: string };
export type BreakResult =
  | { kind: "done" }
  /** Nothing was changed. An empty list: a time there is only held, by a proposal or an offer. */
  | { kind: "in-the-way"; booked: InTheWay[] }
  | { kind: "outside" };

/** The units of the grid that a span touches, however little: a break takes whole ones. */
export function unitsTouched(grid: Grid, span: Span): number[] {
  return unitsOf(grid).filter((unit) => unit < span.endsAt && span.startsAt < endOf(grid, unit, 1));
}

/** What a teacher's own earliest and latest time leave out of an evening. */
export function outsideHours(grid: Grid, hours: Span): { before: Span | null; after: Span | null } {
  const before = { startsAt: grid.startsAt, endsAt: hours.startsAt };
  const after = { startsAt: hours.endsAt, endsAt: grid.endsAt };
  const some = (span: Span) => (span.endsAt > span.startsAt ? span : null);
  return { before: some(before), after: some(after) };
}

/**
 * Gives teachers a break, all of them or none. In a published evening it takes their time by the same key as a booking does, so a break over
 * a booked time is refused, whichever of the two came first. Sent twice, the same id is one break.
 */
export async function addBreak(
  scope: Scope,
  evening: Grid & { id: string },
  wanted: { id: string; teacherIds: string[] } & Span,
): Promise<BreakResult> {
  const units = unitsTouched(evening, wanted);
  const rows = wanted.teacherIds.flatMap((teacherId, at) =>
    rowOf(scope, evening, { id: `${wanted.id}-${at}`, teacherId, kind: "break" }, units),
  );
  if (rows.length === 0) return { kind: "outside" };
  return write(scope, evening, rows, sql`0`, "break.added");
}

/** Sets a teacher's own hours in an evening, in place of those before; all of the evening takes them away. */
export async function setHours(
  scope: Scope,
  evening: Grid & { id: string },
  teacherId: string,
  hours: Span,
): Promise<BreakResult> {
  const { before, after } = outsideHours(evening, hours);
  if (hours.endsAt <= hours.startsAt) return { kind: "outside" };
  const row = (kind: "before" | "after", span: Span | null) =>
    span ? rowOf(scope, evening, { id: crypto.randomUUID(), teacherId, kind }, unitsTouched(evening, span)) : [];
  const rows = [...row("before", before), ...row("after", after)];
  const old = and(eq(teacherBreaks.teacherId, teacherId), ne(teacherBreaks.kind, "break"));
  return write(scope, evening, rows, old ?? sql`0`, "hours.set", [teacherId]);
}

/** Takes a break away; the time is free again, unless another break covers it. */
export async function removeBreak(
  scope: Scope,
  evening: Grid & { id: string },
  breakId: string,
): Promise<string | null> {
  const { db, schoolId } = scope;
  const found = await db
    .select()
    .from(teacherBreaks)
    .where(
      and(eq(teacherBreaks.schoolId, schoolId), eq(teacherBreaks.id, breakId), eq(teacherBreaks.eveningId, evening.id)),
    )
    .get();
  if (!found) return null;
  await write(scope, evening, [], eq(teacherBreaks.id, breakId), "break.removed", [found.teacherId]);
  return found.teacherId;
}

/** The statement that claims every break of an evening, once it is published: put it after that. */
export function claimBreaks(scope: Scope, evening: Grid & { id: string }, teacherIds: string[] | null) {
  const { db, schoolId } = scope;
  const units = JSON.stringify(unitsOf(evening));
  const chosen = teacherIds
    ? sql`AND b.teacher_id IN (SELECT value FROM json_each(${JSON.stringify(teacherIds)}))`
    : sql``;
  return db.insert(claims).select(
    sql`SELECT DISTINCT b.school_id, b.teacher_id, u.value, b.evening_id, NULL, NULL, NULL
      FROM teacher_breaks AS b JOIN json_each(${units}) AS u ON u.value >= b.starts_at AND u.value < b.ends_at
      JOIN evenings AS e ON e.school_id = b.school_id AND e.id = b.evening_id AND e.state = 'published'
      WHERE b.school_id = ${schoolId} AND b.evening_id = ${evening.id} ${chosen}`,
  );
}

/** Replaces rows and makes the teachers' claims anew from what is left: whatever overlaps whatever, the two agree. */
async function write(
  scope: Scope,
  evening: Grid & { id: string },
  rows: BreakRow[],
  old: SQL,
  action: string,
  teacherIds: string[] = [...new Set(rows.map((row) => row.teacherId))],
): Promise<BreakResult> {
  const { db, schoolId, actor, now } = scope;
  const ofEvening = and(eq(teacherBreaks.schoolId, schoolId), eq(teacherBreaks.eveningId, evening.id));
  const theirs = and(
    eq(claims.schoolId, schoolId),
    eq(claims.eveningId, evening.id),
    inList(claims.personId, teacherIds),
  );
  try {
    await db.batch([
      db.delete(claims).where(and(theirs, isNull(claims.appointmentId), isNull(claims.proposalId))),
      db.delete(claims).where(and(theirs, isNotNull(claims.heldUntil), lte(claims.heldUntil, now))),
      db.delete(teacherBreaks).where(and(ofEvening, old)),
      insertBreaks(db, rows),
      claimBreaks(scope, evening, teacherIds),
      noteFreed(scope, { eveningId: evening.id, teacherIds }),
      auditStatement(scope, { actor, action, object: evening.id }),
    ]);
    return { kind: "done" };
  } catch (error) {
    if (violatedTable(error) !== "claims") throw error;
    return { kind: "in-the-way", booked: await bookedWithin(scope, rows) };
  }
}

function rowOf(
  { schoolId }: Scope,
  evening: Grid & { id: string },
  one: Pick<BreakRow, "id" | "teacherId" | "kind">,
  units: number[],
): BreakRow[] {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ ...one, schoolId, eveningId: evening.id, startsAt: first, endsAt: endOf(evening, last, 1) }];
}

/** One parameter however many teachers: a school-wide break is a row for each of them. */
function insertBreaks(db: Database, rows: BreakRow[]) {
  const field = (name: keyof BreakRow) => sql`r.value ->> ${`$.${name}`}`;
  return db
    .insert(teacherBreaks)
    .select(
      sql`SELECT ${field("schoolId")}, ${field("id")}, ${field("eveningId")}, ${field("teacherId")}, ${field("kind")},
        ${field("startsAt")}, ${field("endsAt")} FROM json_each(${JSON.stringify(rows)}) AS r WHERE true`,
    )
    .onConflictDoNothing();
}

async function bookedWithin(scope: Scope, rows: BreakRow[]): Promise<InTheWay[]> {
  const { db, schoolId } = scope;
  const [first] = rows;
  if (!first) return [];
  const startsAt = Math.min(...rows.map((row) => row.startsAt));
  const endsAt = Math.max(...rows.map((row) => row.endsAt));
  const found = await db
    .select({
      teacherId: appointmentTeachers.teacherId,
      startsAt: appointments.startsAt,
      endsAt: appointments.endsAt,
      student: sql<string>`${students.forename} || ' ' || ${students.surname}`,
      guardian: sql<string>`${people.forename} || ' ' || ${people.surname}`,
    })
    .from(appointments)
    .innerJoin(
      appointmentTeachers,
      and(eq(appointmentTeachers.schoolId, schoolId), eq(appointmentTeachers.appointmentId, appointments.id)),
    )
    .innerJoin(students, and(eq(students.schoolId, schoolId), eq(students.id, appointments.studentId)))
    .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, appointments.guardianId)))
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.state, "booked"),
        inList(appointmentTeachers.teacherId, [...new Set(rows.map((row) => row.teacherId))]),
        sql`${appointments.startsAt} < ${endsAt} AND ${appointments.endsAt} > ${startsAt}`,
      ),
    )
    .orderBy(appointments.startsAt);
  const covers = (row: BreakRow, one: (typeof found)[number]) =>
    row.teacherId === one.teacherId && row.startsAt < one.endsAt && one.startsAt < row.endsAt;
  return found.filter((one) => rows.some((row) => covers(row, one)));
}

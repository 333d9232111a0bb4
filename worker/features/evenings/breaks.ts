import { and, eq, ne, sql } from "drizzle-orm";
import { type BreakRow, type BreaksChange, breaksChanged } from "../../changes/breaks.ts";
import { commit } from "../../db/guard.ts";
import type { EveningId, TeacherId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import { appointments, appointmentTeachers, people, students, teacherBreaks } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { endOf, type Grid } from "../../rules/booking/grid.ts";
import { overlaps, type Span } from "../../rules/booking/overlap.ts";
import { type InTheWay, outsideHours, unitsTouched } from "../../rules/breaks.ts";

type Evening = Grid & { id: EveningId };

export type BreakResult =
  | { kind: "done" }
  /** Nothing was changed. An empty list: a time there is only held, by a proposal or an offer. */
  | { kind: "in-the-way"; booked: InTheWay[] }
  | { kind: "outside" };

/**
 * Gives teachers a break, all of them or none. In a published evening it takes their time by the same key as a booking does, so a break over
 * a booked time is refused, whichever of the two came first. Sent twice, the same id is one break.
 */
export async function addBreak(
  scope: Scope,
  evening: Evening,
  wanted: { id: string; teacherIds: TeacherId[] } & Span,
): Promise<BreakResult> {
  const units = unitsTouched(evening, wanted);
  const rows = wanted.teacherIds.flatMap((teacherId, at) =>
    rowOf(evening, { id: `${wanted.id}-${at}`, teacherId, kind: "break" }, units),
  );
  if (rows.length === 0) return { kind: "outside" };
  return write(scope, evening, rows, { old: sql`0`, action: "break.added" });
}

/** Sets a teacher's own hours in an evening, in place of those before; all of the evening takes them away. */
export async function setHours(
  scope: Scope,
  evening: Evening,
  teacherId: TeacherId,
  hours: Span,
): Promise<BreakResult> {
  const { before, after } = outsideHours(evening, hours);
  if (hours.endsAt <= hours.startsAt) return { kind: "outside" };
  const row = (kind: "before" | "after", span: Span | null) =>
    span ? rowOf(evening, { id: crypto.randomUUID(), teacherId, kind }, unitsTouched(evening, span)) : [];
  const rows = [...row("before", before), ...row("after", after)];
  const old = and(eq(teacherBreaks.teacherId, teacherId), ne(teacherBreaks.kind, "break"));
  return write(scope, evening, rows, { old: old ?? sql`0`, action: "hours.set", teacherIds: [teacherId] });
}

/** Takes a break away; the time is free again, unless another break covers it. */
export async function removeBreak(scope: Scope, evening: Evening, breakId: string): Promise<string | null> {
  const { db, schoolId } = scope;
  const found = await db
    .select()
    .from(teacherBreaks)
    .where(
      and(eq(teacherBreaks.schoolId, schoolId), eq(teacherBreaks.id, breakId), eq(teacherBreaks.eveningId, evening.id)),
    )
    .get();
  if (!found) return null;
  const { teacherId } = found;
  await write(scope, evening, [], {
    old: eq(teacherBreaks.id, breakId),
    action: "break.removed",
    teacherIds: [teacherId],
  });
  return found.teacherId;
}

async function write(
  scope: Scope,
  evening: Evening,
  rows: BreakRow[],
  change: Pick<BreaksChange, "old" | "action"> & { teacherIds?: TeacherId[] },
): Promise<BreakResult> {
  const { teacherIds = [...new Set(rows.map((row) => row.teacherId))] } = change;
  const refused = await commit(scope.db, breaksChanged(scope, evening, { ...change, rows, teacherIds }));
  return refused === null ? { kind: "done" } : { kind: "in-the-way", booked: await bookedWithin(scope, rows) };
}

function rowOf(evening: Evening, one: Pick<BreakRow, "id" | "teacherId" | "kind">, units: number[]): BreakRow[] {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ ...one, startsAt: first, endsAt: endOf(evening, last, 1) }];
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
  const covers = (row: BreakRow, one: (typeof found)[number]) => row.teacherId === one.teacherId && overlaps(row, one);
  return found.filter((one) => rows.some((row) => covers(row, one)));
}

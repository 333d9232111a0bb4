import { and, eq } from "drizzle-orm";
import type { AppointmentId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { appointmentMarks } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";

export type Marks = {
  /** When a teacher said that the family did not come. */
  absentAt: number | null;
  lateMinutes: number;
  /** The invite whose guest was taken out of this call. */
  guestOut: string | null;
};

export const NO_MARKS: Marks = { absentAt: null, lateMinutes: 0, guestOut: null };

/** What has been marked on these appointments; those without any are left out. */
export async function readMarks(scope: Scope, appointmentIds: AppointmentId[]): Promise<Map<string, Marks>> {
  const { db, schoolId } = scope;
  const rows = await db
    .select()
    .from(appointmentMarks)
    .where(and(eq(appointmentMarks.schoolId, schoolId), inList(appointmentMarks.appointmentId, appointmentIds)));
  return new Map(
    rows.map(({ appointmentId, absentAt, lateMinutes, guestOut }) => [
      appointmentId,
      { absentAt, lateMinutes, guestOut },
    ]),
  );
}

import { and, eq, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import { appointments } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import type { OwnAppointmentId } from "./appointments-cancelled.ts";

/** A guardian changes the message of an appointment of theirs. Refused as `unknown` where they have none such that has still to begin. */
export function messageWritten(scope: Scope, of: OwnAppointmentId, text: string): Statement[] {
  const { db, schoolId, now } = scope;
  const { guardianId, eveningId, appointmentId } = of;
  const own = sql`EXISTS (SELECT 1 FROM appointments WHERE school_id = ${schoolId} AND id = ${appointmentId}
    AND guardian_id = ${guardianId} AND evening_id = ${eveningId} AND state = 'booked' AND starts_at > ${now})`;
  return [
    guardStatement(db, [{ name: "unknown", broken: sql`NOT ${own}` }]),
    db
      .update(appointments)
      .set({ note: text })
      .where(and(eq(appointments.schoolId, schoolId), eq(appointments.id, appointmentId))),
  ];
}

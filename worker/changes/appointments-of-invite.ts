import { type SQL, sql } from "drizzle-orm";

/** A query for the ids of the booked appointments that a live invite covers. */
export function appointmentsOfInvite(schoolId: string, inviteId: string): SQL {
  return sql`SELECT covered.id FROM invite_students AS seat
    JOIN appointments AS covered ON covered.school_id = seat.school_id AND covered.evening_id = seat.evening_id
      AND covered.guardian_id = seat.guardian_id AND covered.student_id = seat.student_id AND covered.state = 'booked'
    WHERE seat.school_id = ${schoolId} AND seat.invite_id = ${inviteId} AND seat.live = 1`;
}

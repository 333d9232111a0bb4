import { type SQL, sql } from "drizzle-orm";
import type { FamilyRule } from "./family-rule.ts";
import type { Wish } from "./wish.ts";

/** The guardian has an appointment for this student and class already: what the key `appointments_one_per_class` holds. */
export function classTaken({ scope, guardianId, eveningId }: Wish): SQL {
  return sql`EXISTS (SELECT 1 FROM appointments AS had WHERE had.school_id = ${scope.schoolId} AND had.evening_id = ${eveningId}
    AND had.guardian_id = ${guardianId} AND had.student_id = w.student_id AND had.class_id = w.class_id AND had.state = 'booked')`;
}

/**
 * The student's guardians come together, and another of them has this appointment: what the key `appointments_one_for_all` holds. Its
 * condition stands here word for word, so that it serves the query.
 */
function classShared({ scope, eveningId }: Wish): SQL {
  return sql`(evenings.together = 1 AND EXISTS (SELECT 1 FROM appointments WHERE school_id = ${scope.schoolId}
    AND evening_id = ${eveningId} AND student_id = w.student_id AND class_id = w.class_id AND state = 'booked' AND together = 1))`;
}

/** The student's guardians come together, and another of them has this appointment. */
export const shared: FamilyRule<{ kind: "shared" }> = {
  name: "shared",
  broken: classShared,
  refuses: ({ metByOther }, { student, classId }) =>
    metByOther.some((one) => one.studentId === student.id && one.classId === classId) ? { kind: "shared" } : null,
  title: (t) => t("refusals.shared.title"),
  words: (t) => t("refusals.shared.text"),
  missed: (t, whom) => t("refusals.missed.shared.text", whom),
};

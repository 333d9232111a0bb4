import { type SQL, sql } from "drizzle-orm";
import type { FamilyRule } from "./family-rule.ts";
import type { SlotFacts } from "./slot-facts.ts";
import type { Wish } from "./wish.ts";

/** How many more the evening allows for a student of whom `booked` are booked; Infinity where it sets no limit. */
export function allowedMore({ mostPerStudent }: Pick<SlotFacts["evening"], "mostPerStudent">, booked: number): number {
  return mostPerStudent === null ? Number.POSITIVE_INFINITY : Math.max(0, mostPerStudent - booked);
}

/** Whether the wish would make more of them for a student of its than the evening allows. */
function reachesMost({ scope, guardianId, eveningId, rows }: Wish): SQL {
  const booked = sql`SELECT count(*) FROM appointments AS theirs WHERE theirs.school_id = ${scope.schoolId}
    AND theirs.guardian_id = ${guardianId} AND theirs.evening_id = ${eveningId} AND theirs.student_id = w.student_id
    AND theirs.state = 'booked'`;
  const wanted = sql`SELECT count(*) FROM (${rows}) AS also WHERE also.student_id = w.student_id`;
  return sql`(evenings.most_per_student IS NOT NULL AND evenings.most_per_student < (${booked}) + (${wanted}))`;
}

/** The guardian has as many appointments for the student as the evening allows. */
export const limit: FamilyRule<{ kind: "limit"; most: number }> = {
  name: "limit",
  broken: reachesMost,
  refuses: ({ evening, own }, { student }) => {
    const theirs = own.filter((one) => one.eveningId === evening.id && one.studentId === student.id);
    const { mostPerStudent: most } = evening;
    return most === null || allowedMore(evening, theirs.length) > 0 ? null : { kind: "limit", most };
  },
  title: (t) => t("refusals.limit.title"),
  words: (t, { most }) => t("refusals.limit.text", { most }),
  missed: (t, whom, { mostPerStudent: most }) => t("refusals.missed.limit.text", { ...whom, most: most ?? 0 }),
};

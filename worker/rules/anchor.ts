import type { ClassId, StudentId } from "../db/ids.ts";

/** The id of a bookable class's section on the booking page. */
export function anchorOf(studentId: StudentId, classId: ClassId): string {
  return `t-${studentId}-${classId}`;
}

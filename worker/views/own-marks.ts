import type { OwnMarks } from "../../web/pages/own-marks.ts";
import type { AppointmentId, TeacherId } from "../db/ids.ts";
import type { Scope } from "../db/scope.ts";
import { NO_MARKS, readMarks } from "../queries/marks.ts";
import { readNotes } from "../queries/notes.ts";

/** What a teacher has on each of these appointments of theirs. */
export async function readOwnMarks(
  scope: Scope,
  teacherId: TeacherId,
  appointmentIds: AppointmentId[],
): Promise<(appointmentId: AppointmentId) => OwnMarks> {
  const [notes, marks] = await Promise.all([
    readNotes(scope, teacherId, appointmentIds),
    readMarks(scope, appointmentIds),
  ]);
  return (id) => {
    const { absentAt, lateMinutes, guestOut } = marks.get(id) ?? NO_MARKS;
    const note = notes.get(id);
    return {
      ...{ note: note?.text ?? "", savedAt: note?.savedAt ?? null },
      ...{ absent: absentAt !== null, lateMinutes, guestOut: guestOut !== null },
    };
  };
}

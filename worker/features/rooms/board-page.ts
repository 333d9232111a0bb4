import type { Presence } from "../../../durable-objects/board-protocol.ts";
import type { BoardProps } from "../../../web/pages/board-rows.ts";
import type { School } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import { listAppointments } from "../../queries/appointments.ts";
import { readMarks } from "../../queries/marks.ts";
import type { EveningRow } from "../../queries/office-evening.ts";
import { loadFacts } from "../../queries/room-facts.ts";
import { fullName, studentName } from "../../rules/names.ts";

/** What the live board needs of the records; who is where comes from the board, null where it did not answer. */
export async function boardProps(
  scope: Scope,
  school: School,
  evening: EveningRow,
  rooms: Presence[] | null,
): Promise<BoardProps> {
  const booked = await listAppointments(scope, { eveningId: evening.id });
  const found = await loadFacts(
    scope,
    booked.map(({ id }) => id),
  );
  const marks = await readMarks(
    scope,
    booked.map(({ id }) => id),
  );
  const teachers = new Map(found.flatMap(({ appointment }) => appointment.teachers.map((one) => [one.id, one])));
  return {
    evening: { id: evening.id, zone: school.zone },
    now: scope.now,
    rooms,
    teachers: [...teachers.values()]
      .sort((one, other) => byName.compare(`${one.surname} ${one.forename}`, `${other.surname} ${other.forename}`))
      .map((one) => ({ id: one.id, name: fullName({ ...one, role: "teacher" }) })),
    appointments: found.map(({ appointment, facts }) => ({
      ...{ id: appointment.id, startsAt: facts.opensAt, endsAt: facts.closesAt, overrunUntil: facts.overrunUntil },
      teacherIds: appointment.teachers.map(({ id }) => id),
      student: studentName(appointment.student),
      guardian: fullName({ ...appointment.guardian, role: "guardian" }),
      absent: typeof marks.get(appointment.id)?.absentAt === "number",
      guests: facts.people
        .filter(({ role }) => role === "guest")
        .map(({ participantId, name }) => ({ id: participantId, name })),
    })),
  };
}

const byName = new Intl.Collator("en");

import { and, eq } from "drizzle-orm";
import type { ScheduleProps } from "../../web/pages/schedule-page.tsx";
import type { Database } from "../db/client.ts";
import { inList } from "../db/json-list.ts";
import { classes } from "../db/schema.ts";
import { chooseEvening } from "../evenings/choose-evening.ts";
import { fullName } from "../people/names.ts";
import { type Appointment, listAppointments } from "./appointments.ts";
import { eveningsTaughtBy } from "./my-evenings.ts";
import { spanOf } from "./programme.ts";
import { scheduleOf } from "./schedule.ts";

export type MySchedule = Omit<ScheduleProps, "school" | "viewer" | "zone">;

/** A teacher's evening: the one asked for, or the likeliest. Null where none of theirs has that id. */
export async function readSchedule(
  db: Database,
  schoolId: string,
  teacherId: string,
  askedId: string | undefined,
  now: number,
): Promise<MySchedule | null> {
  const evenings = await eveningsTaughtBy(db, schoolId, teacherId);
  const evening = askedId === undefined ? chooseEvening(evenings, now) : evenings.find(({ id }) => id === askedId);
  if (!evening) return askedId === undefined ? { evening: null, span: null, booked: 0, rows: [], others: [] } : null;
  const appointments = await listAppointments(db, schoolId, { eveningId: evening.id, teacherId });
  const names = await classNames(db, schoolId, appointments);
  return {
    evening: { id: evening.id, name: evening.name, startsAt: evening.startsAt, over: evening.endsAt <= now },
    span: spanOf(appointments) ?? null,
    booked: appointments.length,
    rows: scheduleOf(evening, appointments).map((row) =>
      row.kind === "free" ? row : rowOf(row.appointment, teacherId, evening.slotSeconds, names),
    ),
    others: evenings
      .filter((other) => other.id !== evening.id)
      .map(({ id, name, startsAt }) => ({ id, name, startsAt })),
  };
}

function rowOf(appointment: Appointment, teacherId: string, slotSeconds: number, names: Map<string, string>) {
  const { id, startsAt, endsAt, student, guardian, subject, classId, teachers } = appointment;
  return {
    ...({ kind: "appointment", id, startsAt, endsAt, subject } as const),
    long: endsAt - startsAt > slotSeconds * 1000,
    student: `${student.forename} ${student.surname}`,
    guardian: fullName({ ...guardian, role: "guardian" }),
    className: names.get(classId) ?? "",
    with: teachers.filter((teacher) => teacher.id !== teacherId).map((teacher) => fullName(teacher)),
  };
}

async function classNames(db: Database, schoolId: string, appointments: Appointment[]) {
  const ids = [...new Set(appointments.map((appointment) => appointment.classId))];
  const rows = await db
    .select({ id: classes.id, code: classes.code })
    .from(classes)
    .where(and(eq(classes.schoolId, schoolId), inList(classes.id, ids)));
  return new Map(rows.map((row) => [row.id, row.code]));
}

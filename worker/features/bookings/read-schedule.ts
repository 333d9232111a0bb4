import { and, eq } from "drizzle-orm";
import type { ScheduleProps } from "../../../web/pages/schedule-page.tsx";
import type { EveningId, TeacherId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import { appointments, classes, teacherBreaks } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type Appointment, listAppointments } from "../../queries/appointments.ts";
import { eveningsTaughtBy } from "../../queries/evenings.ts";
import { readWaitlist } from "../../queries/waitlist.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";
import { fullName } from "../../rules/names.ts";
import { spanOf } from "../../rules/programme.ts";
import { scheduleOf } from "../../rules/schedule.ts";
import { readOwnMarks } from "../../views/own-marks.ts";

export type MySchedule = Omit<ScheduleProps, "school" | "viewer" | "zone" | "now">;

/** A teacher's evening: the one asked for, or the likeliest. Null where none of theirs has that id. */
export async function readSchedule(
  scope: Scope,
  teacherId: TeacherId,
  askedId: string | undefined,
): Promise<MySchedule | null> {
  const { now } = scope;
  const evenings = await eveningsTaughtBy(scope, teacherId);
  const evening = askedId === undefined ? chooseEvening(evenings, now) : evenings.find(({ id }) => id === askedId);
  if (!evening)
    return askedId === undefined ? { evening: null, span: null, booked: 0, rows: [], others: [], waitlist: [] } : null;
  const booked = await listAppointments(scope, { eveningId: evening.id, teacherId });
  const [names, notes, breaks, waitlist, own] = await Promise.all([
    classNames(scope, booked),
    notesOf(scope, booked),
    breaksOf(scope, evening.id, teacherId),
    readWaitlist(scope, evening.id, teacherId),
    readOwnMarks(
      scope,
      teacherId,
      booked.map(({ id }) => id),
    ),
  ]);
  return {
    evening: {
      ...{ id: evening.id, name: evening.name, startsAt: evening.startsAt },
      ...{ begun: evening.startsAt <= now, over: evening.endsAt <= now },
    },
    span: spanOf(booked) ?? null,
    booked: booked.length,
    rows: scheduleOf(evening, booked, breaks).map((row) =>
      row.kind === "appointment"
        ? {
            ...rowOf(row.appointment, teacherId, evening.slotSeconds, names),
            note: notes.get(row.appointment.id) ?? "",
            begun: row.appointment.startsAt <= now,
            own: own(row.appointment.id),
          }
        : row,
    ),
    waitlist,
    others: evenings
      .filter((other) => other.id !== evening.id)
      .map(({ id, name, startsAt }) => ({ id, name, startsAt })),
  };
}

function rowOf(appointment: Appointment, teacherId: TeacherId, slotSeconds: number, names: Map<string, string>) {
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

/** The messages of these appointments: read here only, because nobody but their teachers is to see them. */
async function notesOf(scope: Scope, booked: Appointment[]) {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: appointments.id, note: appointments.note })
    .from(appointments)
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        inList(
          appointments.id,
          booked.map((appointment) => appointment.id),
        ),
      ),
    );
  return new Map(rows.map((row) => [row.id, row.note]));
}

function breaksOf(scope: Scope, eveningId: EveningId, teacherId: TeacherId) {
  const { db, schoolId } = scope;
  return db
    .select({ startsAt: teacherBreaks.startsAt, endsAt: teacherBreaks.endsAt })
    .from(teacherBreaks)
    .where(
      and(
        eq(teacherBreaks.schoolId, schoolId),
        eq(teacherBreaks.eveningId, eveningId),
        eq(teacherBreaks.teacherId, teacherId),
      ),
    );
}

async function classNames(scope: Scope, booked: Appointment[]) {
  const { db, schoolId } = scope;
  const ids = [...new Set(booked.map((appointment) => appointment.classId))];
  const rows = await db
    .select({ id: classes.id, code: classes.code })
    .from(classes)
    .where(and(eq(classes.schoolId, schoolId), inList(classes.id, ids)));
  return new Map(rows.map((row) => [row.id, row.code]));
}

import { and, eq } from "drizzle-orm";
import type { ScheduleProps } from "../../../web/pages/schedule-page.tsx";
import type { AppointmentId, EveningId, TeacherId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import { appointments, classes, teacherBreaks } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { type Appointment, listAppointments } from "../../queries/appointments.ts";
import { eveningsTaughtBy } from "../../queries/evenings.ts";
import { readSaidAbsent } from "../../queries/said-absent.ts";
import { readWaitlist } from "../../queries/waitlist.ts";
import { chooseEvening } from "../../rules/choose-evening.ts";
import { fullName, studentName } from "../../rules/names.ts";
import { spanOf } from "../../rules/programme.ts";
import { scheduleOf } from "../../rules/schedule.ts";
import { readOwnMarks } from "../../views/own-marks.ts";
import { linkOf } from "./evening-link.ts";

type EveningTaught = Awaited<ReturnType<typeof eveningsTaughtBy>>[number];

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
  if (!evening) return askedId === undefined ? NO_EVENING : null;
  const booked = await listAppointments(scope, { eveningId: evening.id, teacherId });
  const [rows, waitlist, absent] = await Promise.all([
    readRows(scope, teacherId, evening, booked),
    readWaitlist(scope, evening.id, teacherId),
    readSaidAbsent(scope, evening.id, teacherId),
  ]);
  return {
    evening: { ...linkOf(evening), begun: evening.startsAt <= now, over: evening.endsAt <= now },
    ...{ span: spanOf(booked) ?? null, booked: booked.length, rows, waitlist, absent },
    others: evenings.filter((other) => other.id !== evening.id).map(linkOf),
  };
}

const NO_EVENING: MySchedule = { evening: null, span: null, booked: 0, rows: [], others: [], waitlist: [], absent: [] };

async function readRows(
  scope: Scope,
  teacherId: TeacherId,
  evening: EveningTaught,
  booked: Appointment[],
): Promise<MySchedule["rows"]> {
  const ids = booked.map(({ id }) => id);
  const [names, messages, breaks, own] = await Promise.all([
    classNames(scope, booked),
    messagesOf(scope, ids),
    breaksOf(scope, evening.id, teacherId),
    readOwnMarks(scope, teacherId, ids),
  ]);
  return scheduleOf(evening, booked, breaks).map((row) => {
    if (row.kind !== "appointment") return row;
    const { id, startsAt, classId } = row.appointment;
    return {
      ...appointmentView(row.appointment, teacherId, evening.slotSeconds),
      ...{ className: names.get(classId) ?? "", note: messages.get(id) ?? "" },
      ...{ begun: startsAt <= scope.now, own: own(id) },
    };
  });
}

function appointmentView(appointment: Appointment, teacherId: TeacherId, slotSeconds: number) {
  const { id, startsAt, endsAt, student, guardian, subject, teachers } = appointment;
  return {
    ...({ kind: "appointment", id, startsAt, endsAt, subject } as const),
    long: endsAt - startsAt > slotSeconds * 1000,
    student: studentName(student),
    guardian: fullName({ ...guardian, role: "guardian" }),
    with: teachers.filter((teacher) => teacher.id !== teacherId).map((teacher) => fullName(teacher)),
  };
}

/** The messages of these appointments: read here only, because nobody but their teachers is to see them. */
async function messagesOf(scope: Scope, ids: AppointmentId[]) {
  const { db, schoolId } = scope;
  const rows = await db
    .select({ id: appointments.id, note: appointments.note })
    .from(appointments)
    .where(and(eq(appointments.schoolId, schoolId), inList(appointments.id, ids)));
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

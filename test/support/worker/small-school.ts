import { env } from "cloudflare:workers";
import type { Facts } from "../../../durable-objects/protocol.ts";
import { afterCommitOf } from "../../../worker/after-commit/after-commit.ts";
import { createApp } from "../../../worker/app.tsx";
import { type Database, openDatabase } from "../../../worker/db/client.ts";
import type { Role } from "../../../worker/db/records.ts";
import {
  appointments,
  appointmentTeachers,
  claims,
  classes,
  classTeachers,
  enrolments,
  eveningClasses,
  evenings,
  guardianships,
  people,
  schools,
  sessions,
  students,
} from "../../../worker/db/schema.ts";
import type { Deps, World } from "../../../worker/ports/deps.ts";
import type { Own } from "../../../worker/ports/platform-ports.ts";
import { hashToken } from "../../../worker/rules/tokens.ts";
import type { FakePostmark } from "./fake-postmark.ts";
import { TestClock, TestLog, worldOf } from "./world.ts";

export const MINUTE = 60_000;
const SLOT_SECONDS = 300;

const NAMES = ["david", "rachael", "anita", "john", "office", "sophie", "ben", "science", "review", "evening"] as const;
type SmallSchoolIds = Record<(typeof NAMES)[number], string>;

/**
 * A fresh school with one evening of 36 five-minute slots, running since a minute: guardians David and Rachael, teachers Anita and John;
 * Sophie (David's) in Anita's science, Ben (Rachael's) in science and in the review that both teach together, six units long. With a
 * `twin`, it has the same ids.
 */
export async function smallSchool(now = Date.now(), twin?: { ids: SmallSchoolIds }) {
  const db = openDatabase(env.DB);
  const slug = `s${crypto.randomUUID().slice(0, 8)}`;
  const schoolId = crypto.randomUUID();
  const startsAt = now - MINUTE;
  const ids = twin?.ids ?? (Object.fromEntries(NAMES.map((name) => [name, `${name}-${slug}`])) as SmallSchoolIds);
  const common = { schoolId };
  const person = (id: string, role: Role, title: string, forename: string, surname: string) => ({
    ...common,
    id,
    role,
    externalId: id,
    title,
    forename,
    surname,
    email: `${forename.toLowerCase()}@mail.example`,
    nameKey: `${forename} ${surname}`.toLowerCase(),
    emailKey: `${forename.toLowerCase()}@mail.example`,
  });
  const student = (id: string, forename: string, surname: string) => ({
    ...common,
    id,
    externalId: id,
    forename,
    surname,
    nameKey: `${forename} ${surname}`.toLowerCase(),
    birthKey: "none",
    yearGroup: "6",
    registrationGroup: "6A",
  });
  const guardianship = (guardianId: string, studentId: string) => ({
    ...common,
    guardianId,
    studentId,
    relationship: "Parent",
    priority: 1,
    parentalResponsibility: true,
    livesWith: true,
    courtOrder: false,
    mayBook: true,
  });
  const schoolClass = (id: string, subject: string) => ({
    ...common,
    id,
    externalId: id,
    code: subject,
    name: `Year 6 ${subject}`,
    subject,
    department: subject,
    yearGroup: "6",
  });
  await db.batch([
    db.insert(schools).values({
      id: schoolId,
      slug,
      name: "Test Primary School",
      shortName: "Test",
      zone: "Europe/London",
      colour: "#2b4c8c",
      createdAt: now,
    }),
    db
      .insert(people)
      .values([
        person(ids.david, "guardian", "Mr", "David", "Aaron"),
        person(ids.rachael, "guardian", "Mrs", "Rachael", "Abbot"),
        person(ids.anita, "teacher", "Mrs", "Anita", "Abell"),
      ]),
    db
      .insert(people)
      .values([
        person(ids.john, "teacher", "Mr", "John", "Atkinson"),
        person(ids.office, "admin", "Mrs", "Eleanor", "Hart"),
      ]),
    db.insert(students).values([student(ids.sophie, "Sophie", "Aaron"), student(ids.ben, "Ben", "Abbot")]),
    db.insert(guardianships).values([guardianship(ids.david, ids.sophie), guardianship(ids.rachael, ids.ben)]),
    db.insert(classes).values([schoolClass(ids.science, "Science"), schoolClass(ids.review, "Review")]),
    db.insert(classTeachers).values([
      { ...common, classId: ids.science, teacherId: ids.anita, position: 0 },
      { ...common, classId: ids.review, teacherId: ids.anita, position: 0 },
      { ...common, classId: ids.review, teacherId: ids.john, position: 1 },
    ]),
    db.insert(enrolments).values([
      { ...common, classId: ids.science, studentId: ids.sophie },
      { ...common, classId: ids.science, studentId: ids.ben },
      { ...common, classId: ids.review, studentId: ids.ben },
    ]),
    db.insert(evenings).values({
      ...common,
      id: ids.evening,
      name: "Progress Meeting",
      message: "A test evening",
      state: "published",
      startsAt,
      endsAt: startsAt + 36 * SLOT_SECONDS * 1000,
      slotSeconds: SLOT_SECONDS,
      bookingOpensAt: startsAt - MINUTE,
      bookingClosesAt: startsAt + 36 * SLOT_SECONDS * 1000,
      ending: "on-time",
      createdAt: now,
    }),
    db.insert(eveningClasses).values([
      { ...common, eveningId: ids.evening, classId: ids.science, units: 1 },
      { ...common, eveningId: ids.evening, classId: ids.review, units: 6 },
    ]),
  ]);
  return { db, schoolId, slug, ids, startsAt, origin: `http://${slug}.localhost` };
}

export type SmallSchool = Awaited<ReturnType<typeof smallSchool>>;

/** Puts a booked appointment straight into the database. */
export async function booked(
  school: SmallSchool,
  choice: { guardian: string; student: string; classId: string; teachers: string[]; slot: number; units?: number },
): Promise<string> {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  const units = choice.units ?? 1;
  const startsAt = school.startsAt + choice.slot * SLOT_SECONDS * 1000;
  const unitsAt = Array.from({ length: units }, (_, index) => startsAt + index * SLOT_SECONDS * 1000);
  await db.batch([
    db.insert(appointments).values({
      schoolId,
      id,
      eveningId: ids.evening,
      guardianId: choice.guardian,
      studentId: choice.student,
      classId: choice.classId,
      startsAt,
      endsAt: startsAt + units * SLOT_SECONDS * 1000,
      state: "booked",
      version: 1,
      createdAt: startsAt,
    }),
    db
      .insert(appointmentTeachers)
      .values(choice.teachers.map((teacherId, position) => ({ schoolId, appointmentId: id, teacherId, position }))),
    ...[choice.guardian, ...choice.teachers].map((personId) =>
      db
        .insert(claims)
        .values(unitsAt.map((unitAt) => ({ schoolId, personId, unitAt, eveningId: ids.evening, appointmentId: id }))),
    ),
  ]);
  return id;
}

/** A cookie header that signs a person in. */
export async function cookieOf(school: SmallSchool, personId: string, now = Date.now()): Promise<string> {
  const token = crypto.randomUUID();
  await school.db.insert(sessions).values({
    schoolId: school.schoolId,
    tokenHash: await hashToken(token),
    personId,
    createdAt: now,
    expiresAt: now + 3_600_000,
  });
  return `parlour=${token}`;
}

type AppOptions = Pick<Own, "fetch"> & { now?: number; roomsDown?: boolean; postmark?: FakePostmark };

/** The application over the test's D1, with a clock to set, a log to read and rooms that note what they are told. */
export function testApp(db: Database, { now = Date.now(), roomsDown, postmark, ...own }: AppOptions = {}) {
  const told: { roomId: string; facts: Facts }[] = [];
  const forgotten: string[] = [];
  const clock = new TestClock(now);
  const log = new TestLog();
  const rooms: World["rooms"] = {
    async notify(roomId, facts) {
      if (roomsDown) throw new Error("unreachable");
      told.push({ roomId, facts });
    },
    async forget(roomId) {
      if (roomsDown) throw new Error("unreachable");
      forgotten.push(roomId);
    },
    async connect() {
      throw new Error("no socket in this test");
    },
  };
  const ports = { clock: clock.port, log: log.port, ...(postmark && { postmark: postmark.client }), ...own };
  const world = worldOf(db, { rooms, ...ports });
  const deps: Deps = { ...world, afterCommit: afterCommitOf(world) };
  return { app: createApp(world), deps, told, forgotten, clock, log };
}

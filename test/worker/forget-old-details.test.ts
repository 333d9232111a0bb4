import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  absences,
  appointmentMarks,
  appointments,
  evenings,
  invites,
  proposals,
  rateLimits,
  sessions,
  teacherNotes,
  waiting,
} from "../../worker/db/schema.ts";
import { runRetention } from "../support/worker/run-retention.ts";
import { cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

const DAY = 24 * 3_600_000;

test("a guest is forgotten when the school's retention time after the evening is over, and not before", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  const guest = { schoolId, id, eveningId: ids.evening, guardianId: ids.david, name: "Jane", email: "jane@x.example" };
  await db.insert(invites).values({ ...guest, state: "sent", version: 1, keyId: "k1", createdAt: 0 });
  const evening = school.startsAt + 3 * 3_600_000;
  const kept = () =>
    db.select({ name: invites.name, email: invites.email }).from(invites).where(eq(invites.id, id)).get();

  await runRetention(testApp(db, { now: evening + 30 * DAY - 1 }).deps);
  expect(await kept()).toEqual({ name: "Jane", email: "jane@x.example" });
  await runRetention(testApp(db, { now: evening + 30 * DAY + 1 }).deps);
  expect(await kept()).toEqual({ name: "", email: "" });
});

test("a guest who was not the one is forgotten too, by name", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  const guest = { schoolId, id, eveningId: ids.evening, guardianId: ids.david, name: "Jane", email: "" };
  const gone = { state: "removed", removedBecause: "not_me", version: 2, keyId: "k1", createdAt: 0 } as const;
  await db.insert(invites).values({ ...guest, ...gone });
  await runRetention(testApp(db, { now: school.startsAt + 34 * DAY }).deps);
  expect((await db.select().from(invites).where(eq(invites.id, id)).get())?.name).toBe("");
});

test("a counter stays while its window lasts, a day at most", async () => {
  const { db } = await smallSchool();
  const today = 40_000 * DAY;
  const kept = () => db.$count(rateLimits, eq(rateLimits.key, "of the day"));
  await db.insert(rateLimits).values({ key: "of the day", windowAt: today, count: 20 });
  await runRetention(testApp(db, { now: today + DAY - 1 }).deps);
  expect(await kept()).toBe(1);
  await runRetention(testApp(db, { now: today + DAY + 1 }).deps);
  expect(await kept()).toBe(0);
});

test("an expired session goes, a living one stays", async () => {
  const school = await smallSchool();
  await cookieOf(school, school.ids.david, Date.now() - 2 * DAY);
  await cookieOf(school, school.ids.rachael);
  await runRetention(testApp(school.db).deps);
  const left = await school.db.select().from(sessions).where(eq(sessions.schoolId, school.schoolId));
  expect(left.map((session) => session.personId)).toEqual([school.ids.rachael]);
});

test("an evening of another school that has the same id, long past, takes nothing from this one", async () => {
  const [here, other] = [await smallSchool(), await smallSchool()];
  const { db, schoolId, ids } = here;
  const eveningId = ids.evening;
  const past = await db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, other.schoolId), eq(evenings.id, other.ids.evening)))
    .get();
  if (!past) throw new Error("no evening");
  await db.insert(evenings).values({ ...past, id: eveningId, state: "draft", startsAt: 0, endsAt: 1 });
  const ofEvening = { schoolId, eveningId, guardianId: ids.david };
  const id = crypto.randomUUID();
  const about = { ...ofEvening, id, studentId: "s", classId: "c", note: "Hello", createdAt: 0 };
  await db.batch([
    db.insert(invites).values({
      ...{ ...ofEvening, id, name: "Jane", email: "jane@x.example" },
      ...({ state: "sent", version: 1, keyId: "k1", createdAt: 0 } as const),
    }),
    db.insert(appointments).values({ ...about, startsAt: 0, endsAt: 1, state: "booked", version: 1 }),
    db.insert(teacherNotes).values({ ...ofEvening, appointmentId: id, teacherId: "t", text: "Kind", savedAt: 0 }),
    db.insert(appointmentMarks).values({ ...ofEvening, appointmentId: id, absentAt: 1 }),
    db.insert(waiting).values({ ...about, state: "waiting", joinedAt: 0 }),
    db.insert(proposals).values({
      ...{ ...ofEvening, id, state: "cancelled" as const, choices: "{}", plan: "[]", missed: "[]" },
      ...{ createdAt: 0, expiresAt: 0 },
    }),
    db.insert(absences).values({ ...ofEvening, saidAt: 0 }),
  ]);
  await runRetention(testApp(db, { now: here.startsAt }).deps);
  const kept = await Promise.all(
    [invites, appointments, teacherNotes, appointmentMarks, waiting, proposals, absences].map((table) =>
      db
        .select()
        .from(table)
        .where(and(eq(table.schoolId, schoolId), eq(table.eveningId, eveningId)))
        .get(),
    ),
  );
  expect(kept).not.toContain(undefined);
  expect(kept[0]).toMatchObject({ name: "Jane", email: "jane@x.example" });
  expect(kept[1]).toMatchObject({ note: "Hello" });
});

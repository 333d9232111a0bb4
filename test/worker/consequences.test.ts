import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { afterCommitOf } from "../../worker/after-commit/after-commit.ts";
import { appointmentGivenBack } from "../../worker/changes/appointments-cancelled.ts";
import { teachersFollowed } from "../../worker/changes/appointments-moved.ts";
import { classesSet, eveningSaved } from "../../worker/changes/evenings.ts";
import { inviteSent } from "../../worker/changes/invites.ts";
import { recordsImported } from "../../worker/changes/records-imported.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  appointments,
  appointmentTeachers,
  audit,
  claims,
  classTeachers,
  eveningClasses,
  evenings,
  guardianships,
  invites,
  outbox,
  proposals,
  roomNotices,
  waiting,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import type { Plan } from "../../worker/rules/import/import-plan.ts";
import { addFamily, bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

/** An import that changes these of a school's records, as the office's files would have it. */
async function importOf(school: SmallSchool, change: Partial<Plan>): Promise<void> {
  const { db, schoolId, ids } = school;
  const none = { write: [], remove: [], counts: { create: 0, update: 0, same: 0, remove: 0 } };
  const plan: Plan = {
    ...{ students: none, guardians: none, staff: none, classes: none },
    ...{ guardianships: none, class_teachers: none, enrolment: none, kept: [], ...change },
  };
  await commit(db, recordsImported(schoolScope(db, schoolId, Date.now(), ids.office), plan));
}

const counts = { create: 0, update: 0, same: 0, remove: 0 };

function taughtBy({ schoolId, ids }: SmallSchool, teacherId: string, instead: string): Partial<Plan> {
  const row = { schoolId, classId: ids.science, position: 0 };
  return { class_teachers: { write: [{ ...row, teacherId }], remove: [{ ...row, teacherId: instead }], counts } };
}

async function barred({ db, schoolId, ids }: SmallSchool): Promise<Partial<Plan>> {
  const [row] = await db
    .select()
    .from(guardianships)
    .where(and(eq(guardianships.schoolId, schoolId), eq(guardianships.guardianId, ids.david)));
  if (!row) throw new Error("no guardianship");
  return { guardianships: { write: [{ ...row, courtOrder: true }], remove: [], counts } };
}

async function kindsOf({ db, schoolId }: SmallSchool): Promise<string[]> {
  const rows = await db.select().from(outbox).where(eq(outbox.schoolId, schoolId)).orderBy(asc(outbox.createdAt));
  return rows.map(({ kind, subject }) => `${kind} ${subject}`).sort();
}

async function waitsFor(school: SmallSchool, of: { guardianId: string; studentId: string; classId?: string }) {
  const { db, schoolId, ids, startsAt } = school;
  const entry = { schoolId, id: crypto.randomUUID(), eveningId: ids.evening, classId: ids.science, note: "" };
  await db.insert(waiting).values({ ...entry, ...of, state: "waiting", joinedAt: startsAt });
  return async () => (await db.select().from(waiting).where(eq(waiting.id, entry.id)))[0];
}

test("an import that takes a booking away mails the family, and offers the time to who waits for it", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  const id = await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  const entry = await waitsFor(school, await addFamily(school, [ids.science]));
  await importOf(school, await barred(school));
  expect((await bookedRows(school)).map((row) => row.id)).not.toContain(id);
  const { deps } = testApp(db);
  await afterCommitOf(deps)().all;
  expect(await entry()).toMatchObject({ state: "offered" });
  const subject = JSON.stringify({ guardianId: ids.david, eveningId: ids.evening });
  expect(await kindsOf(school)).toEqual(
    expect.arrayContaining([`booking_confirmation ${subject}`, expect.stringContaining("waiting_list_offer")]),
  );
  expect(await db.select().from(audit).where(eq(audit.object, id))).toMatchObject([
    { action: "appointment.no_longer_allowed", actor: ids.office },
  ]);
});

test("who may no longer book waits for nothing of the student's, and nothing is held for them", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const entry = await waitsFor(school, { guardianId: ids.david, studentId: ids.sophie });
  const other = await waitsFor(school, { guardianId: ids.rachael, studentId: ids.ben });
  const plan = JSON.stringify([
    { id: "a", studentId: ids.sophie, classId: ids.science, startsAt, teacherIds: [ids.anita] },
  ]);
  await db.insert(proposals).values({
    ...{ schoolId, id: "p", eveningId: ids.evening, guardianId: ids.david, state: "held", choices: "{}", plan },
    ...{ missed: "[]", createdAt: startsAt, expiresAt: Date.now() + 60_000 },
  });
  await importOf(school, await barred(school));
  expect(await entry()).toMatchObject({ state: "left" });
  expect(await other()).toMatchObject({ state: "waiting" });
  expect(await db.select().from(proposals).where(eq(proposals.schoolId, schoolId))).toMatchObject([
    { state: "cancelled" },
  ]);
});

test("a class's appointments go to the teacher that an import gives it: their pages, everybody's time, the room and the mails", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const id = await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  for (const teacherId of [ids.anita, ids.john])
    await db.insert(outbox).values({
      ...{ schoolId, id: crypto.randomUUID(), kind: "teacher_schedule", state: "sent", dueAt: 0, createdAt: 0 },
      subject: JSON.stringify({ teacherId, eveningId: ids.evening }),
    });
  await importOf(school, taughtBy(school, ids.john, ids.anita));
  expect((await bookedRows(school)).find((row) => row.id === id)).toMatchObject({ teachers: [ids.john], version: 2 });
  expect(await bookingFaults(school)).toEqual([]);
  expect(await db.select().from(roomNotices).where(eq(roomNotices.appointmentId, id))).toMatchObject([{ version: 2 }]);
  const told = (await kindsOf(school)).filter((kind) => /^(booking_confirmation|schedule_changed)/.test(kind));
  expect(told).toHaveLength(3);
  const schedule = async (teacher: string) => (await (await browserOf(school, teacher)).get("/staff/schedule")).text();
  expect(await schedule(ids.john)).toContain("Sophie Aaron");
  expect(await schedule(ids.anita)).not.toContain("Sophie Aaron");
});

test("an appointment whose new teacher is busy then keeps the old one, who has it on their pages still", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const id = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 4, ...science });
  // A break of John's.
  const unitAt = school.startsAt + 4 * SLOT_MS;
  await db.insert(claims).values({ schoolId: school.schoolId, personId: ids.john, unitAt, eveningId: ids.evening });
  await importOf(school, taughtBy(school, ids.john, ids.anita));
  expect(await db.select().from(appointmentTeachers).where(eq(appointmentTeachers.appointmentId, id))).toMatchObject([
    { teacherId: ids.anita },
  ]);
  expect(await bookingFaults(school)).toEqual(["1 stray claims"]);
  const page = await (await browserOf(school, ids.anita)).get("/staff/schedule");
  expect(await page.text()).toContain("Sophie Aaron");
});

test("of two appointments at one time that an import gives to one teacher, one goes and one stays", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const family = await addFamily(school, [ids.review]);
  const one = await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  const review = {
    guardian: family.guardianId,
    student: family.studentId,
    classId: ids.review,
    teachers: ["zoe"],
    slot: 4,
  };
  const two = await booked(school, { ...review, units: 6 });
  await db.delete(classTeachers).where(eq(classTeachers.classId, ids.review));
  const row = { schoolId, position: 0, teacherId: ids.john };
  await importOf(school, {
    class_teachers: {
      write: [
        { ...row, classId: ids.science },
        { ...row, classId: ids.review },
      ],
      remove: [{ ...row, classId: ids.science, teacherId: ids.anita }],
      counts,
    },
  });
  const teachers = new Map((await bookedRows(school)).map((found) => [found.id, found.teachers.join()]));
  expect([teachers.get(one), teachers.get(two)].filter((who) => who === ids.john)).toHaveLength(1);
  expect(await bookingFaults(school)).toEqual([]);
});

test("who can't attend waits for no time of the evening any more, what was held is free, and the office sees it", async () => {
  const school = await smallSchool();
  const { ids, startsAt } = school;
  const david = await browserOf(school, ids.david);
  const entry = await waitsFor(school, { guardianId: ids.david, studentId: ids.sophie });
  const say = (unable: string) =>
    david.app.fetch(
      new Request(`${school.origin}/evenings/${ids.evening}/attendance`, {
        ...{ method: "POST", headers: { cookie: david.cookie, origin: school.origin } },
        body: new URLSearchParams({ unable }),
      }),
    );
  expect((await say("1")).status).toBe(303);
  expect(await entry()).toMatchObject({ state: "left" });
  const office = await browserOf(school, ids.office);
  expect(await (await office.get(`/admin/evenings/${ids.evening}`)).text()).toContain("David Aaron");
  expect(await (await office.get("/admin")).text()).toContain("1 can’t come");
  const schedule = async (teacher: string) => (await (await browserOf(school, teacher)).get("/staff/schedule")).text();
  expect(await schedule(ids.anita)).toMatch(/Can’t come.*David Aaron.*Sophie Aaron/s);
  expect(await schedule(ids.john)).not.toContain("Can’t come");
  await david.press({ student: ids.sophie, classId: ids.science, at: startsAt + 5 * SLOT_MS });
  expect((await say("1")).status).toBe(409);
});

test("what a press frees is offered right after its answer, by no sweep, and a press that books nothing frees too", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const david = await browserOf(school, ids.david);
  // Twice as long as the class takes by now: it can't be accepted.
  const hold = async (id: string, slot: number) => {
    const unitAt = startsAt + slot * SLOT_MS;
    const span = { startsAt: unitAt, endsAt: unitAt + 2 * SLOT_MS, units: [unitAt] };
    const one = { id: `${id}-a`, studentId: ids.sophie, classId: ids.science, teacherIds: [ids.anita], ...span };
    await db.insert(proposals).values({
      ...{ schoolId, id, eveningId: ids.evening, guardianId: ids.david, state: "held", missed: "[]" },
      ...{
        choices: JSON.stringify({ from: 0, to: 1, wanted: [] }),
        plan: JSON.stringify([one]),
      },
      ...{ createdAt: startsAt, expiresAt: Date.now() + 60_000 },
    });
    const claim = { schoolId, unitAt, eveningId: ids.evening, proposalId: id, heldUntil: Date.now() + 60_000 };
    await db.insert(claims).values([ids.david, ids.anita].map((personId) => ({ ...claim, personId })));
    return waitsFor(school, await addFamily(school, [ids.science]));
  };
  const press = async (path: string, body: Record<string, string>) => {
    const work: Promise<unknown>[] = [];
    const context = { waitUntil: (promise: Promise<unknown>) => void work.push(promise), passThroughOnException() {} };
    const headers = { cookie: david.cookie, origin: school.origin };
    const request = new Request(`${school.origin}/evenings/${ids.evening}${path}`, {
      ...{ method: "POST", headers, body: new URLSearchParams(body) },
    });
    const { status } = await david.app.fetch(request, {}, context as unknown as ExecutionContext);
    await Promise.all(work);
    return status;
  };
  const first = await hold("can-not-be-accepted", 4);
  expect(await press("/book/automatic/can-not-be-accepted", { accept: "1" })).toBe(409);
  expect(await first()).toMatchObject({ state: "offered" });
  expect(await db.select().from(audit).where(eq(audit.object, "can-not-be-accepted"))).toMatchObject([
    { action: "proposal.failed", actor: ids.david },
  ]);
  const second = await hold("let-go", 6);
  expect(await press("/attendance", { unable: "1" })).toBe(303);
  expect(await second()).toMatchObject({ state: "offered" });
});

/** Sophie's science and another family's review at one time, in two evenings of the same night. */
async function twoEvenings() {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const [row] = await db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)));
  if (!row) throw new Error("no evening");
  await db.insert(evenings).values({ ...row, id: "other" });
  await db.insert(eveningClasses).values({ schoolId, eveningId: "other", classId: ids.review, units: 1 });
  await db
    .delete(classTeachers)
    .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.classId, ids.review)));
  await db.insert(classTeachers).values({ schoolId, classId: ids.review, teacherId: "zoe", position: 0 });
  const family = await addFamily(school, [ids.review]);
  const science = { student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 4 };
  const review = { student: family.studentId, classId: ids.review, teachers: ["zoe"], slot: 4 };
  const one = await booked(school, { guardian: ids.david, ...science });
  const two = await booked(school, { guardian: family.guardianId, ...review });
  await db.update(appointments).set({ eveningId: "other" }).where(eq(appointments.id, two));
  await db.update(claims).set({ eveningId: "other" }).where(eq(claims.appointmentId, two));
  return { school, one, two };
}

test("of two evenings' appointments at one time that an import gives to one teacher, one goes and one stays", async () => {
  const { school, one, two } = await twoEvenings();
  const { schoolId, ids } = school;
  const row = { schoolId, position: 0 };
  await importOf(school, {
    class_teachers: {
      write: [ids.science, ids.review].map((classId) => ({ ...row, classId, teacherId: ids.john })),
      remove: [
        { ...row, classId: ids.science, teacherId: ids.anita },
        { ...row, classId: ids.review, teacherId: "zoe" },
      ],
      counts,
    },
  });
  const teachers = new Map((await bookedRows(school)).map((found) => [found.id, found.teachers.join()]));
  expect([teachers.get(one), teachers.get(two)].filter((who) => who === ids.john)).toHaveLength(1);
  expect(await bookingFaults(school)).toEqual([]);
});

test("a call that has begun, or is over, keeps its teacher when the class gets another", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const id = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 0, ...science });
  await importOf(school, taughtBy(school, ids.john, ids.anita));
  expect((await bookedRows(school)).find((row) => row.id === id)).toMatchObject({ teachers: [ids.anita], version: 1 });
});

test("who taught before is told too: where calls run on, theirs may now", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await db.update(evenings).set({ ending: "until-next" }).where(eq(evenings.schoolId, schoolId));
  await db
    .delete(classTeachers)
    .where(and(eq(classTeachers.classId, ids.review), eq(classTeachers.teacherId, ids.john)));
  const { guardianId, studentId } = await addFamily(school, [ids.review]);
  const science = { classId: ids.science, teachers: [ids.anita] };
  const earlier = { guardian: guardianId, student: studentId, classId: ids.review, teachers: [ids.anita], slot: 4 };
  const before = await booked(school, earlier);
  const id = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 5, ...science });
  await importOf(school, taughtBy(school, ids.john, ids.anita));
  const told = await db
    .select({ id: roomNotices.appointmentId })
    .from(roomNotices)
    .where(eq(roomNotices.schoolId, schoolId));
  expect(told.map((row) => row.id).sort()).toEqual([before, id].sort());
});

test("a teacher who has left a class goes, though another appointment wants the one who stays", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const family = await addFamily(school, [ids.review]);
  const both = { classId: ids.review, teachers: [ids.anita, ids.john], slot: 4 };
  const review = await booked(school, { guardian: family.guardianId, student: family.studentId, ...both });
  const science = { classId: ids.science, teachers: ["zoe"], slot: 4 };
  const id = await booked(school, { guardian: ids.david, student: ids.sophie, ...science });
  await db.update(appointments).set({ id: "0" }).where(eq(appointments.id, id));
  await db.update(appointmentTeachers).set({ appointmentId: "0" }).where(eq(appointmentTeachers.appointmentId, id));
  await db.update(claims).set({ appointmentId: "0" }).where(eq(claims.appointmentId, id));
  const remove = [{ schoolId, position: 1, classId: ids.review, teacherId: ids.john }];
  await importOf(school, { class_teachers: { write: [], remove, counts } });
  const teachers = new Map((await bookedRows(school)).map((found) => [found.id, found.teachers]));
  expect(teachers.get(review)).toEqual([ids.anita]);
  expect(teachers.get("0")).toEqual(["zoe"]);
});

test("two imports of one moment follow each for itself: what the first has moved and was given back since stays given back", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const id = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 4, ...science });
  const scope = schoolScope(db, schoolId, Date.now(), ids.office);
  await db.update(classTeachers).set({ teacherId: ids.john }).where(eq(classTeachers.classId, ids.science));
  await commit(db, teachersFollowed(scope));
  await commit(
    db,
    appointmentGivenBack(
      { ...scope, actor: ids.david },
      { guardianId: ids.david, eveningId: ids.evening, appointmentId: id },
    ),
  );
  await commit(db, teachersFollowed(scope));
  expect(await bookingFaults(school)).toEqual([]);
});

/** Gives all of somebody's time in the evening away, as breaks do. */
async function hasNoTime({ db, schoolId, ids, startsAt }: SmallSchool, personId: string): Promise<void> {
  const units = Array.from({ length: 36 }, (_, slot) => startsAt + slot * SLOT_MS);
  const claim = { schoolId, personId, eveningId: ids.evening };
  await db.batch([
    db.insert(claims).values(units.slice(0, 18).map((unitAt) => ({ ...claim, unitAt }))),
    db.insert(claims).values(units.slice(18).map((unitAt) => ({ ...claim, unitAt }))),
  ]);
}

/** A time of Anita's is held: for an offer to somebody who waits for science. */
async function offeredTime(school: SmallSchool, of: { guardianId: string; studentId: string }, slot: number) {
  const { db, schoolId, ids } = school;
  const entry = await waitsFor(school, of);
  const id = (await entry())?.id ?? "";
  const [startsAt, heldUntil] = [school.startsAt + slot * SLOT_MS, Date.now() + 600_000];
  await db.update(waiting).set({ state: "offered", startsAt, heldUntil }).where(eq(waiting.id, id));
  const claim = { schoolId, unitAt: startsAt, eveningId: ids.evening, proposalId: id, heldUntil };
  await db.insert(claims).values([of.guardianId, ids.anita].map((personId) => ({ ...claim, personId })));
  return entry;
}

/** A held proposal of one appointment, with its claims. */
async function holds(
  school: SmallSchool,
  of: { guardianId: string; studentId: string; classId: string },
  slot: number,
) {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  const [unitAt, heldUntil] = [school.startsAt + slot * SLOT_MS, Date.now() + 60_000];
  const planned = { id: `${id}-a`, studentId: of.studentId, classId: of.classId, teacherIds: [ids.anita] };
  await db.insert(proposals).values({
    ...{ schoolId, id, eveningId: ids.evening, guardianId: of.guardianId, state: "held", choices: "{}", missed: "[]" },
    ...{ plan: JSON.stringify([{ ...planned, startsAt: unitAt }]), createdAt: school.startsAt, expiresAt: heldUntil },
  });
  const claim = { schoolId, unitAt, eveningId: ids.evening, proposalId: id, heldUntil };
  await db.insert(claims).values([of.guardianId, ids.anita].map((personId) => ({ ...claim, personId })));
  return async () => (await db.select().from(proposals).where(eq(proposals.id, id)))[0]?.state;
}

async function takesPart(school: SmallSchool, wanted: { classId: string; units: number }[]): Promise<void> {
  const { db, schoolId, ids } = school;
  const scope = schoolScope(db, schoolId, Date.now(), ids.office);
  expect(await commit(db, classesSet(scope, ids.evening, wanted))).toBeNull();
}

async function invited(school: SmallSchool, guardianId: string, studentIds: string[]) {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  const consent = { words: "", version: 1 };
  const guest = { name: "Jane", email: `${id}@mail.example`, keyId: "k1", consent, onBehalf: false };
  const scope = schoolScope(db, schoolId, Date.now(), guardianId);
  await commit(db, inviteSent(scope, { ...guest, id, eveningId: ids.evening, guardianId, studentIds }));
  return { id, row: async () => (await db.select().from(invites).where(eq(invites.id, id)))[0] };
}

test("a class taken out of a published evening: nobody waits for it, nothing is held for it, and what was held is offered", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const waits = await waitsFor(school, { guardianId: ids.david, studentId: ids.sophie });
  const offered = await offeredTime(school, await addFamily(school, [ids.science]), 4);
  const proposal = await holds(school, { ...(await addFamily(school, [ids.science])), classId: ids.science }, 5);
  const kept = await holds(school, { ...(await addFamily(school, [ids.review])), classId: ids.review }, 6);
  const other = await waitsFor(school, { guardianId: ids.rachael, studentId: ids.ben, classId: ids.review });
  await takesPart(school, [{ classId: ids.review, units: 6 }]);
  expect(await waits()).toMatchObject({ state: "left" });
  expect(await offered()).toMatchObject({ state: "left" });
  expect([await proposal(), await kept()]).toEqual(["cancelled", "held"]);
  const held = await db.select({ at: claims.unitAt }).from(claims).where(eq(claims.schoolId, schoolId));
  expect(new Set(held.map(({ at }) => at))).toEqual(new Set([school.startsAt + 6 * SLOT_MS]));
  await afterCommitOf(testApp(db).deps)().all;
  expect(await other()).toMatchObject({ state: "offered" });
});

test("a guest's student whose last class is taken out of the evening is covered no more, and the guest is told", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const sophies = await invited(school, ids.david, [ids.sophie]);
  const bens = await invited(school, ids.rachael, [ids.ben]);
  await takesPart(school, [{ classId: ids.review, units: 6 }]);
  expect(await sophies.row()).toMatchObject({ state: "removed", removedBecause: "student_left" });
  expect(await bens.row()).toMatchObject({ state: "sent" });
  const withdrawn = (await kindsOf(school)).filter((kind) => kind.startsWith("invitation_withdrawn"));
  expect(withdrawn).toEqual([`invitation_withdrawn ${JSON.stringify({ inviteId: sophies.id })}`]);
});

test("a class whose appointments become shorter is offered to who waits for it, in the gaps that were too short before", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  await hasNoTime(school, ids.anita);
  await db.delete(claims).where(and(eq(claims.personId, ids.anita), eq(claims.unitAt, school.startsAt + 9 * SLOT_MS)));
  const entry = await waitsFor(school, { guardianId: ids.rachael, studentId: ids.ben, classId: ids.review });
  await takesPart(school, [
    { classId: ids.science, units: 1 },
    { classId: ids.review, units: 1 },
  ]);
  await afterCommitOf(testApp(db).deps)().all;
  expect(await entry()).toMatchObject({ state: "offered", startsAt: school.startsAt + 9 * SLOT_MS });
});

test("booking that is opened again offers what became free while it was closed", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const entry = await waitsFor(school, { guardianId: ids.david, studentId: ids.sophie });
  const row = await db
    .select()
    .from(evenings)
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)))
    .get();
  if (!row) throw new Error("no evening");
  await db.update(evenings).set({ bookingClosesAt: school.startsAt }).where(eq(evenings.schoolId, schoolId));
  const { schoolId: _school, id, state: _state, createdAt: _created, ...settings } = row;
  await commit(db, eveningSaved(schoolScope(db, schoolId, Date.now(), ids.office), id, settings, "published"));
  await afterCommitOf(testApp(db).deps)().all;
  expect(await entry()).toMatchObject({ state: "offered" });
});

test("a teacher with free time whom an import gives to a class is offered to who waits for it", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  await hasNoTime(school, ids.anita);
  const entry = await waitsFor(school, { guardianId: ids.david, studentId: ids.sophie });
  await importOf(school, taughtBy(school, ids.john, ids.anita));
  await afterCommitOf(testApp(db).deps)().all;
  expect(await entry()).toMatchObject({ state: "offered" });
});

test("a class that an import takes a full teacher from is offered with those who are left", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await hasNoTime(school, ids.john);
  const entry = await waitsFor(school, { guardianId: ids.rachael, studentId: ids.ben, classId: ids.review });
  const remove = [{ schoolId, position: 1, classId: ids.review, teacherId: ids.john }];
  await importOf(school, { class_teachers: { write: [], remove, counts } });
  await afterCommitOf(testApp(db).deps)().all;
  expect(await entry()).toMatchObject({ state: "offered" });
});

test("a student whom an import takes out of a class: nobody waits for it on their behalf, and nothing is held for it", async () => {
  const school = await smallSchool();
  const { ids, schoolId } = school;
  const entry = await offeredTime(school, { guardianId: ids.david, studentId: ids.sophie }, 4);
  const proposal = await holds(school, { guardianId: ids.david, studentId: ids.sophie, classId: ids.science }, 5);
  const other = await waitsFor(school, { guardianId: ids.rachael, studentId: ids.ben });
  const remove = [{ schoolId, classId: ids.science, studentId: ids.sophie }];
  await importOf(school, { enrolment: { write: [], remove, counts } });
  expect(await entry()).toMatchObject({ state: "left" });
  expect(await proposal()).toBe("cancelled");
  expect(await other()).toMatchObject({ state: "waiting" });
  expect(await bookingFaults(school)).toEqual([]);
});

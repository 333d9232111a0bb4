import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { appointmentsMade } from "../../../worker/changes/appointments-booked.ts";
import { commit } from "../../../worker/db/guard.ts";
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
  waiting,
} from "../../../worker/db/schema.ts";
import { schoolScope } from "../../../worker/db/scope.ts";
import { loadBookingGrid } from "../../../worker/queries/booking-grid.ts";
import { SLOT_MS } from "./booking.ts";
import { MINUTE, type SmallSchool, smallSchool } from "./small-school.ts";

const slot = fc.integer({ min: 0, max: 9 });
const often = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );
const student = fc.constantFrom("sophie" as const, "ben" as const);
const taught = fc.constantFrom("science" as const, "review" as const, "music" as const);

/** An evening of ten slots with whatever may have happened before a press; minutes count from its start. */
export const randomEvening = fc.record({
  state: often<"published" | "draft" | "closed">("published", "draft", "closed"),
  opens: fc.constantFrom(-60, -60, -60, 3),
  early: fc.option(fc.constantFrom(-90, 60), { freq: 2 }),
  earlyYear: fc.constantFrom("6", "11"),
  closes: fc.constantFrom(50, 50, 12, 4),
  lead: fc.constantFrom(0, 0, 7, 20),
  most: fc.option(fc.constantFrom(1, 2), { freq: 2 }),
  together: fc.boolean(),
  ending: fc.constantFrom("on-time" as const, "until-next" as const),
  units: fc.record({ science: fc.constantFrom(1, 2), review: fc.constantFrom(1, 3), music: fc.constantFrom(1, 2) }),
  mayBook: fc.record({ sophie: often(true, false), ben: often(true, false) }),
  inMusic: often(true, false),
  hasMusicTeacher: often(true, false),
  booked: fc.array(fc.record({ byDavid: fc.boolean(), student, taught, slot }), { maxLength: 4 }),
  /** Claims that no appointment has: breaks, and holds that last or have lapsed. */
  kept: fc.array(
    fc.oneof(
      fc.record({ who: fc.constantFrom("david", "anita", "john"), slot, what: fc.constantFrom("held", "lapsed") }),
      fc.record({ who: fc.constantFrom("anita", "john"), slot, what: fc.constant("break") }),
    ),
    { maxLength: 4 },
  ),
  elsewhere: fc.option(fc.integer({ min: 0, max: 45 }), { freq: 2 }),
  inLine: fc.option(fc.record({ student, taught, slot, offered: fc.boolean() }), { freq: 2 }),
});

const known = fc
  .record({
    student,
    taught,
  })
  .filter((pair) => pair.student === "ben" || pair.taught !== "review");
const strange = fc.constantFrom(
  { student: "sophie" as const, taught: "review" as const },
  { student: "nobody" as const, taught: "science" as const },
  { student: "ben" as const, taught: "nothing" as const },
);

/** A press of David's; `of` says whose appointment's id the form has. */
export const randomPress = fc.record({
  of: fc.oneof({ weight: 12, arbitrary: known }, { weight: 1, arbitrary: strange }),
  slot: fc.oneof({ weight: 8, arbitrary: slot }, { weight: 1, arbitrary: fc.constantFrom(-1, 10) }),
  offGrid: often(false, true),
  form: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ moves: false, id: "new" }) },
    { weight: 4, arbitrary: fc.constant({ moves: true, id: "this" }) },
    {
      weight: 2,
      arbitrary: fc.record({ moves: fc.boolean(), id: fc.constantFrom("new", "this", "his", "hers", "cancelled") }),
    },
  ),
  /** Minutes from the evening's start. */
  now: fc.constantFrom(-45, -45, 0, 3, 4, 5, 12, 60),
});

export type RandomEvening = typeof randomEvening extends fc.Arbitrary<infer One> ? One : never;
export type RandomPress = typeof randomPress extends fc.Arbitrary<infer One> ? One : never;

/** Writes one into a fresh school. What can't be, such as two appointments at one time, is left out. */
export async function makeEvening(given: RandomEvening) {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const music = `music-${schoolId}`;
  const classOf = (name: "science" | "review" | "music") => (name === "music" ? music : ids[name]);
  await db.batch([
    db.insert(classes).values({
      ...{ schoolId, id: music, externalId: music, code: "Mu", name: "Music", subject: "Music", department: "Music" },
      yearGroup: "6",
    }),
    db.insert(enrolments).values({ schoolId, classId: music, studentId: ids.ben }),
    db.insert(eveningClasses).values({ schoolId, eveningId: ids.evening, classId: music, units: given.units.music }),
    db.insert(guardianships).values({
      ...{ schoolId, guardianId: ids.david, studentId: ids.ben, relationship: "Uncle", priority: 2 },
      ...{ parentalResponsibility: true, livesWith: false, courtOrder: false, mayBook: true },
    }),
    db.insert(classTeachers).values({ schoolId, classId: music, teacherId: ids.john, position: 0 }),
    ...(["science", "review"] as const).map((name) =>
      db.update(eveningClasses).set({ units: given.units[name] }).where(eq(eveningClasses.classId, ids[name])),
    ),
    ...(given.inMusic ? [db.insert(enrolments).values({ schoolId, classId: music, studentId: ids.sophie })] : []),
    db
      .update(evenings)
      .set({ together: given.together, endsAt: startsAt + 10 * SLOT_MS })
      .where(eq(evenings.id, ids.evening)),
  ]);
  for (const one of given.booked) {
    const guardianId = one.byDavid ? ids.david : ids.rachael;
    await bookAnyhow(school, guardianId, ids[one.student], classOf(one.taught), startsAt + one.slot * SLOT_MS);
  }
  await cancelledOf(school);
  if (given.elsewhere !== null) await bookElsewhere(school, startsAt + given.elsewhere * MINUTE);
  for (const { who, slot: at, what } of given.kept)
    await keep(school, ids[who as "david"], startsAt + at * SLOT_MS, what === "break" ? null : what === "held");
  if (given.inLine) await waitFor(school, ids[given.inLine.student], classOf(given.inLine.taught), given.inLine);
  await setRules(school, music, given);
  return { school, classOf };
}

async function bookAnyhow(
  school: SmallSchool,
  guardianId: string,
  studentId: string,
  classId: string,
  startsAt: number,
) {
  const { db, schoolId, ids } = school;
  const bookingGrid = await loadBookingGrid(schoolScope(db, schoolId, school.startsAt), guardianId, ids.evening);
  const bookable = bookingGrid?.bookables.find((one) => one.student.id === studentId && one.classId === classId);
  if (!bookable || startsAt + bookable.units * SLOT_MS > school.startsAt + 10 * SLOT_MS) return;
  const scope = schoolScope(db, schoolId, school.startsAt);
  const rows = sql`SELECT ${crypto.randomUUID()} AS id, ${studentId} AS student_id, ${classId} AS class_id, ${startsAt} AS starts_at, '' AS note`;
  await unlessTaken(commit(db, appointmentsMade({ scope, guardianId, eveningId: ids.evening, rows })));
}

/** A time that somebody has fails the key of the claims, a class that they have that of the appointments: then it is left out. */
async function unlessTaken(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!String(error).includes("UNIQUE constraint failed")) throw error;
  }
}

/** An appointment of David's for Sophie's science that he gave back. */
async function cancelledOf({ db, schoolId, ids, startsAt }: SmallSchool): Promise<void> {
  await db.insert(appointments).values({
    ...{ schoolId, id: `cancelled-${schoolId}`, eveningId: ids.evening, guardianId: ids.david, studentId: ids.sophie },
    ...{
      classId: ids.science,
      startsAt,
      endsAt: startsAt + SLOT_MS,
      state: "cancelled",
      version: 2,
      createdAt: startsAt,
    },
  });
}

/** Seven minutes in an evening with another grid: no unit of it is a unit of this one. */
async function bookElsewhere({ db, schoolId, ids }: SmallSchool, startsAt: number): Promise<void> {
  const id = `elsewhere-${schoolId}`;
  await db.batch([
    db.insert(appointments).values({
      ...{ schoolId, id, eveningId: "other", guardianId: ids.david, studentId: ids.sophie, classId: ids.science },
      ...{ startsAt, endsAt: startsAt + 7 * MINUTE, state: "booked", version: 1, createdAt: startsAt },
    }),
    db.insert(appointmentTeachers).values({ schoolId, appointmentId: id, teacherId: ids.john, position: 0 }),
  ]);
}

/** A break where `held` is null; else somebody's hold, lasting or lapsed. */
async function keep(
  { db, schoolId, ids, startsAt }: SmallSchool,
  personId: string,
  unitAt: number,
  held: boolean | null,
) {
  const hold = { proposalId: "a-proposal", heldUntil: held ? startsAt + 600 * MINUTE : startsAt - 600 * MINUTE };
  const claim = { schoolId, personId, unitAt, eveningId: ids.evening, ...(held === null ? {} : hold) };
  await db.insert(claims).values(claim).onConflictDoNothing();
}

type Line = NonNullable<RandomEvening["inLine"]>;

async function waitFor(school: SmallSchool, studentId: string, classId: string, { offered, slot: at }: Line) {
  const { db, schoolId, ids, startsAt } = school;
  const heldUntil = startsAt + 600 * MINUTE;
  const bookable = {
    state: "offered" as const,
    startsAt: startsAt + at * SLOT_MS,
    heldUntil,
    appointmentId: "promised",
  };
  const place = {
    schoolId,
    id: `place-${schoolId}`,
    eveningId: ids.evening,
    guardianId: ids.david,
    studentId,
    classId,
  };
  await db
    .insert(waiting)
    .values({ ...place, note: "", state: "waiting", joinedAt: startsAt, ...(offered ? bookable : {}) });
  if (!offered) return;
  const claim = { schoolId, eveningId: ids.evening, unitAt: startsAt + at * SLOT_MS, proposalId: place.id, heldUntil };
  for (const personId of [ids.david, ids.john])
    await db
      .insert(claims)
      .values({ ...claim, personId })
      .onConflictDoNothing();
}

async function setRules(
  { db, schoolId, ids, startsAt }: SmallSchool,
  music: string,
  given: RandomEvening,
): Promise<void> {
  const mayBook = (studentId: string, may: boolean) =>
    db
      .update(guardianships)
      .set({ mayBook: may })
      .where(and(eq(guardianships.guardianId, ids.david), eq(guardianships.studentId, studentId)));
  await db.batch([
    mayBook(ids.sophie, given.mayBook.sophie),
    mayBook(ids.ben, given.mayBook.ben),
    db
      .update(evenings)
      .set({
        ...{ state: given.state, leadMinutes: given.lead, mostPerStudent: given.most, ending: given.ending },
        bookingOpensAt: startsAt + given.opens * MINUTE,
        bookingClosesAt: startsAt + given.closes * MINUTE,
        earlyOpensAt: given.early === null ? null : startsAt + given.early * MINUTE,
        earlyYears: JSON.stringify([given.earlyYear]),
      })
      .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening))),
    ...(given.hasMusicTeacher ? [] : [db.delete(classTeachers).where(eq(classTeachers.classId, music))]),
  ]);
}

import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliverNotices } from "../../worker/after-commit/deliver-notices.ts";
import { eveningSaved } from "../../worker/changes/evenings.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  appointments,
  audit,
  claims,
  evenings,
  guardianships,
  outbox,
  type roomNotices,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { booked, MINUTE, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const science = ({ ids }: SmallSchool) => ({ student: ids.sophie, classId: ids.science });
const review = ({ ids }: SmallSchool) => ({ student: ids.ben, classId: ids.review });

async function rowsOf(school: SmallSchool, table: typeof outbox | typeof audit | typeof roomNotices) {
  return school.db.select().from(table).where(eq(table.schoolId, school.schoolId));
}

test("a press on a free time books it, with everyone's time, mail and record in one commit", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const id = crypto.randomUUID();
  const answer = await david.press({ ...science(school), id, slot: 2 });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toContain(`#t-${school.ids.sophie}-${school.ids.science}`);
  const [row, ...others] = await bookedRows(school);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ id, version: 2, teachers: [school.ids.anita], startsAt: school.startsAt + 2 * SLOT_MS });
  expect(await bookingFaults(school)).toEqual([]);
  expect(await rowsOf(school, outbox)).toMatchObject([{ kind: "booking_confirmation" }]);
  expect(await rowsOf(school, audit)).toMatchObject([
    { action: "appointment.booked", object: id, actor: school.ids.david },
  ]);
});

test("the page shows free, yours and clash in words, and leaves out what is over, and the answer where the press was", async () => {
  const school = await smallSchool();
  const rachael = await browserOf(school, school.ids.rachael);
  const answer = await rachael.press({ student: school.ids.ben, classId: school.ids.science, slot: 2 });
  const html = await (await rachael.get(answer.headers.get("location")?.split("#")[0] ?? "")).text();
  expect(html).toContain("Booked. We are sending you your list.");
  expect(html).toMatch(/Yours<span class="unseen">, press to give it back/);
  expect(html).toMatch(/Clashes with your \d\d:\d\d with Mrs Abell/);
  expect(html).not.toContain(`value="${school.startsAt}"`);
  expect(html).toContain("<strong>1 of 2</strong> booked");
});

test("the same form sent twice, one after the other or at once, is one booking and one mail", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const press = { ...science(school), id: crypto.randomUUID(), slot: 2 };
  const answers = await Promise.all([david.press(press), david.press(press), david.press(press)]);
  answers.push(await david.press(press));
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303, 303]);
  expect(await bookedRows(school)).toHaveLength(1);
  expect(await rowsOf(school, outbox)).toHaveLength(1);
});

test("the same form's id with another time is refused, and the first booking stays", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const id = crypto.randomUUID();
  await david.press({ ...science(school), id, slot: 2 });
  const answer = await david.press({ ...science(school), id, slot: 3 });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("You have a time already");
  expect(await bookedRows(school)).toMatchObject([{ id, startsAt: school.startsAt + 2 * SLOT_MS }]);
});

test("an id that is another family's appointment is refused, with nothing of theirs shown", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const theirs = await booked(school, {
    ...{ guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 5 },
  });
  const david = await browserOf(school, ids.david);
  for (const moves of [false, true]) {
    const answer = await david.press({ ...science(school), id: theirs, slot: 2, moves });
    expect(answer.status).toBe(409);
    expect(await answer.text()).not.toMatch(/Ben|Abbot/);
  }
  expect((await david.press({ ...science(school), cancel: theirs })).status).toBe(404);
  expect(await bookedRows(school)).toMatchObject([{ id: theirs, startsAt: school.startsAt + 5 * SLOT_MS }]);
});

test("a time that another has taken is refused with what is free now", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const rachael = await browserOf(school, school.ids.rachael);
  await rachael.press({ student: school.ids.ben, classId: school.ids.science, slot: 2 });
  const answer = await david.press({ ...science(school), slot: 2 });
  expect(answer.status).toBe(409);
  const html = await answer.text();
  expect(html).toMatch(/\d\d:\d\d with Mrs Abell has just been taken/);
  expect(html).toMatch(/Free now: \d\d:\d\d, /);
  expect(html).not.toContain("Rachael");
});

test("two own appointments at one time are refused with the reason", async () => {
  const school = await smallSchool();
  const { ids } = school;
  await school.db.insert(guardianships).values({
    ...{ schoolId: school.schoolId, guardianId: ids.david, studentId: ids.ben, relationship: "Uncle", priority: 2 },
    ...{ parentalResponsibility: true, livesWith: false, courtOrder: false, mayBook: true },
  });
  const david = await browserOf(school, ids.david);
  await david.press({ ...science(school), slot: 6 });
  const answer = await david.press({ ...review(school), slot: 2 });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toMatch(/clashes with your \d\d:\d\d with Mrs Abell/);
  expect(await bookingFaults(school)).toEqual([]);
});

test("pressing another time moves the appointment: same id, a higher version, a notice for its room", async () => {
  const school = await smallSchool();
  const rachael = await browserOf(school, school.ids.rachael);
  const id = crypto.randomUUID();
  await rachael.press({ ...review(school), id, slot: 2 });
  const answer = await rachael.press({ ...review(school), id, slot: 3, moves: true });
  expect(answer.status).toBe(303);
  expect(await bookedRows(school)).toMatchObject([{ id, version: 3, startsAt: school.startsAt + 3 * SLOT_MS }]);
  expect(await bookingFaults(school)).toEqual([]);
  expect((await rowsOf(school, audit)).map((row) => "action" in row && row.action)).toContain("appointment.moved");
});

test("a move to a time that is gone leaves the old time", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const david = await browserOf(school, ids.david);
  const id = crypto.randomUUID();
  await david.press({ ...science(school), id, slot: 2 });
  await booked(school, {
    guardian: ids.rachael,
    student: ids.ben,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 4,
  });
  const answer = await david.press({ ...science(school), id, slot: 4, moves: true });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toMatch(/has just been taken\. Your \d\d:\d\d is still yours/);
  expect((await bookedRows(school))[0]).toMatchObject({ id, startsAt: school.startsAt + 2 * SLOT_MS, version: 2 });
  expect(await bookingFaults(school)).toEqual([]);
});

test("giving a time back frees it at once; again is the same as once; the room hears of it", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const rachael = await browserOf(school, school.ids.rachael);
  const id = crypto.randomUUID();
  await david.press({ ...science(school), id, slot: 2 });
  for (let time = 0; time < 2; time += 1)
    expect((await david.press({ ...science(school), cancel: id })).status).toBe(303);
  const [row] = await school.db.select().from(appointments).where(eq(appointments.id, id));
  expect(row).toMatchObject({ state: "cancelled", version: 3 });
  expect(
    (await rowsOf(school, audit)).filter((one) => "action" in one && one.action.endsWith("cancelled")),
  ).toHaveLength(1);
  const taken = await rachael.press({ student: school.ids.ben, classId: school.ids.science, slot: 2 });
  expect(taken.status).toBe(303);
  const again = await david.press({ ...science(school), id, slot: 3 });
  expect(again.status).toBe(409);
  expect(await bookingFaults(school)).toEqual([]);
});

test("a hold that has lapsed gives way; one that holds doesn't", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const hold = (slot: number, heldUntil: number) =>
    db.insert(claims).values({
      ...{ schoolId, personId: ids.anita, unitAt: startsAt + slot * SLOT_MS, eveningId: ids.evening },
      ...{ proposalId: "theirs", heldUntil },
    });
  await hold(2, Date.now() - 1);
  await hold(3, Date.now() + MINUTE);
  const david = await browserOf(school, ids.david);
  expect((await david.press({ ...science(school), slot: 3 })).status).toBe(409);
  expect((await david.press({ ...science(school), slot: 2 })).status).toBe(303);
});

test("off the grid, before and after the evening, in the past, too long, nonsense: all refused", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const rachael = await browserOf(school, school.ids.rachael);
  const { startsAt } = school;
  for (const at of [startsAt + 2 * SLOT_MS + 1, startsAt - SLOT_MS, startsAt + 36 * SLOT_MS, startsAt, 8.64e15])
    expect((await david.press({ ...science(school), at })).status).toBe(409);
  for (const at of ["", "soon", "1e999", "-5", "1.5", "9e15"])
    expect((await david.press({ ...science(school), at })).status).toBe(422);
  expect((await rachael.press({ ...review(school), slot: 31 })).status).toBe(409);
  expect((await rachael.press({ ...review(school), slot: 30 })).status).toBe(303);
  expect(await bookedRows(school)).toHaveLength(1);
});

test("outside the booking window nothing is booked, moved or given back", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const david = await browserOf(school, ids.david);
  const id = crypto.randomUUID();
  await david.press({ ...science(school), id, slot: 2 });
  const evening = and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening));
  for (const shut of [
    { bookingClosesAt: david.clock.now },
    { bookingClosesAt: david.clock.now + MINUTE, bookingOpensAt: david.clock.now + MINUTE },
    { state: "closed" as const },
  ]) {
    await db.update(evenings).set(shut).where(evening);
    expect((await david.press({ ...science(school), id, slot: 3, moves: true })).status).toBe(409);
    expect((await david.press({ ...science(school), cancel: id })).status).toBe(409);
    const html = await (await david.page()).text();
    expect(html).not.toMatch(/name="(book|cancel)"/);
  }
  await db.update(evenings).set({ state: "draft" }).where(evening);
  expect((await david.page()).status).toBe(404);
  expect((await david.press({ ...science(school), slot: 3 })).status).toBe(404);
  expect(await bookedRows(school)).toMatchObject([{ id, startsAt: school.startsAt + 2 * SLOT_MS }]);
});

test("an appointment that has begun can neither be moved nor given back", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const id = crypto.randomUUID();
  await david.press({ ...science(school), id, slot: 2 });
  david.clock.now = school.startsAt + 2 * SLOT_MS;
  expect((await david.press({ ...science(school), id, slot: 9, moves: true })).status).toBe(409);
  expect((await david.press({ ...science(school), cancel: id })).status).toBe(409);
  const html = await (await david.page()).text();
  expect(html).not.toMatch(/name="(book|cancel)"/);
  expect(html).toContain("It has begun, so it can’t be changed.");
});

test("somebody else's child, a class they are not in, another school's evening: 404", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const { ids } = school;
  const david = await browserOf(school, ids.david);
  for (const press of [
    { student: ids.ben, classId: ids.science },
    { student: ids.sophie, classId: ids.review },
    { student: other.ids.sophie, classId: other.ids.science },
    { ...science(school), evening: other.ids.evening },
    { ...science(school), evening: "none" },
    { ...science(school), cancel: "none" },
  ])
    expect((await david.press({ slot: 2, ...press })).status).toBe(404);
  expect((await david.get(`/evenings/${other.ids.evening}/book/manual`)).status).toBe(404);
  expect(await bookedRows(school)).toEqual([]);
});

test("a guardian who may not book for a child sees and books nothing of theirs", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await db.update(guardianships).set({ mayBook: false }).where(eq(guardianships.schoolId, schoolId));
  const david = await browserOf(school, ids.david);
  expect(await (await david.page()).text()).not.toContain("Sophie");
  expect((await david.press({ ...science(school), slot: 2 })).status).toBe(404);
});

test("teachers and strangers can't book", async () => {
  const school = await smallSchool();
  const anita = await browserOf(school, school.ids.anita);
  const answer = await anita.press({ ...science(school), slot: 2 });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in?unsaved=1"]);
});

test("in an evening that runs on, a booking renews the facts of the appointments before it", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await db.update(evenings).set({ ending: "until-next" }).where(eq(evenings.schoolId, schoolId));
  const before = await booked(school, {
    ...{ guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 2 },
  });
  const david = await browserOf(school, ids.david);
  await david.press({ ...science(school), slot: 4 });
  expect((await bookedRows(school)).find((row) => row.id === before)).toMatchObject({ version: 2 });
});

test("an office that lets calls run on, or no more, tells the rooms of the day; another change tells none", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const { deps, told } = testApp(db);
  const [evening] = await db.select().from(evenings).where(eq(evenings.schoolId, schoolId));
  if (!evening) throw new Error("no evening");
  const at = { guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita] };
  const first = await booked(school, { ...at, slot: 0 });
  const { schoolId: _, id, createdAt: __, state: ___, ...settings } = evening;
  const save = async (ending: "on-time" | "until-next", name: string) => {
    told.splice(0);
    const scope = schoolScope(db, schoolId, deps.clock.now(), ids.office);
    expect(await commit(db, eveningSaved(scope, id, { ...settings, ending, name }, "published"))).toBeNull();
    await deliverNotices(deps);
    return told.filter(({ roomId }) => roomId.endsWith(first)).map(({ facts }) => facts);
  };
  await db.update(evenings).set({ state: "published" }).where(eq(evenings.schoolId, schoolId));
  const [longer] = await save("until-next", "Progress Meeting");
  expect(longer).toMatchObject({ version: 2, overrunUntil: (longer?.closesAt ?? 0) + 600_000 });
  expect(await save("until-next", "Progress Evening")).toEqual([]);
  const [shorter] = await save("on-time", "Progress Evening");
  expect(shorter).toMatchObject({ version: 3, overrunUntil: shorter?.closesAt });
});

import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { afterCommitOf } from "../../worker/after-commit/after-commit.ts";
import { addressChanged } from "../../worker/changes/address-changed.ts";
import {
  guardianshipAdded,
  guardianshipChanged,
  guardianshipEnded,
  guestsForbidden,
} from "../../worker/changes/guardianship-changed.ts";
import { peopleBack, peopleEnded, studentsEnded } from "../../worker/changes/people-ended.ts";
import { audit, outbox, people } from "../../worker/db/schema.ts";
import { bookedRows, bookingFaults } from "../support/worker/booking.ts";
import { carryOut, flagsOf, guestOf, mailOf, officeScope, waysInOf } from "../support/worker/kept-out.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const one = (id: string) => sql`SELECT ${id}`;

async function withCall() {
  const school = await smallSchool();
  const { ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const review = { classId: ids.review, teachers: [ids.anita, ids.john], units: 6 };
  return {
    school,
    ids,
    running: await booked(school, { guardian: ids.david, student: ids.sophie, slot: 0, ...science }),
    later: await booked(school, { guardian: ids.rachael, student: ids.ben, slot: 4, ...science }),
    joint: await booked(school, { guardian: ids.rachael, student: ids.ben, slot: 10, ...review }),
  };
}

async function told(school: SmallSchool, appointmentId: string) {
  const app = testApp(school.db);
  await afterCommitOf(app.deps)().rooms;
  return app.told
    .find(({ roomId }) => roomId === `${school.schoolId}/${appointmentId}`)
    ?.facts.people.map((one) => one.participantId);
}

test("a teacher who has left: session, link, code, feed and pass answer nothing, and the room is told that they are nobody in it", async () => {
  const { school, ids, running, later, joint } = await withCall();
  const anita = await waysInOf(school, ids.anita);
  expect([
    await anita.session(),
    await anita.link(),
    await anita.feed(),
    await anita.pass(running),
    await anita.codes(),
  ]).toEqual([200, 200, 200, 200, 1]);
  expect(await carryOut(school, peopleEnded(officeScope(school), one(ids.anita)))).toBeNull();
  expect([
    await anita.session(),
    await anita.link(),
    await anita.feed(),
    await anita.pass(running),
    await anita.codes(),
  ]).toEqual([303, 404, 404, 401, 0]);
  const app = testApp(school.db);
  await afterCommitOf(app.deps)().rooms;
  const people = Object.fromEntries(
    app.told.map(({ roomId, facts }) => [roomId.split("/")[1], facts.people.map((one) => one.participantId)]),
  );
  expect(people).toEqual({ [running]: [ids.david], [later]: [ids.rachael], [joint]: [ids.john, ids.rachael] });
});

test("the open appointments of a teacher who has left are flagged, but for the one that the class's other teacher keeps", async () => {
  const { school, ids, running, later, joint } = await withCall();
  await carryOut(school, peopleEnded(officeScope(school), one(ids.anita)));
  expect(await flagsOf(school)).toEqual({ [running]: "teacher_ended", [later]: "teacher_ended" });
  const rows = await bookedRows(school);
  expect(rows.find(({ id }) => id === joint)?.teachers).toEqual([ids.john]);
  expect(rows.find(({ id }) => id === later)?.teachers).toEqual([ids.anita]);
  expect(await bookingFaults(school)).toEqual([]);
});

test("ending somebody twice is the same as once, and who is back may sign in again, with nothing of what they held", async () => {
  const { school, ids, running } = await withCall();
  const anita = await waysInOf(school, ids.anita);
  await carryOut(school, peopleEnded(officeScope(school), one(ids.anita)));
  await carryOut(school, peopleEnded(officeScope(school), one(ids.anita)));
  const trail = await school.db
    .select()
    .from(audit)
    .where(and(eq(audit.object, ids.anita), eq(audit.action, "person.ended")));
  expect(trail).toHaveLength(1);
  const [row] = await school.db.select().from(people).where(eq(people.id, ids.anita));
  expect(row).toMatchObject({ corrected: '["endedAt"]', calendarVersion: 2 });
  await carryOut(school, peopleBack(officeScope(school), one(ids.anita)));
  expect([await anita.session(), await anita.link(), await anita.feed(), await anita.codes()]).toEqual([
    303, 404, 404, 0,
  ]);
  const anew = await waysInOf(school, ids.anita);
  expect([await anew.session(), await anew.link(), await anew.feed(), await anew.pass(running)]).toEqual([
    200, 200, 200, 200,
  ]);
  const [back] = await school.db.select().from(people).where(eq(people.id, ids.anita));
  expect(back).toMatchObject({ corrected: "[]", endedAt: null });
});

test("a guardian who has left: nothing lets them in, their guests are out, and what they booked is flagged, not cancelled", async () => {
  const { school, ids, running } = await withCall();
  const david = await waysInOf(school, ids.david);
  const guest = await guestOf(school, { guardianId: ids.david, studentIds: [ids.sophie] });
  expect([await guest.link(), await guest.pass(running)]).toEqual([200, 200]);
  await carryOut(school, peopleEnded(officeScope(school), one(ids.david)));
  expect([
    await david.session(),
    await david.link(),
    await david.feed(),
    await david.pass(running),
    await david.codes(),
  ]).toEqual([303, 404, 404, 401, 0]);
  expect([await guest.link(), await guest.pass(running)]).toEqual([410, 410]);
  expect(await flagsOf(school)).toEqual({ [running]: "guardian_ended" });
  expect(await told(school, running)).toEqual([ids.anita]);
});

test("a student who has left: what is booked is flagged, guests are out, and whoever books for nobody else is signed out", async () => {
  const { school, ids, running } = await withCall();
  const david = await waysInOf(school, ids.david);
  const guest = await guestOf(school, { guardianId: ids.david, studentIds: [ids.sophie] });
  await carryOut(school, studentsEnded(officeScope(school), one(ids.sophie)));
  expect([await david.session(), await david.link(), await david.feed()]).toEqual([303, 404, 404]);
  expect([await guest.link(), (await guest.row())?.removedBecause]).toEqual([410, "student_left"]);
  expect(await flagsOf(school)).toEqual({ [running]: "student_ended" });
  // The seat too: the room is told without them.
  expect(await told(school, running)).toEqual([ids.anita]);
});

test("another address: what was sent to the old one is worth nothing, both are told, and the old one is kept only until then", async () => {
  const { school, ids } = await withCall();
  const david = await waysInOf(school, ids.david);
  await carryOut(school, addressChanged(officeScope(school), ids.david, " David@New.example "));
  expect([await david.session(), await david.link(), await david.feed(), await david.codes()]).toEqual([
    303, 404, 404, 0,
  ]);
  const [row] = await school.db.select().from(people).where(eq(people.id, ids.david));
  expect(row).toMatchObject({ email: "David@New.example", emailKey: "david@new.example", calendarVersion: 2 });
  expect(await mailOf(school)).toEqual([
    `address_changed {"formerOf":"${ids.david}","formerAddress":"david@mail.example"}`,
    `address_changed {"personId":"${ids.david}"}`,
  ]);
  // In other letters only, it is the same address.
  await carryOut(school, addressChanged(officeScope(school), ids.david, "david@new.example"));
  expect(await mailOf(school)).toHaveLength(2);
});

test("a court order by hand: bookings go, the guest whom they invited is out, and the import's word is the office's again when it is taken back", async () => {
  const { school, ids, running } = await withCall();
  const guest = await guestOf(school, { guardianId: ids.david, studentIds: [ids.sophie] });
  const of = { guardianId: ids.david, studentId: ids.sophie };
  const values = {
    relationship: "Parent",
    priority: 1,
    parentalResponsibility: true,
    livesWith: true,
    courtOrder: true,
  };
  expect(await carryOut(school, guardianshipChanged(officeScope(school), of, values))).toBeNull();
  expect((await bookedRows(school)).map(({ id }) => id)).not.toContain(running);
  expect([await guest.link(), (await guest.row())?.removedBecause]).toEqual([410, "guardian_barred"]);
  expect(await carryOut(school, guardianshipEnded(officeScope(school), of))).toBeNull();
  expect(await carryOut(school, guardianshipChanged(officeScope(school), of, values))).toBe("unknown");
  expect(
    await carryOut(school, guardianshipAdded(officeScope(school), of, { ...values, courtOrder: false })),
  ).toBeNull();
  expect(await carryOut(school, guardianshipAdded(officeScope(school), of, values))).toBe("already");
  const david = await waysInOf(school, ids.david);
  expect(await david.session()).toBe(200);
});

test("no guests for a student: whoever is covered for them is out at once", async () => {
  const { school, ids, joint } = await withCall();
  const guest = await guestOf(school, { guardianId: ids.rachael, studentIds: [ids.ben] });
  expect(await guest.pass(joint)).toBe(200);
  await carryOut(school, guestsForbidden(officeScope(school), ids.ben, true));
  expect([await guest.pass(joint), (await guest.row())?.removedBecause]).toEqual([410, "school"]);
  const rows = await school.db
    .select()
    .from(outbox)
    .where(and(eq(outbox.schoolId, school.schoolId), eq(outbox.kind, "invitation_withdrawn")));
  expect(rows).toHaveLength(1);
});

const BARRED = {
  ...{ relationship: "Parent", priority: 2, parentalResponsibility: true, livesWith: false },
  courtOrder: true,
};

test("whoever is barred for a student by the records is no guest of the student's: by address or by name, the invite is held", async () => {
  const { school, ids, running } = await withCall();
  const barred = { guardianId: ids.rachael, studentId: ids.sophie };
  await carryOut(school, guardianshipAdded(officeScope(school), barred, BARRED));
  const byAddress = await guestOf(school, {
    guardianId: ids.david,
    studentIds: [ids.sophie],
    email: "Rachael@mail.example",
  });
  expect(await byAddress.row()).toMatchObject({ state: "held", heldBecause: "barred_address" });
  expect([await byAddress.link(), await byAddress.pass(running)]).toEqual([404, 404]);
  expect((await mailOf(school)).filter((mail) => mail.startsWith("invitation "))).toEqual([]);
});

for (const [name, held] of [
  ["Mrs Rachaél  Abbot", true],
  ["Abbot Rachael", true],
  ["Rachael Mary Abbot", true],
  ["Rachel Abbot", false],
  ["Rachael Abbott", false],
] as const)
  test(`a guest called ${name} is ${held ? "" : "not "}held where Rachael Abbot is barred`, async () => {
    const { school, ids } = await withCall();
    const barred = { guardianId: ids.rachael, studentId: ids.sophie };
    await carryOut(school, guardianshipAdded(officeScope(school), barred, BARRED));
    const guest = await guestOf(school, { guardianId: ids.david, studentIds: [ids.sophie], name });
    expect(await guest.row()).toMatchObject({
      state: held ? "held" : "sent",
      heldBecause: held ? "barred_name" : null,
    });
  });

test("a guest who is in already is out when the bar comes", async () => {
  const { school, ids, running } = await withCall();
  const guest = await guestOf(school, {
    guardianId: ids.david,
    studentIds: [ids.sophie],
    email: "rachael@mail.example",
  });
  expect(await guest.pass(running)).toBe(200);
  await carryOut(
    school,
    guardianshipAdded(officeScope(school), { guardianId: ids.rachael, studentId: ids.sophie }, BARRED),
  );
  expect([await guest.pass(running), await guest.link(), (await guest.row())?.removedBecause]).toEqual([
    410,
    410,
    "school",
  ]);
  expect(await told(school, running)).toEqual([ids.anita, ids.david]);
});

test("barred for one of two students: the calendar answers still, and says nothing of that one any more", async () => {
  const { school, ids } = await withCall();
  const values = { relationship: "Parent", priority: 1, parentalResponsibility: true, livesWith: true };
  const of = { guardianId: ids.rachael, studentId: ids.sophie };
  await carryOut(school, guardianshipAdded(officeScope(school), of, { ...values, courtOrder: false }));
  await booked(school, {
    guardian: ids.rachael,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 30,
  });
  const rachael = await waysInOf(school, ids.rachael);
  expect(await rachael.feedText()).toMatch(/Sophie[\s\S]*Ben|Ben[\s\S]*Sophie/);
  await carryOut(school, guardianshipChanged(officeScope(school), of, { ...values, courtOrder: true }));
  const text = await rachael.feedText();
  expect([text.includes("Ben"), text.includes("Sophie")]).toEqual([true, false]);
});

import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { appointments, audit, claims, guardianships, schools } from "../../worker/db/schema.ts";
import { eventually } from "../support/eventually.ts";
import { browserOf } from "../support/worker/booking.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

/** A school where David has no parental responsibility for Sophie, and books for her only if the school lets him. */
async function schoolOf(david: { courtOrder?: boolean; mayBook?: boolean } = {}) {
  const school = await smallSchool();
  await school.db
    .update(guardianships)
    .set({ parentalResponsibility: false, mayBook: false, ...david })
    .where(and(eq(guardianships.schoolId, school.schoolId), eq(guardianships.guardianId, school.ids.david)));
  return school;
}

async function deskOf(school: SmallSchool, personId = school.ids.office) {
  const { app, told } = testApp(school.db);
  const cookie = await cookieOf(school, personId);
  const get = (path: string) => app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie } }));
  const save = (mayBook: string) =>
    app.fetch(
      new Request(`${school.origin}/admin/settings/booking`, {
        ...{ method: "POST", headers: { cookie, origin: school.origin }, redirect: "manual" },
        body: new URLSearchParams({ mayBook }),
      }),
    );
  return { get, save, told };
}

async function mayBookOf({ db, schoolId, ids }: SmallSchool) {
  const rows = await db.select().from(guardianships).where(eq(guardianships.schoolId, schoolId));
  const of = (id: string) => rows.find(({ guardianId }) => guardianId === id)?.mayBook;
  return { david: of(ids.david), rachael: of(ids.rachael) };
}

const actionsOf = async ({ db, schoolId }: SmallSchool) =>
  (await db.select().from(audit).where(eq(audit.schoolId, schoolId))).map(({ action }) => action);

test("a school that lets everyone book: who has no parental responsibility may, at once", async () => {
  const school = await schoolOf();
  const other = await schoolOf();
  const { get, save } = await deskOf(school);
  const shown = await (await get("/admin/settings/booking")).text();
  expect(shown).toMatch(/value="responsible" checked/);
  expect(shown).toContain("one guardian in your records");
  const saved = await save("everyone");
  expect([saved.status, saved.headers.get("location")]).toEqual([303, "/admin/settings/booking?saved=1"]);
  expect(await mayBookOf(school)).toEqual({ david: true, rachael: true });
  expect(await mayBookOf(other)).toEqual({ david: false, rachael: true });
  expect(await (await get("/admin/settings/booking?saved=1")).text()).toMatch(/value="everyone" checked/);
  const david = await browserOf(school, school.ids.david);
  const press = { student: school.ids.sophie, classId: school.ids.science, slot: 4 };
  expect((await david.press(press)).status).toBe(303);
  const rows = await school.db.select().from(appointments).where(eq(appointments.schoolId, school.schoolId));
  expect(rows).toMatchObject([{ guardianId: school.ids.david, state: "booked" }]);
});

test("a school that asks for it again: their appointments, times and sessions end in the same step", async () => {
  const [school, other] = [await schoolOf({ mayBook: true }), await schoolOf({ mayBook: true })];
  let davids = "";
  for (const one of [other, school]) {
    const { db, schoolId, ids } = one;
    await db.update(schools).set({ responsibilityNeeded: false }).where(eq(schools.id, schoolId));
    const science = { classId: ids.science, teachers: [ids.anita] };
    davids = await booked(one, { guardian: ids.david, student: ids.sophie, slot: 4, ...science });
    await booked(one, { guardian: ids.rachael, student: ids.ben, slot: 5, ...science });
  }
  const david = await browserOf(school, school.ids.david);
  expect((await david.get("/bookings")).status).toBe(200);
  const { save, told } = await deskOf(school);
  expect((await save("responsible")).status).toBe(303);
  expect(await mayBookOf(school)).toEqual({ david: false, rachael: true });
  expect((await david.get("/bookings")).status).toBe(303);
  const statesOf = async ({ db, schoolId, ids }: SmallSchool) => {
    const rows = await db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
    return rows.map((row) => `${row.guardianId === ids.david ? "david" : "rachael"} ${row.state}`).sort();
  };
  expect(await statesOf(school)).toEqual(["david cancelled", "rachael booked"]);
  const { db, schoolId, ids } = school;
  const taken = await db.select().from(claims).where(eq(claims.schoolId, schoolId));
  expect(taken.map(({ personId }) => personId).sort()).toEqual([ids.anita, ids.rachael].sort());
  await eventually(() => expect(told.map(({ roomId }) => roomId)).toEqual([`${schoolId}/${davids}`]));
  expect((await actionsOf(school)).sort()).toEqual(["appointment.no_longer_allowed", "school.responsibility_needed"]);
  expect(await statesOf(other)).toEqual(["david booked", "rachael booked"]);
  expect(await mayBookOf(other)).toEqual({ david: true, rachael: true });
});

test("a court order keeps somebody from booking, whatever the school chooses", async () => {
  for (const parentalResponsibility of [true, false]) {
    const school = await schoolOf({ courtOrder: true });
    await school.db
      .update(guardianships)
      .set({ parentalResponsibility })
      .where(and(eq(guardianships.schoolId, school.schoolId), eq(guardianships.guardianId, school.ids.david)));
    const { save } = await deskOf(school);
    for (const choice of ["everyone", "responsible", "everyone"]) {
      expect((await save(choice)).status).toBe(303);
      expect(await mayBookOf(school)).toEqual({ david: false, rachael: true });
    }
  }
});

test("the same choice again is no change, and an unknown one is refused with words", async () => {
  const school = await schoolOf();
  const { save } = await deskOf(school);
  await save("everyone");
  await save("everyone");
  expect(await actionsOf(school)).toEqual(["school.responsibility_not_needed"]);
  const refused = await save("nobody");
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("Choose one of the two");
  expect(await mayBookOf(school)).toEqual({ david: true, rachael: true });
});

test("the settings are the office's alone", async () => {
  const school = await schoolOf();
  const statuses: number[] = [];
  for (const person of [school.ids.rachael, school.ids.anita, "nobody-of-here"]) {
    const { get, save } = await deskOf(school, person);
    for (const answer of [await get("/admin/settings/booking"), await save("everyone")]) statuses.push(answer.status);
  }
  // A guardian and somebody unknown are sent to the door; a teacher is told that it is an admin's.
  expect(statuses).toEqual([303, 303, 403, 403, 303, 303]);
  expect(await mayBookOf(school)).toEqual({ david: false, rachael: true });
  expect(await actionsOf(school)).toEqual([]);
});

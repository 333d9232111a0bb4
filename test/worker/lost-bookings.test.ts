import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { guardiansBarred } from "../../worker/changes/guardians-barred.ts";
import { commit } from "../../worker/db/guard.ts";
import { appointments, claims, guardianships, roomNotices, sessions } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { booked, cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

async function twoFamilies() {
  const school = await smallSchool();
  const { ids } = school;
  const science = { classId: ids.science, teachers: [ids.anita] };
  const davids = await booked(school, { guardian: ids.david, student: ids.sophie, slot: 2, ...science });
  const rachaels = await booked(school, { guardian: ids.rachael, student: ids.ben, slot: 3, ...science });
  const withdraw = () =>
    school.db
      .update(guardianships)
      .set({ courtOrder: true, mayBook: false })
      .where(and(eq(guardianships.schoolId, school.schoolId), eq(guardianships.guardianId, ids.david)));
  const follow = () =>
    commit(school.db, guardiansBarred(schoolScope(school.db, school.schoolId, Date.now(), "office")));
  return { school, ids, davids, rachaels, withdraw, follow };
}

test("who may no longer book loses the appointments, the time, the sessions, and open rooms hear of it", async () => {
  const { school, ids, davids, rachaels, withdraw, follow } = await twoFamilies();
  const cookie = await cookieOf(school, ids.david);
  await cookieOf(school, ids.rachael);
  await withdraw();
  await follow();
  const { db, schoolId } = school;
  const states = await db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
  expect(states.find(({ id }) => id === davids)).toMatchObject({ state: "cancelled", version: 2 });
  expect(states.find(({ id }) => id === rachaels)).toMatchObject({ state: "booked", version: 1 });
  expect(await db.select().from(claims).where(eq(claims.appointmentId, davids))).toEqual([]);
  const notices = await db.select().from(roomNotices).where(eq(roomNotices.schoolId, schoolId));
  expect(notices.map(({ appointmentId }) => appointmentId)).toEqual([davids]);
  const left = await db.select().from(sessions).where(eq(sessions.schoolId, schoolId));
  expect(left.map(({ personId }) => personId)).toEqual([ids.rachael]);
  const { app } = testApp(db);
  const answer = await app.fetch(new Request(`${school.origin}/bookings`, { headers: { cookie } }));
  expect(answer.status).toBe(303);
});

test("an import that takes nothing away cancels nothing and signs nobody out", async () => {
  const { school, ids, follow } = await twoFamilies();
  for (const person of [ids.david, ids.rachael, ids.anita, ids.office]) await cookieOf(school, person);
  await follow();
  const { db, schoolId } = school;
  const states = await db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
  expect(states.map(({ state, version }) => `${state} ${version}`)).toEqual(["booked 1", "booked 1"]);
  expect(await db.select().from(sessions).where(eq(sessions.schoolId, schoolId))).toHaveLength(4);
});

import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { appointments, audit, claims, eveningClasses, evenings, teacherBreaks } from "../../worker/db/schema.ts";
import { dayTimeOf } from "../../worker/rules/school-time.ts";
import { bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { booked, MINUTE, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

const DAY = 24 * 60 * MINUTE;
const ZONE = "Europe/London";

/** The school's office at its desk. */
async function officeOf(school: SmallSchool) {
  const { app, cookie, get, clock } = await browserOf(school, school.ids.office);
  const post = (path: string, body: Record<string, string> | [string, string][]) =>
    app.fetch(
      new Request(`${school.origin}${path}`, {
        ...{ method: "POST", headers: { cookie, origin: school.origin } },
        body: new URLSearchParams(body),
      }),
    );
  return { get, post, clock };
}

function formOf(startsAt: number, change: Record<string, string> = {}) {
  const start = dayTimeOf(startsAt, ZONE);
  const end = dayTimeOf(startsAt + 3 * 60 * MINUTE, ZONE);
  const opens = dayTimeOf(Date.now() - DAY, ZONE);
  return {
    ...{ name: "Year 6 evening", message: "", day: start.day, from: start.time, to: end.time, length: "5", gap: "0" },
    ...{ ending: "on-time", opensDay: opens.day, opensTime: opens.time, closesDay: start.day, closesTime: start.time },
    ...{ lead: "0", earlyDay: "", earlyTime: "", most: "", meetings: "separate", waiting: "1", offer: "120" },
    ...change,
  };
}

/** Four o'clock in ten days: never across midnight, whenever the test runs. */
function afternoon() {
  const at = Date.now() + 10 * DAY;
  return at - (at % DAY) + 16 * 60 * MINUTE;
}

async function draftOf(school: SmallSchool, change: Record<string, string> = {}, startsAt = afternoon()) {
  const office = await officeOf(school);
  const id = crypto.randomUUID();
  const made = await office.post("/admin/evenings/new", { id, ...formOf(startsAt, change) });
  expect(made.status).toBe(303);
  const path = `/admin/evenings/${id}`;
  const classes = (...ids: string[]) =>
    office.post(`${path}/classes`, [...ids.map((one): [string, string] => ["class", one]), [`units-${ids[0]}`, "2"]]);
  const row = async () => {
    const [found] = await school.db.select().from(evenings).where(eq(evenings.id, id));
    if (!found) throw new Error("no such evening");
    return found;
  };
  return { office, id, path, classes, row, publish: () => office.post(`${path}/publish`, {}), startsAt };
}

test("a draft is made once, shown to nobody, filled, published and booked from", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const { office, id, path, classes, row, publish, startsAt } = await draftOf(school, { gap: "60", most: "3" });
  const again = await office.post("/admin/evenings/new", { id, ...formOf(startsAt) });
  expect(again.status).toBe(303);
  expect(await row()).toMatchObject({ state: "draft", slotSeconds: 360, gapSeconds: 60, mostPerStudent: 3 });
  const david = await browserOf(school, ids.david);
  expect((await david.get(`/evenings/${id}/book/manual`)).status).toBe(404);
  const refused = await publish();
  expect([refused.status, (await refused.text()).includes("No class takes part")]).toEqual([409, true]);
  expect((await classes(ids.science)).status).toBe(303);
  const taking = await school.db.select().from(eveningClasses).where(eq(eveningClasses.eveningId, id));
  expect(taking).toMatchObject([{ classId: ids.science, units: 2 }]);
  expect((await publish()).status).toBe(303);
  expect((await publish()).status).toBe(303);
  expect(await row()).toMatchObject({ state: "published" });
  const press = { evening: id, student: ids.sophie, classId: ids.science, at: startsAt + 2 * 360_000 };
  expect((await david.press(press)).status).toBe(303);
  const [appointment] = await bookedRows(school);
  expect((appointment?.endsAt ?? 0) - (appointment?.startsAt ?? 0)).toBe(2 * 360_000);
  const kinds = await school.db.select().from(audit).where(eq(audit.object, id));
  expect(new Set(kinds.map((one) => one.action))).toEqual(
    new Set(["evening.created", "evening.classes_set", "evening.published"]),
  );
  expect(await (await office.get(path)).text()).toContain("1 appointment booked by 1 parent");
  expect((await office.post(`${path}/close-booking`, {})).status).toBe(303);
  expect((await david.press({ ...press, at: startsAt })).status).toBe(409);
});

test("mistakes come back with what was typed, named beside their boxes and in the summary", async () => {
  const school = await smallSchool();
  const office = await officeOf(school);
  const answer = await office.post("/admin/evenings/new", {
    ...{ id: crypto.randomUUID(), ...formOf(afternoon(), { name: "", to: "15:00", lead: "x" }) },
  });
  expect(answer.status).toBe(422);
  const html = await answer.text();
  for (const field of ["name", "to", "lead"]) {
    expect(html).toContain(`href="#${field}"`);
    expect(html).toContain(`id="${field}-error"`);
  }
  expect(html).toContain('value="15:00"');
});

test("once published, day, times and lengths stay; the rules change; an old page is refused", async () => {
  const school = await smallSchool();
  const { office, path, classes, publish, row, startsAt } = await draftOf(school);
  await classes(school.ids.science);
  await publish();
  const stale = await office.post(`${path}/rules`, { state: "draft", ...formOf(startsAt, { length: "20" }) });
  expect(stale.status).toBe(409);
  const changed = formOf(startsAt, { length: "20", from: "17:00", most: "2", name: "Renamed" });
  expect((await office.post(`${path}/rules`, { state: "published", ...changed })).status).toBe(303);
  expect(await row()).toMatchObject({ name: "Renamed", mostPerStudent: 2, slotSeconds: 300, startsAt });
  expect(await (await office.get(`${path}/rules`)).text()).toContain("because bookings hang on them");
});

test("together is refused while two guardians of a student have one class; else it holds for what is booked", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  const { office, id, path, classes, publish, row, startsAt } = await draftOf(school);
  await classes(ids.science);
  await publish();
  const one = { guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita] };
  const mine = await booked(school, { ...one, slot: 2 });
  const theirs = await booked(school, { ...one, guardian: ids.rachael, slot: 3 });
  await db.update(appointments).set({ eveningId: id }).where(eq(appointments.schoolId, school.schoolId));
  const together = { state: "published", ...formOf(startsAt, { meetings: "together" }) };
  const refused = await office.post(`${path}/rules`, together);
  expect([refused.status, (await refused.text()).includes("Two parents have booked the same class")]).toEqual([
    422,
    true,
  ]);
  expect((await row()).together).toBe(false);
  await db.update(appointments).set({ state: "cancelled" }).where(eq(appointments.id, theirs));
  expect((await office.post(`${path}/rules`, together)).status).toBe(303);
  const [kept] = await db.select().from(appointments).where(eq(appointments.id, mine));
  expect(kept?.together).toBe(true);
});

test("a class with appointments stays; a class of another school never comes in", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const { db, ids } = school;
  const { id, classes, publish } = await draftOf(school);
  await classes(ids.science, ids.review, other.ids.science);
  await publish();
  const one = { guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 2 };
  await booked(school, one);
  await db.update(appointments).set({ eveningId: id }).where(eq(appointments.schoolId, school.schoolId));
  const answer = await classes(ids.review);
  expect([answer.status, (await answer.text()).includes("has appointments booked")]).toEqual([409, true]);
  const taking = () => db.select().from(eveningClasses).where(eq(eveningClasses.eveningId, id));
  expect((await taking()).map((row) => row.classId).sort()).toEqual([ids.review, ids.science].sort());
  expect((await classes(ids.science)).status).toBe(303);
  expect((await taking()).map((row) => row.classId)).toEqual([ids.science]);
});

test("an evening whose people are in another at the time, on another grid, is refused with the reason", async () => {
  const school = await smallSchool();
  const first = await draftOf(school);
  await first.classes(school.ids.science);
  await first.publish();
  const fits = await draftOf(school, {}, first.startsAt + 60 * MINUTE);
  await fits.classes(school.ids.science);
  expect((await fits.publish()).status).toBe(303);
  const crooked = await draftOf(school, { length: "7" });
  await crooked.classes(school.ids.science);
  const refused = await crooked.publish();
  const html = await refused.text();
  expect([refused.status, html.includes("Mrs Abell"), html.includes("could be in two calls at once")]).toEqual([
    409,
    true,
    true,
  ]);
});

test("race: of two evenings that would claim one teacher's time on different grids, one is published", async () => {
  const school = await smallSchool();
  for (let round = 1; round <= 4; round += 1) {
    const at = afternoon() + round * DAY;
    const [one, other] = [await draftOf(school, {}, at), await draftOf(school, { length: "7" }, at)];
    await one.classes(school.ids.science);
    await other.classes(school.ids.science);
    const answers = await Promise.all([one.publish(), other.publish()]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
  }
});

test("a class added to a published evening is held to the same: nobody comes into two grids", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const first = await draftOf(school);
  await first.classes(ids.review);
  await first.publish();
  const other = await draftOf(school, { length: "7" });
  // A class without enrolments that John doesn't teach would fit; science is Anita's, who is in the first.
  const answer = await other.classes(ids.science);
  expect(answer.status).toBe(303);
  await school.db.update(evenings).set({ state: "published" }).where(eq(evenings.id, other.id));
  const refused = await other.classes(ids.science, ids.review);
  expect([refused.status, (await refused.text()).includes("Nothing was changed")]).toEqual([409, true]);
  expect(await school.db.select().from(eveningClasses).where(eq(eveningClasses.eveningId, other.id))).toHaveLength(1);
});

test("breaks and hours of a draft are claimed when it is published; a break's time can't be booked and is shown", async () => {
  const school = await smallSchool();
  const { db, ids } = school;
  const { office, id, path, classes, publish, startsAt } = await draftOf(school);
  await classes(ids.science);
  const time = (at: number) => dayTimeOf(at, ZONE).time;
  const pause = {
    id: crypto.randomUUID(),
    teacher: "all",
    from: time(startsAt + 30 * MINUTE),
    to: time(startsAt + 37 * MINUTE),
  };
  for (let twice = 0; twice < 2; twice += 1)
    expect((await office.post(`${path}/teachers/breaks`, pause)).status).toBe(303);
  const hours = {
    hoursTeacher: ids.anita,
    earliest: time(startsAt + 15 * MINUTE),
    latest: time(startsAt + 120 * MINUTE),
  };
  expect((await office.post(`${path}/teachers/hours`, hours)).status).toBe(303);
  const taken = () => db.select().from(claims).where(eq(claims.eveningId, id));
  expect(await taken()).toEqual([]);
  await publish();
  expect(await taken()).toHaveLength(2 + 3 + 12);
  const david = await browserOf(school, ids.david);
  const press = { evening: id, student: ids.sophie, classId: ids.science };
  const refused = await david.press({ ...press, at: startsAt + 30 * MINUTE });
  expect([refused.status, (await refused.text()).includes("Nobody is there then")]).toEqual([409, true]);
  expect((await david.press({ ...press, at: startsAt })).status).toBe(409);
  const html = await (await office.get(`${path}/teachers`)).text();
  expect(html).toContain(`${time(startsAt + 15 * MINUTE)} to ${time(startsAt + 120 * MINUTE)}`);
  const [row] = await db
    .select()
    .from(teacherBreaks)
    .where(and(eq(teacherBreaks.eveningId, id), eq(teacherBreaks.kind, "break")));
  expect((await office.post(`${path}/teachers/breaks/remove`, { break: row?.id ?? "" })).status).toBe(303);
  expect((await david.press({ ...press, at: startsAt + 30 * MINUTE })).status).toBe(303);
});

test("a break over a booked time is refused with the list; where both come at once, one of them is there", async () => {
  const school = await smallSchool();
  const { ids, origin } = school;
  const office = await officeOf(school);
  const path = `/admin/evenings/${ids.evening}/teachers/breaks`;
  const david = await browserOf(school, ids.david);
  const zone = (at: number) => dayTimeOf(at, ZONE).time;
  const pauseAt = (slot: number) => ({
    ...{ id: crypto.randomUUID(), teacher: ids.anita },
    ...{ from: zone(school.startsAt + slot * SLOT_MS), to: zone(school.startsAt + (slot + 1) * SLOT_MS) },
  });
  expect(origin).toContain("localhost");
  const id = crypto.randomUUID();
  await david.press({ id, student: ids.sophie, classId: ids.science, slot: 4 });
  const refused = await office.post(path, pauseAt(4));
  const html = await refused.text();
  expect([refused.status, html.includes("Sophie Aaron"), html.includes("Nothing was changed")]).toEqual([
    409,
    true,
    true,
  ]);
  expect(await school.db.select().from(teacherBreaks).where(eq(teacherBreaks.eveningId, ids.evening))).toEqual([]);
  for (const slot of [8, 10, 12]) {
    const press = { id: crypto.randomUUID(), student: ids.ben, classId: ids.science, slot };
    const rachael = await browserOf(school, ids.rachael);
    const [pressed, pause] = await Promise.all([rachael.press(press), office.post(path, pauseAt(slot))]);
    const both = [pressed.status, pause.status];
    expect(both.filter((status) => status === 303)).toHaveLength(1);
    expect(both.filter((status) => status === 409)).toHaveLength(1);
    await rachael.press({ ...press, cancel: press.id });
  }
  const kept = (await bookingFaults(school)).filter((fault) => !fault.includes("stray"));
  expect(kept).toEqual([]);
});

test("a draft is thrown away whole; a published evening is not", async () => {
  const school = await smallSchool();
  const { office, id, path, classes } = await draftOf(school);
  await classes(school.ids.science);
  expect((await office.post(`${path}/delete`, {})).status).toBe(303);
  expect(await school.db.select().from(evenings).where(eq(evenings.id, id))).toEqual([]);
  expect(await school.db.select().from(eveningClasses).where(eq(eveningClasses.eveningId, id))).toEqual([]);
  await office.post(`/admin/evenings/${school.ids.evening}/delete`, {});
  expect(await school.db.select().from(evenings).where(eq(evenings.id, school.ids.evening))).toHaveLength(1);
});

test("the desk is the office's: others read so, another school's evening is 404", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const office = await officeOf(school);
  for (const path of ["", "/rules", "/classes", "/teachers"])
    expect((await office.get(`/admin/evenings/${other.ids.evening}${path}`)).status).toBe(404);
  const anita = await browserOf(school, school.ids.anita);
  expect((await anita.get(`/admin/evenings/${school.ids.evening}`)).status).toBe(403);
  expect((await anita.get("/admin/evenings/new")).status).toBe(403);
});

import { and, asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { offerFreedTimes } from "../../worker/after-commit/offer-freed-times.ts";
import { claims, evenings, freedTimes, outbox, waiting } from "../../worker/db/schema.ts";
import { addBreak, removeBreak } from "../../worker/features/evenings/breaks.ts";
import type { Deps } from "../../worker/ports/deps.ts";
import { offerUrl } from "../../worker/rules/links.ts";
import { runScheduled } from "../../worker/scheduled.ts";
import { addFamily, bookedRows, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { MINUTE, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

/** The times of the evening that are still to come when a test begins. */
const TIMES = 3;

type Family = Awaited<ReturnType<typeof familyOf>>;

/** A family in Anita's science, with everything it can press. */
async function familyOf(school: SmallSchool) {
  const { guardianId, studentId } = await addFamily(school, [school.ids.science]);
  const browser = await browserOf(school, guardianId);
  const of = { student: studentId, class: school.ids.science };
  const post = (path: string, body: Record<string, string>) =>
    browser.app.fetch(
      new Request(`${school.origin}${path}`, {
        ...{ method: "POST", headers: { cookie: browser.cookie, origin: school.origin } },
        body: new URLSearchParams(body),
      }),
    );
  const line = `/evenings/${school.ids.evening}/waiting`;
  return {
    ...{ guardianId, studentId, browser, post },
    book: (slot: number, id = crypto.randomUUID()) =>
      browser.press({ id, student: studentId, classId: school.ids.science, slot }),
    giveBack: (id: string) => browser.press({ student: studentId, classId: school.ids.science, cancel: id }),
    join: (note = "") => post(line, { id: crypto.randomUUID(), ...of, note }),
    leave: (id: string) => post(line, { leave: id }),
    answer: (id: string, said: "take" | "decline") => post(`/offers/${id}`, { answer: said }),
  };
}

/** A school whose evening has three times; science is full with three families, whose bookings have these ids. */
async function fullSchool(change: Partial<typeof evenings.$inferInsert> = {}) {
  const school = await smallSchool();
  const endsAt = school.startsAt + (TIMES + 1) * SLOT_MS;
  await school.db
    .update(evenings)
    .set({ endsAt, bookingClosesAt: endsAt, ...change })
    .where(eq(evenings.schoolId, school.schoolId));
  const holders: { family: Family; id: string }[] = [];
  for (let slot = 1; slot <= TIMES; slot += 1) {
    const [family, id] = [await familyOf(school), crypto.randomUUID()];
    expect((await family.book(slot, id)).status).toBe(303);
    holders.push({ family, id });
  }
  const [first, second, third] = holders;
  if (!first || !second || !third) throw new Error("three families");
  return { school, holders, first, second, third };
}

const placesOf = (school: SmallSchool) =>
  school.db
    .select()
    .from(waiting)
    .where(eq(waiting.schoolId, school.schoolId))
    .orderBy(asc(waiting.joinedAt), asc(waiting.id));

async function placeOf(school: SmallSchool, family: Family) {
  const place = (await placesOf(school)).findLast((one) => one.guardianId === family.guardianId);
  if (!place) throw new Error("not in line");
  return place;
}

/** Rows that nobody owns any more. */
async function strayClaims({ db, schoolId }: SmallSchool, now: number) {
  const [rows, places, booked] = await Promise.all([
    db.select().from(claims).where(eq(claims.schoolId, schoolId)),
    db
      .select()
      .from(waiting)
      .where(and(eq(waiting.schoolId, schoolId), eq(waiting.state, "offered"))),
    bookedRows({ db, schoolId } as SmallSchool),
  ]);
  return rows.filter(
    (row) =>
      !booked.some((one) => one.id === row.appointmentId) &&
      !places.some((one) => one.id === row.proposalId) &&
      !(row.heldUntil !== null && row.heldUntil <= now),
  );
}

test("a full teacher's line: joined once with a note, shown to the family, the teacher and the desk, left again", async () => {
  const { school } = await fullSchool();
  const family = await familyOf(school);
  expect(await (await family.browser.page()).text()).toContain("Join the waiting list");
  const joins = await Promise.all([family.join("Any time <please>"), family.join("Any time <please>")]);
  expect(joins.map((answer) => answer.status)).toEqual([303, 303]);
  expect(await placesOf(school)).toHaveLength(1);
  const other = await familyOf(school);
  await other.join();
  expect(await (await family.browser.page()).text()).toContain("You are on the waiting list, first in line");
  expect(await (await other.browser.page()).text()).toContain("You are on the waiting list, with 1 before you");
  const anita = await browserOf(school, school.ids.anita);
  expect(await (await anita.get("/staff/schedule")).text()).toContain("Any time &lt;please>");
  const office = await browserOf(school, school.ids.office);
  expect(await (await office.get(`/admin/evenings/${school.ids.evening}`)).text()).toContain("Any time &lt;please>");
  const { id } = await placeOf(school, family);
  expect((await other.leave(id)).status).toBe(404);
  expect((await family.leave(id)).status).toBe(303);
  expect((await family.leave(id)).status).toBe(303);
  expect(await placeOf(school, family)).toMatchObject({ state: "left" });
});

test("nobody waits while a time is free, nor where the evening keeps no lists", async () => {
  const { school, first } = await fullSchool({ waitingList: false });
  const family = await familyOf(school);
  expect((await family.join()).status).toBe(409);
  expect(await (await family.browser.page()).text()).not.toContain("Join the waiting list");
  await school.db.update(evenings).set({ waitingList: true }).where(eq(evenings.schoolId, school.schoolId));
  await first.family.giveBack(first.id);
  expect((await family.join()).status).toBe(409);
  expect(await placesOf(school)).toEqual([]);
});

test("a time given back is held for the first in line, and one click from the mail books it", async () => {
  const { school, first } = await fullSchool();
  const [anna, ben] = [await familyOf(school), await familyOf(school)];
  await anna.join("About maths");
  await ben.join();
  await first.family.giveBack(first.id);
  await offerFreedTimes(anna.browser.deps);
  const [place, next] = await placesOf(school);
  expect(place).toMatchObject({ state: "offered", guardianId: anna.guardianId, startsAt: school.startsAt + SLOT_MS });
  expect(place?.heldUntil).toBe(school.startsAt + SLOT_MS);
  expect(next).toMatchObject({ state: "waiting" });
  const mails = await school.db.select().from(outbox).where(eq(outbox.kind, "waiting_list_offer"));
  expect(mails.filter((mail) => mail.subject.includes(place?.id ?? "none"))).toHaveLength(1);
  expect((await ben.book(1)).status).toBe(409);
  expect((await ben.answer(place?.id ?? "", "take")).status).toBe(404);
  const url = await offerUrl(anna.browser.deps.settings, { id: school.schoolId, slug: school.slug }, place?.id ?? "");
  const link = new URL(url);
  const path = `${school.origin}${link.pathname}`;
  for (let time = 0; time < 2; time += 1)
    expect(await (await anna.browser.app.fetch(new Request(`${path}${link.search}`))).text()).toContain(
      "A time is free for you",
    );
  const token = link.searchParams.get("token") ?? "";
  const click = (given: string) =>
    anna.browser.app.fetch(
      new Request(path, {
        ...{ method: "POST", headers: { origin: school.origin } },
        body: new URLSearchParams({ answer: "take", token: given }),
      }),
    );
  expect((await click("0".repeat(32))).status).toBe(404);
  const clicks = await Promise.all([click(token), click(token)]);
  expect(clicks.map((answer) => answer.status)).toEqual([303, 303]);
  const mine = (await bookedRows(school)).filter((row) => row.guardianId === anna.guardianId);
  expect(mine).toMatchObject([{ id: place?.appointmentId, note: "About maths", startsAt: school.startsAt + SLOT_MS }]);
  expect(mine[0]?.claims).toHaveLength(2);
  const after = await anna.browser.app.fetch(new Request(`${path}${link.search}`));
  expect(await after.text()).toContain("Your time is booked");
  expect(await strayClaims(school, Date.now())).toEqual([]);
});

test("an offer that runs out goes to the next; a late click books nothing, though the time is free", async () => {
  const { school, third } = await fullSchool({ offerMinutes: 5 });
  const [anna, ben] = [await familyOf(school), await familyOf(school)];
  await anna.join();
  await ben.join();
  await third.family.giveBack(third.id);
  await offerFreedTimes(anna.browser.deps);
  const place = await placeOf(school, anna);
  expect(place.state).toBe("offered");
  anna.browser.clock.now = place.heldUntil ?? 0;
  await anna.answer(place.id, "take");
  expect((await bookedRows(school)).some((row) => row.guardianId === anna.guardianId)).toBe(false);
  await runScheduled(anna.browser.deps);
  expect(await placeOf(school, anna)).toMatchObject({ state: "missed" });
  expect(await placeOf(school, ben)).toMatchObject({ state: "offered", startsAt: place.startsAt });
  expect((await anna.answer(place.id, "take")).status).toBe(303);
  expect((await bookedRows(school)).some((row) => row.guardianId === anna.guardianId)).toBe(false);
  expect(await school.db.select().from(freedTimes).where(eq(freedTimes.schoolId, school.schoolId))).toEqual([]);
});

test("saying no gives it to the next at once; booking another time ends one's place and frees what was held", async () => {
  const { school, second, third } = await fullSchool();
  const [anna, ben] = [await familyOf(school), await familyOf(school)];
  await anna.join();
  await ben.join();
  await second.family.giveBack(second.id);
  await offerFreedTimes(anna.browser.deps);
  const place = await placeOf(school, anna);
  expect((await anna.answer(place.id, "decline")).status).toBe(303);
  await offerFreedTimes(anna.browser.deps);
  expect(await placeOf(school, anna)).toMatchObject({ state: "left" });
  expect(await placeOf(school, ben)).toMatchObject({ state: "offered", startsAt: place.startsAt });
  await third.family.giveBack(third.id);
  await offerFreedTimes(anna.browser.deps);
  expect((await ben.book(3)).status).toBe(303);
  expect(await placeOf(school, ben)).toMatchObject({ state: "left" });
  expect((await anna.book(2)).status).toBe(303);
  expect(await strayClaims(school, Date.now())).toEqual([]);
});

test("a moved appointment and a break taken away free their time for the line as well", async () => {
  const { school, first } = await fullSchool();
  const { db, schoolId, ids } = school;
  const endsAt = school.startsAt + 6 * SLOT_MS;
  await db.update(evenings).set({ endsAt, bookingClosesAt: endsAt }).where(eq(evenings.schoolId, schoolId));
  const [row] = await db.select().from(evenings).where(eq(evenings.schoolId, schoolId));
  if (!row) throw new Error("no evening");
  const of = { db, schoolId, actor: ids.office, now: Date.now() };
  const breakId = crypto.randomUUID();
  const span = { startsAt: school.startsAt + 4 * SLOT_MS, endsAt };
  expect(await addBreak(of, row, { id: breakId, teacherIds: [ids.anita], ...span })).toEqual({ kind: "done" });
  const [anna, ben] = [await familyOf(school), await familyOf(school)];
  await anna.join();
  await ben.join();
  await removeBreak(of, row, `${breakId}-0`);
  await offerFreedTimes(anna.browser.deps);
  expect(await placeOf(school, anna)).toMatchObject({ state: "offered", startsAt: span.startsAt });
  expect(await placeOf(school, ben)).toMatchObject({ state: "offered", startsAt: span.startsAt + SLOT_MS });
  await ben.answer((await placeOf(school, ben)).id, "decline");
  const cara = await familyOf(school);
  await cara.book(5);
  const moved = await first.family.browser.press({
    ...{ id: first.id, student: first.family.studentId, classId: ids.science, slot: 5, moves: true },
  });
  expect(moved.status).toBe(409);
});

test("no offer past the close of booking", async () => {
  const { school, third } = await fullSchool();
  const family = await familyOf(school);
  await family.join();
  const now = Date.now();
  await school.db
    .update(evenings)
    .set({ bookingClosesAt: now + 2 * MINUTE })
    .where(eq(evenings.schoolId, school.schoolId));
  await third.family.giveBack(third.id);
  await offerFreedTimes(family.browser.deps);
  const place = await placeOf(school, family);
  expect(place.state).toBe("offered");
  expect(place.heldUntil).toBe(now + 2 * MINUTE);
});

test("race: two runs of the sweep and a stranger's press give the freed time to one", async () => {
  for (let round = 0; round < 4; round += 1) {
    const { school, first } = await fullSchool();
    const [anna, ben] = [await familyOf(school), await familyOf(school)];
    await anna.join();
    await first.family.giveBack(first.id);
    const { deps } = anna.browser;
    const [, , pressed] = await Promise.all([offerFreedTimes(deps), offerFreedTimes(deps), ben.book(1)]);
    await offerFreedTimes(deps);
    const held = (await placeOf(school, anna)).state === "offered";
    expect([pressed.status === 303, held]).toEqual([!held, held]);
    const mails = await school.db.select().from(outbox).where(eq(outbox.schoolId, school.schoolId));
    expect(mails.filter((mail) => mail.kind === "waiting_list_offer")).toHaveLength(held ? 1 : 0);
  }
});

type Step = {
  who: number;
  what: "join" | "leave" | "take" | "decline" | "book" | "give-back" | "wait" | "sweep";
  slot: number;
};
const steps = fc.array(
  fc.record<Step>({
    who: fc.nat(3),
    what: fc.constantFrom("join", "leave", "take", "decline", "book", "give-back", "wait", "sweep"),
    slot: fc.integer({ min: 1, max: TIMES }),
  }),
  { minLength: 6, maxLength: 14 },
);

test("property: whatever families press, each time has one owner, a place has its claims, and the line is asked in order", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const { school, holders } = await fullSchool({ offerMinutes: 5 });
      const families = [...holders.map((one) => one.family), await familyOf(school), await familyOf(school)];
      const clock = { now: Date.now() };
      for (const step of history) {
        const family = families[(step.who + 1) % families.length];
        if (!family) continue;
        family.browser.clock.now = clock.now;
        await play(school, family, step, clock);
        await check(school, clock.now);
      }
    }),
    { numRuns: 6 },
  );
}, 60_000);

async function play(school: SmallSchool, family: Family, step: Step, clock: { now: number }) {
  const place = (await placesOf(school)).findLast((one) => one.guardianId === family.guardianId);
  const own = (await bookedRows(school)).find((row) => row.guardianId === family.guardianId);
  const deps: Deps = { ...family.browser.deps, clock: { ...family.browser.deps.clock, now: () => clock.now } };
  switch (step.what) {
    case "join":
      return void (await family.join());
    case "leave":
      return void (place && (await family.leave(place.id)));
    case "take":
    case "decline":
      return void (place && (await family.answer(place.id, step.what)));
    case "book":
      return void (await family.book(step.slot));
    case "give-back":
      return void (own && (await family.giveBack(own.id)));
    case "wait":
      clock.now += MINUTE;
      return;
    case "sweep":
      return void (await runScheduled(deps));
  }
}

async function check(school: SmallSchool, now: number) {
  const [rows, places, all] = await Promise.all([
    bookedRows(school),
    placesOf(school),
    school.db.select().from(claims).where(eq(claims.schoolId, school.schoolId)),
  ]);
  for (const row of rows) expect(row.claims).toHaveLength(2);
  expect(new Set(rows.map((row) => row.startsAt)).size).toBe(rows.length);
  for (const place of places.filter((one) => one.state === "offered" && (one.heldUntil ?? 0) > now)) {
    expect(all.filter((claim) => claim.proposalId === place.id)).toHaveLength(2);
    expect(rows.some((row) => row.startsAt === place.startsAt)).toBe(false);
  }
  const offeredAt = places.filter((one) => one.state === "offered").map((one) => one.joinedAt);
  const stillWaiting = places.filter((one) => one.state === "waiting").map((one) => one.joinedAt);
  for (const joined of stillWaiting) for (const offered of offeredAt) expect(offered).toBeLessThanOrEqual(joined);
  expect(await strayClaims(school, now)).toEqual([]);
}

import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { offerFreedTimes } from "../../worker/after-commit/offer-freed-times.ts";
import { appointmentsMade, proposalAccepted } from "../../worker/changes/appointments-booked.ts";
import { bookingClosed } from "../../worker/changes/evenings.ts";
import { holdsLapsed } from "../../worker/changes/holds-lapsed.ts";
import { proposalHeld } from "../../worker/changes/proposals.ts";
import { commit } from "../../worker/db/guard.ts";
import { claims, evenings, outbox, proposals, waiting } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { HOLD_MS } from "../../worker/features/bookings/propose-appointments.ts";
import { addFamily, bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { booked, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

type Wish = { student: string; classId: string; rank?: number };
type Asked = { id?: string; from?: number; to?: number; wanted: Wish[] };

/** A guardian who books by proposal. `slot` numbers count from the evening's first. */
async function guardianOf(school: SmallSchool, personId: string) {
  const browser = await browserOf(school, personId);
  const base = `/evenings/${school.ids.evening}/book/automatic`;
  const post = (path: string, body: URLSearchParams) =>
    browser.app.fetch(
      new Request(`${school.origin}${path}`, {
        method: "POST",
        body,
        headers: { cookie: browser.cookie, origin: school.origin },
      }),
    );
  const ask = ({ id = crypto.randomUUID(), from = 0, to = 36, wanted }: Asked) => {
    const at = (slot: number) => String(school.startsAt + slot * SLOT_MS);
    const body = new URLSearchParams({ id, from: at(from), to: at(to) });
    for (const { student, classId, rank } of wanted) {
      body.append("want", `${student}~${classId}`);
      if (rank !== undefined) body.set(`rank-${student}~${classId}`, String(rank));
    }
    return post(base, body);
  };
  const held = async (asked: Asked) => {
    const answer = await ask(asked);
    expect(answer.status).toBe(303);
    const path = answer.headers.get("location") ?? "";
    return {
      path,
      page: () => browser.get(path),
      accept: () => post(path, new URLSearchParams({ accept: "1" })),
      cancel: () => post(path, new URLSearchParams({ cancel: "1" })),
    };
  };
  return { ...browser, base, ask, held };
}

const text = async (answer: Response | Promise<Response>) => (await answer).text();
const heldRows = ({ db, schoolId }: SmallSchool) =>
  db
    .select()
    .from(proposals)
    .where(and(eq(proposals.schoolId, schoolId), eq(proposals.state, "held")));

test("booking begins with a choice: Automatic or Manual, and Next leads to it", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const path = `/evenings/${school.ids.evening}/book`;
  expect(await text(david.get(path))).toMatch(/Automatic.*Manual.*Next/s);
  for (const mode of ["automatic", "manual"])
    expect((await david.get(`${path}?mode=${mode}`)).headers.get("location")).toBe(`${path}/${mode}`);
  expect((await david.get("/evenings/none/book")).status).toBe(404);
});

test("the form has everybody ticked; what is booked already stands there as booked", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const mine = { guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 8 };
  await booked(school, mine);
  const rachael = await guardianOf(school, ids.rachael);
  const html = await text(rachael.get(rachael.base));
  expect(html).toContain("Generate Appointments");
  expect(html).toMatch(new RegExp(`value="${ids.ben}~${ids.review}" checked`));
  expect(html).not.toContain(`value="${ids.ben}~${ids.science}"`);
  expect(html).toContain("Booked ");
});

test("a proposal is held and nothing is booked; Accept books all of it, and one confirmation is sent", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const rachael = await guardianOf(school, ids.rachael);
  const wanted = [
    { student: ids.ben, classId: ids.science },
    { student: ids.ben, classId: ids.review },
  ];
  const proposal = await rachael.held({ wanted });
  expect(await bookedRows(school)).toEqual([]);
  const html = await text(proposal.page());
  expect(html).toMatch(/Held for you: (2 minutes|1 minute \d+ seconds?) left/);
  expect(html).toContain("Mrs Anita Abell and Mr John Atkinson");
  expect(html).not.toContain("did not fit");
  const answer = await proposal.accept();
  expect(answer.headers.get("location")).toBe(`/bookings?evening=${ids.evening}&booked=1`);
  const rows = await bookedRows(school);
  expect(rows).toHaveLength(2);
  // The two minutes are gone before the first may start, and seven units follow each other without a gap.
  expect(rows[0]?.startsAt).toBe(school.startsAt + SLOT_MS);
  expect(rows[1]?.endsAt).toBe(school.startsAt + 8 * SLOT_MS);
  expect(await bookingFaults(school)).toEqual([]);
  expect(
    await db
      .select()
      .from(outbox)
      .where(and(eq(outbox.schoolId, schoolId), eq(outbox.kind, "booking_confirmation"))),
  ).toHaveLength(1);
  expect((await proposal.page()).headers.get("location")).toContain("/bookings");
});

test("held times are taken for others for two minutes by the server's clock, and then they are not", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const other = await addFamily(school, [ids.science]);
  const david = await guardianOf(school, ids.david);
  const grace = await browserOf(school, other.guardianId);
  const wanted = [{ student: ids.sophie, classId: ids.science }];
  await david.held({ from: 3, to: 4, wanted });
  const press = { student: other.studentId, classId: ids.science, slot: 3 };
  expect((await grace.press(press)).status).toBe(409);
  grace.clock.now = david.clock.now + HOLD_MS - 1;
  expect((await grace.press(press)).status).toBe(409);
  grace.clock.now = david.clock.now + HOLD_MS;
  expect((await grace.press(press)).status).toBe(303);
  // What the lapsed hold left of David's own time is swept away.
  await commit(grace.deps.db, holdsLapsed(grace.deps.db, grace.clock.now));
  expect(await heldRows(school)).toEqual([]);
  expect(await bookingFaults(school)).toEqual([]);
});

test("another guardian's proposal goes round what is held, and has it once the hold has lapsed", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const other = await addFamily(school, [ids.science]);
  const david = await guardianOf(school, ids.david);
  const grace = await guardianOf(school, other.guardianId);
  await david.held({ from: 3, to: 4, wanted: [{ student: ids.sophie, classId: ids.science }] });
  const asked = { from: 3, to: 4, wanted: [{ student: other.studentId, classId: ids.science }] };
  const refused = await grace.ask(asked);
  expect(refused.status).toBe(409);
  expect(await text(refused)).toContain("Mrs Abell (Science, Max Hill) has no time between");
  grace.clock.now = david.clock.now + HOLD_MS;
  const proposal = await grace.held(asked);
  expect((await proposal.accept()).status).toBe(303);
  expect(await bookedRows(school)).toHaveLength(1);
});

test("Accept after the two minutes books nothing, says so, and one press asks for the same again", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const rachael = await guardianOf(school, ids.rachael);
  const asked = { from: 4, to: 30, wanted: [{ student: ids.ben, classId: ids.review, rank: 2 }] };
  const proposal = await rachael.held(asked);
  rachael.clock.now += HOLD_MS;
  const late = await proposal.accept();
  expect(late.status).toBe(409);
  const html = await text(late);
  expect(html).toContain("The two minutes are over");
  expect(await bookedRows(school)).toEqual([]);
  expect(html).toContain(`name="want" value="${ids.ben}~${ids.review}"`);
  expect(html).toContain(`name="rank-${ids.ben}~${ids.review}" value="2"`);
  expect(html).toContain(`name="from" value="${school.startsAt + 4 * SLOT_MS}"`);
  expect(await text(proposal.page())).toContain("Find times again");
  expect(await text(rachael.get(rachael.base))).toMatch(/<option value="2" selected/);
  const again = await rachael.held(asked);
  expect((await again.accept()).status).toBe(303);
  expect(await bookingFaults(school)).toEqual([]);
});

test("at the last millisecond it can be accepted, at the next no more, also where a statement is the first to know", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const david = await guardianOf(school, ids.david);
  await david.held({ wanted: [{ student: ids.sophie, classId: ids.science }] });
  const [row] = await heldRows(school);
  if (!row) throw new Error("nothing held");
  const accept = (now: number) => commit(db, proposalAccepted(schoolScope(db, schoolId, now, ids.david), row));
  expect(await accept(row.expiresAt)).toBe("not-held");
  expect(await heldRows(school)).toHaveLength(1);
  expect(await accept(row.expiresAt - 1)).toBeNull();
  expect(await heldRows(school)).toEqual([]);
});

test("a new proposal takes the place of the old one, whose times are free at once", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const david = await guardianOf(school, ids.david);
  const wanted = [{ student: ids.sophie, classId: ids.science }];
  const first = await david.held({ from: 3, to: 4, wanted });
  const second = await david.held({ from: 3, to: 4, wanted });
  expect(await heldRows(school)).toHaveLength(1);
  expect(await db.select().from(claims).where(eq(claims.schoolId, schoolId))).toHaveLength(2);
  expect(await text(first.accept())).toContain("These times were let go");
  expect((await second.accept()).status).toBe(303);
  expect(await bookedRows(school)).toHaveLength(1);
});

test("a form that is sent twice is one proposal, at once or later", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const david = await guardianOf(school, ids.david);
  const asked = { id: crypto.randomUUID(), wanted: [{ student: ids.sophie, classId: ids.science }] };
  const answers = await Promise.all([david.ask(asked), david.ask(asked), david.ask(asked)]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
  expect((await david.ask(asked)).status).toBe(303);
  expect(await heldRows(school)).toHaveLength(1);
});

test("two presses on Accept at once book once, and both are told so", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const david = await guardianOf(school, ids.david);
  const proposal = await david.held({ wanted: [{ student: ids.sophie, classId: ids.science }] });
  const answers = await Promise.all([proposal.accept(), proposal.accept(), proposal.accept()]);
  expect(answers.map(({ status, headers }) => `${status} ${headers.get("location")}`)).toEqual(
    answers.map(() => `303 /bookings?evening=${ids.evening}&booked=1`),
  );
  expect(await bookedRows(school)).toHaveLength(1);
  expect(await bookingFaults(school)).toEqual([]);
  expect(await db.select().from(outbox).where(eq(outbox.schoolId, schoolId))).toHaveLength(1);
});

test("Accept and Cancel at once: either all is booked or nothing is, and nothing stays held", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const rachael = await guardianOf(school, ids.rachael);
  const wanted = [
    { student: ids.ben, classId: ids.science },
    { student: ids.ben, classId: ids.review },
  ];
  for (let round = 0; round < 4; round += 1) {
    const proposal = await rachael.held({ wanted });
    const pair = [proposal.cancel(), proposal.accept()];
    const answers = await Promise.all(round % 2 ? pair : pair.toReversed());
    const rows = await bookedRows(school);
    expect([0, 2]).toContain(rows.length);
    expect(await heldRows(school)).toEqual([]);
    expect(await bookingFaults(school)).toEqual([]);
    if (rows.length === 0) continue;
    expect(answers.every(({ status }) => status === 303)).toBe(true);
    break;
  }
});

test("Cancel frees the times at once, books nothing and keeps the choices", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const david = await guardianOf(school, ids.david);
  const proposal = await david.held({ from: 5, to: 9, wanted: [{ student: ids.sophie, classId: ids.science }] });
  const answer = await proposal.cancel();
  expect(answer.headers.get("location")).toBe(`${david.base}?done=cancelled`);
  expect(await db.select().from(claims).where(eq(claims.schoolId, schoolId))).toEqual([]);
  const html = await text(david.get(`${david.base}?done=cancelled`));
  expect(html).toContain("We let these times go");
  expect(html).toContain(`<option value="${school.startsAt + 5 * SLOT_MS}" selected`);
  expect((await proposal.accept()).status).toBe(409);
  expect((await proposal.cancel()).status).toBe(303);
});

test("many guardians who ask for the same few times at once: each time is held for one of them", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const families = await Promise.all(Array.from({ length: 6 }, () => addFamily(school, [ids.science])));
  const guardians = await Promise.all(families.map(({ guardianId }) => guardianOf(school, guardianId)));
  const answers = await Promise.all(
    guardians.map((guardian, at) =>
      guardian.ask({ from: 3, to: 6, wanted: [{ student: families[at]?.studentId ?? "", classId: ids.science }] }),
    ),
  );
  const held = await heldRows(school);
  expect(held).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  const units = held.flatMap(({ plan }) =>
    (JSON.parse(plan) as { startsAt: number }[]).map(({ startsAt }) => startsAt),
  );
  expect(new Set(units).size).toBe(3);
  const taken = await db.select().from(claims).where(eq(claims.schoolId, schoolId));
  expect(taken).toHaveLength(6);
});

test("where another server's clock let the hold lapse and gave a time away, Accept books nothing at all", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const other = await addFamily(school, [ids.science]);
  const rachael = await guardianOf(school, ids.rachael);
  const wanted = [
    { student: ids.ben, classId: ids.science },
    { student: ids.ben, classId: ids.review },
  ];
  const proposal = await rachael.held({ wanted });
  const startsAt = school.startsAt + 3 * SLOT_MS;
  const scope = schoolScope(db, schoolId, rachael.clock.now + HOLD_MS);
  const rows = sql`SELECT 'quick' AS id, ${other.studentId} AS student_id, ${ids.science} AS class_id, ${startsAt} AS starts_at, '' AS note`;
  await commit(db, appointmentsMade({ scope, guardianId: other.guardianId, eveningId: ids.evening, rows }));
  const answer = await proposal.accept();
  expect(answer.status).toBe(409);
  expect(await text(answer)).toContain("One of these times is gone");
  expect((await bookedRows(school)).map(({ id }) => id)).toEqual(["quick"]);
  expect(await bookingFaults(school)).toEqual([]);
});

test("what is booked already stays, is worked around, and stands in the proposal as booked", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const mine = { guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 12 };
  await booked(school, mine);
  const rachael = await guardianOf(school, ids.rachael);
  const proposal = await rachael.held({ wanted: [{ student: ids.ben, classId: ids.review }] });
  expect(await text(proposal.page())).toContain("Booked already");
  await proposal.accept();
  const rows = await bookedRows(school);
  // The six units lie right before the booked one: the shortest evening with it.
  expect(rows.map(({ startsAt }) => (startsAt - school.startsAt) / SLOT_MS)).toEqual([6, 12]);
  expect(await bookingFaults(school)).toEqual([]);
});

test("what does not fit is named with why, and the rest is proposed", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const rachael = await guardianOf(school, ids.rachael);
  const wanted = [
    { student: ids.ben, classId: ids.science, rank: 1 },
    { student: ids.ben, classId: ids.review, rank: 2 },
  ];
  const proposal = await rachael.held({ from: 2, to: 8, wanted });
  const html = await text(proposal.page());
  expect(html).toContain("One meeting did not fit");
  expect(html).toMatch(/Mrs Abell and Mr Atkinson \(Review, Ben Abbot\) have time left together, but none/);
  const none = await rachael.ask({ from: 2, to: 4, wanted: wanted.slice(1) });
  expect(await text(none)).toMatch(/have no time together between \d\d:\d\d and \d\d:\d\d, but at another hour/);
});

test("the evening's most for a student holds, in the search and when it is accepted", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  await db.update(evenings).set({ mostPerStudent: 1 }).where(eq(evenings.schoolId, schoolId));
  const rachael = await guardianOf(school, ids.rachael);
  const wanted = [
    { student: ids.ben, classId: ids.science, rank: 2 },
    { student: ids.ben, classId: ids.review, rank: 1 },
  ];
  const proposal = await rachael.held({ wanted });
  expect(await text(proposal.page())).toContain("one more than the 1 for each child");
  await proposal.accept();
  expect((await bookedRows(school)).map(({ classId }) => classId)).toEqual([ids.review]);
});

test("hours that make no sense and nobody ticked are named beside their boxes, and the rest is kept", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const david = await guardianOf(school, ids.david);
  const answer = await david.ask({ from: 9, to: 9, wanted: [] });
  expect(answer.status).toBe(422);
  const html = await text(answer);
  expect(html).toContain("The latest time must be after the earliest");
  expect(html).toContain("Tick at least one teacher");
  expect(html).toContain(`<option value="${school.startsAt + 9 * SLOT_MS}" selected`);
});

test("nothing is held past the close of booking, and nothing is proposed once it is closed", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  const david = await guardianOf(school, ids.david);
  const closes = david.clock.now + 30_000;
  await db.update(evenings).set({ bookingClosesAt: closes }).where(eq(evenings.schoolId, schoolId));
  const wanted = [{ student: ids.sophie, classId: ids.science }];
  const proposal = await david.held({ wanted });
  expect((await heldRows(school))[0]?.expiresAt).toBe(closes);
  david.clock.now = closes;
  expect((await proposal.accept()).status).toBe(409);
  const closed = await david.ask({ wanted });
  expect(closed.status).toBe(409);
  expect(await text(closed)).toContain("Booking is closed");
});

test("whoever has the two minutes has them, though the office closes booking meanwhile", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const david = await guardianOf(school, ids.david);
  const proposal = await david.held({ wanted: [{ student: ids.sophie, classId: ids.science }] });
  expect(await commit(db, bookingClosed(schoolScope(db, schoolId, Date.now(), ids.office), ids.evening))).toBe(null);
  expect((await proposal.accept()).headers.get("location")).toContain("booked=1");
  expect(await bookedRows(school)).toHaveLength(1);
});

test("somebody else's proposal, another evening's and another school's are not there", async () => {
  const school = await smallSchool();
  const elsewhere = await smallSchool();
  const { ids } = school;
  const david = await guardianOf(school, ids.david);
  const proposal = await david.held({ wanted: [{ student: ids.sophie, classId: ids.science }] });
  const rachael = await guardianOf(school, ids.rachael);
  expect((await rachael.get(proposal.path)).status).toBe(404);
  const stranger = await guardianOf(elsewhere, elsewhere.ids.david);
  expect((await stranger.get(proposal.path)).status).toBe(404);
  expect((await david.get(proposal.path.replace(ids.evening, elsewhere.ids.evening))).status).toBe(404);
  // A child that isn't theirs can't be asked for.
  expect((await rachael.ask({ wanted: [{ student: ids.sophie, classId: ids.science }] })).status).toBe(422);
});

/** A place in the line for science, of a guardian who waits. */
async function waitsForScience({ db, schoolId, ids }: SmallSchool, guardianId: string, studentId: string) {
  const id = crypto.randomUUID();
  await db.insert(waiting).values({
    ...{ schoolId, id, eveningId: ids.evening, guardianId, studentId, classId: ids.science, note: "", joinedAt: 1 },
    state: "waiting",
  });
  return async () => (await db.select().from(waiting).where(eq(waiting.id, id)))[0]?.state;
}

test("times that are let go are offered to who waits for them", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const other = await addFamily(school, [ids.science]);
  const david = await guardianOf(school, ids.david);
  for (const letGo of ["cancel", "replace"] as const) {
    const proposal = await david.held({ from: 2, to: 4, wanted: [{ student: ids.sophie, classId: ids.science }] });
    const place = await waitsForScience(school, other.guardianId, other.studentId);
    if (letGo === "cancel") await proposal.cancel();
    else await david.held({ from: 8, to: 9, wanted: [{ student: ids.sophie, classId: ids.science }] });
    await offerFreedTimes(david.deps);
    expect(await place()).toBe("offered");
    await school.db.delete(waiting).where(eq(waiting.schoolId, school.schoolId));
    await school.db.delete(claims).where(eq(claims.personId, other.guardianId));
  }
});

test("whoever accepts a time for a class waits for it no longer", async () => {
  const school = await smallSchool();
  const { ids } = school;
  const david = await guardianOf(school, ids.david);
  const place = await waitsForScience(school, ids.david, ids.sophie);
  const proposal = await david.held({ wanted: [{ student: ids.sophie, classId: ids.science }] });
  expect(await place()).toBe("waiting");
  await proposal.accept();
  expect(await place()).toBe("left");
});

test("for a teacher without any time left the waiting list is offered; who is on it is told so", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId, startsAt } = school;
  await db
    .update(evenings)
    .set({ endsAt: startsAt + 6 * SLOT_MS })
    .where(eq(evenings.schoolId, schoolId));
  const other = await addFamily(school, [ids.science]);
  const all = { guardian: other.guardianId, student: other.studentId, classId: ids.science, teachers: [ids.anita] };
  await booked(school, { ...all, slot: 0, units: 6 });
  const david = await guardianOf(school, ids.david);
  const asked = { to: 6, wanted: [{ student: ids.sophie, classId: ids.science }] };
  const html = await text(david.ask(asked));
  expect(html).toContain("Mrs Abell (Science, Sophie Aaron) has no time left in this evening.");
  expect(html).toContain("Join the waiting list");
  await waitsForScience(school, ids.david, ids.sophie);
  expect(await text(david.ask(asked))).toContain("You are on the waiting list.");
});

test("in an evening that runs on, accepting renews the facts of the appointments before it", async () => {
  const school = await smallSchool();
  const { ids, db, schoolId } = school;
  await db.update(evenings).set({ ending: "until-next" }).where(eq(evenings.schoolId, schoolId));
  const mine = { guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] };
  const before = await booked(school, { ...mine, slot: 2, units: 6 });
  const david = await guardianOf(school, ids.david);
  const proposal = await david.held({ from: 9, wanted: [{ student: ids.sophie, classId: ids.science }] });
  await proposal.accept();
  expect((await bookedRows(school)).find(({ id }) => id === before)).toMatchObject({ version: 2 });
});

test("fifteen appointments of twelve units with three teachers each stay far below a hundred parameters a statement", async () => {
  const { db, schoolId, ids, startsAt } = await smallSchool();
  const plan = Array.from({ length: 15 }, (_, at) => ({
    ...{ id: `a${at}`, studentId: ids.sophie, classId: `c${at}`, startsAt, endsAt: startsAt + 12 * SLOT_MS },
    teacherIds: [0, 1, 2].map((teacher) => `t${at}-${teacher}`),
    units: Array.from({ length: 12 }, (_unit, unit) => startsAt + (at * 12 + unit) * SLOT_MS),
  }));
  const choices = { from: startsAt, to: startsAt, wanted: [] };
  const proposal = { id: "p", eveningId: ids.evening, guardianId: ids.david, choices, plan, missed: [], expiresAt: 1 };
  const statements = [
    ...proposalHeld(schoolScope(db, schoolId, 0), proposal),
    ...proposalAccepted(schoolScope(db, schoolId, 0), proposal),
  ];
  const counts = statements.map((statement) => new Set(statement.toSQL().params).size);
  expect(Math.max(...counts)).toBeLessThan(30);
  await commit(db, proposalHeld(schoolScope(db, schoolId, 0), proposal));
  const taken = await db.select().from(claims).where(eq(claims.schoolId, schoolId));
  expect(taken).toHaveLength(15 * 12 * 4);
});

import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressChanged } from "../../worker/changes/address-changed.ts";
import {
  guardianshipAdded,
  guardianshipChanged,
  guardianshipEnded,
  guestsForbidden,
} from "../../worker/changes/guardianship-changed.ts";
import { peopleBack, peopleEnded, studentsBack, studentsEnded } from "../../worker/changes/people-ended.ts";
import { guardianships, people, students } from "../../worker/db/schema.ts";
import { loadFacts } from "../../worker/queries/room-facts.ts";
import { carryOut, guestOf, officeScope, waysInOf } from "../support/worker/kept-out.ts";
import { booked, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

type Who = "david" | "rachael" | "anita" | "john";
type Child = "sophie" | "ben";
type Act =
  | { kind: "end" | "back" | "readdress" | "hold"; who: Who }
  | { kind: "end-child" | "child-back" | "forbid" | "allow"; child: Child }
  | { kind: "link" | "bar" | "unbar" | "unlink"; who: "david" | "rachael"; child: Child }
  | { kind: "invite"; who: "david" | "rachael"; child: Child; guest: "stranger" | "david" | "rachael" };

const who = fc.constantFrom<Who>("david", "rachael", "anita", "john");
const guardian = fc.constantFrom("david" as const, "rachael" as const);
const child = fc.constantFrom<Child>("sophie", "ben");
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom("end" as const, "back" as const, "readdress" as const), who }),
  fc.record({ kind: fc.constant("hold" as const), who }),
  fc.record({
    kind: fc.constantFrom("end-child" as const, "child-back" as const, "forbid" as const, "allow" as const),
    child,
  }),
  fc.record({
    kind: fc.constantFrom("link" as const, "bar" as const, "unbar" as const, "unlink" as const),
    who: guardian,
    child,
  }),
  fc.record({
    kind: fc.constant("invite" as const),
    who: guardian,
    child,
    guest: fc.constantFrom("stranger" as const, "david" as const, "rachael" as const),
  }),
);

const VALUES = { relationship: "Parent", priority: 1, parentalResponsibility: true, livesWith: true };

type Held = { who: Who; ways: Awaited<ReturnType<typeof waysInOf>> };
type Guest = { of: Extract<Act, { kind: "invite" }>; guest: Awaited<ReturnType<typeof guestOf>> };

/** What a history has handed out so far. */
type Given = { held: Held[]; guests: Guest[] };

async function carry(school: SmallSchool, now: number, one: Act, given: Given): Promise<void> {
  const { ids } = school;
  const scope = officeScope(school, now);
  const of = (id: string) => sql`SELECT ${id}`;
  const bond = "child" in one && "who" in one ? { guardianId: ids[one.who], studentId: ids[one.child] } : null;
  switch (one.kind) {
    case "end":
      return void (await carryOut(school, peopleEnded(scope, of(ids[one.who]))));
    case "back":
      return void (await carryOut(school, peopleBack(scope, of(ids[one.who]))));
    case "readdress":
      return void (await carryOut(school, addressChanged(scope, ids[one.who], `${now}@mail.example`)));
    case "hold":
      if (!(await isOut(school, one.who)))
        given.held.push({ who: one.who, ways: await waysInOf(school, ids[one.who]) });
      return;
    case "end-child":
      return void (await carryOut(school, studentsEnded(scope, of(ids[one.child]))));
    case "child-back":
      return void (await carryOut(school, studentsBack(scope, of(ids[one.child]))));
    case "forbid":
    case "allow":
      return void (await carryOut(school, guestsForbidden(scope, ids[one.child], one.kind === "forbid")));
    case "link":
      return void (bond && (await carryOut(school, guardianshipAdded(scope, bond, { ...VALUES, courtOrder: false }))));
    case "bar":
    case "unbar":
      return void (
        bond &&
        (await carryOut(school, guardianshipChanged(scope, bond, { ...VALUES, courtOrder: one.kind === "bar" })))
      );
    case "unlink":
      return void (bond && (await carryOut(school, guardianshipEnded(scope, bond))));
    case "invite": {
      const names = { stranger: "Jane Guest", david: "David Aaron", rachael: "Rachael Abbot" };
      const invite = { guardianId: ids[one.who], studentIds: [ids[one.child]], name: names[one.guest] };
      // Only what a guardian's page lets them send.
      if (await mayBook(school, one.who, one.child))
        given.guests.push({ of: one, guest: await guestOf(school, invite, now) });
    }
  }
}

async function rowOf({ db, schoolId, ids }: SmallSchool, who: Who, child: Child) {
  const where = and(
    eq(guardianships.schoolId, schoolId),
    eq(guardianships.guardianId, ids[who]),
    eq(guardianships.studentId, ids[child]),
  );
  return db.select().from(guardianships).where(where).get();
}

/** By the rules' words alone, not by the column that the changes keep. */
async function mayBook(school: SmallSchool, who: Who, child: Child): Promise<boolean> {
  const { db, ids } = school;
  const [row, person, student] = await Promise.all([
    rowOf(school, who, child),
    db.select().from(people).where(eq(people.id, ids[who])).get(),
    db.select().from(students).where(eq(students.id, ids[child])).get(),
  ]);
  return !!row && row.byHand !== "ended" && !row.courtOrder && person?.endedAt === null && student?.endedAt === null;
}

async function isOut(school: SmallSchool, who: Who): Promise<boolean> {
  const person = await school.db.select().from(people).where(eq(people.id, school.ids[who])).get();
  if (person?.endedAt !== null) return true;
  if (who === "anita" || who === "john") return false;
  return !(await mayBook(school, who, "sophie")) && !(await mayBook(school, who, "ben"));
}

/** Whether a guest may not be in calls about the student now. */
async function isKeptOut(school: SmallSchool, { of }: Guest): Promise<boolean> {
  if (!(await mayBook(school, of.who, of.child))) return true;
  const student = await school.db.select().from(students).where(eq(students.id, school.ids[of.child])).get();
  if (student?.guestsAllowed === false) return true;
  if (of.guest === "stranger") return false;
  const row = await rowOf(school, of.guest, of.child);
  return !!row && row.byHand !== "ended" && !(await mayBook(school, of.guest, of.child));
}

test("whatever happened: nobody who is ended or barred holds a session, seat, pass, link, code or feed that answers", async () => {
  let outs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (history) => {
      const school = await smallSchool();
      const { ids } = school;
      const calls = {
        sophie: await booked(school, {
          guardian: ids.david,
          student: ids.sophie,
          classId: ids.science,
          teachers: [ids.anita],
          slot: 0,
        }),
        ben: await booked(school, {
          guardian: ids.rachael,
          student: ids.ben,
          classId: ids.review,
          teachers: [ids.john],
          slot: 0,
          units: 6,
        }),
      };
      const given: Given = { held: [], guests: [] };
      const begun = Date.now();
      for (const [at, one] of history.entries()) await carry(school, begun + at, one, given);
      const facts = await loadFacts(officeScope(school), Object.values(calls));
      const seats = new Set(
        facts
          .filter((room) => room.facts.state === "booked")
          .flatMap((room) => room.facts.people.map((person) => person.participantId)),
      );
      for (const { who: holder, ways } of given.held) {
        if (!(await isOut(school, holder))) continue;
        outs += 1;
        const answers = [await ways.session(), await ways.link(), await ways.feed(), await ways.codes()];
        expect([holder, ...answers]).toEqual([holder, 303, 404, 404, 0]);
        for (const call of Object.values(calls)) expect([401, 404, 410]).toContain(await ways.pass(call));
        const person = await school.db.select().from(people).where(eq(people.id, ids[holder])).get();
        if (person?.endedAt !== null) expect(seats).not.toContain(ids[holder]);
      }
      for (const one of given.guests) {
        if (!(await isKeptOut(school, one))) continue;
        outs += 1;
        expect([404, 410]).toContain(await one.guest.link());
        expect([404, 410]).toContain(await one.guest.pass(calls[one.of.child]));
        expect(seats).not.toContain(one.guest.id);
      }
      // And whoever is here can come in anew.
      for (const name of ["anita", "david"] as const)
        if (!(await isOut(school, name))) expect(await (await waysInOf(school, ids[name])).session()).toBe(200);
    }),
    { numRuns: 50, seed: 13 },
  );
  expect(outs).toBeGreaterThan(12);
}, 240_000);

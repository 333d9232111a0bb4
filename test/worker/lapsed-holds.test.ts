import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { breaksChanged } from "../../worker/changes/breaks.ts";
import { eveningPublished } from "../../worker/changes/evenings.ts";
import { waitlistJoined } from "../../worker/changes/waitlist.ts";
import { commit } from "../../worker/db/guard.ts";
import { claims, evenings, teacherBreaks, waiting } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { SLOT_MS } from "../support/worker/booking.ts";
import { type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

/** A second evening of the same night, and a hold of the first one's on John's time that ran out a moment ago. */
async function overlapping(state: "draft" | "published") {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const [first] = await db.select().from(evenings).where(ofEvening(school, ids.evening));
  if (!first) throw new Error("no evening");
  const other = { ...first, id: "other", state };
  await db.insert(evenings).values(other);
  const now = Date.now();
  const unitAt = startsAt + 4 * SLOT_MS;
  const hold = { proposalId: "lapsed", heldUntil: now - 5_000 };
  await db.insert(claims).values({ schoolId, personId: ids.john, unitAt, eveningId: ids.evening, ...hold });
  const scope = schoolScope(db, schoolId, now, ids.office);
  const row = { id: "break", teacherId: ids.john, kind: "break", startsAt: unitAt, endsAt: unitAt + SLOT_MS } as const;
  const johns = () =>
    db
      .select()
      .from(claims)
      .where(and(eq(claims.schoolId, schoolId), eq(claims.personId, ids.john)));
  return { ...school, other, scope, row, johns };
}

const ofEvening = ({ schoolId }: SmallSchool, id: string) => and(eq(evenings.schoolId, schoolId), eq(evenings.id, id));
const TAKEN = [{ eveningId: "other", appointmentId: null, proposalId: null, heldUntil: null }];

test("a break takes a time of which another evening's hold has run out", async () => {
  const { db, ids, other, scope, row, johns } = await overlapping("published");
  const old = eq(teacherBreaks.id, "none");
  const change = { rows: [row], old, teacherIds: [ids.john], action: "break.added" } as const;
  expect(await commit(db, breaksChanged(scope, other, change))).toBe(null);
  expect(await johns()).toMatchObject(TAKEN);
});

test("an evening is published over a time of which another evening's hold has run out", async () => {
  const { db, schoolId, other, scope, row, johns } = await overlapping("draft");
  await db.insert(teacherBreaks).values({ ...row, schoolId, eveningId: "other" });
  expect(await commit(db, eveningPublished(scope, other))).toBe(null);
  expect(await johns()).toMatchObject(TAKEN);
});

test("who waits again after an offer of theirs ran out, waits", async () => {
  const { db, schoolId, ids, startsAt } = await smallSchool();
  const now = Date.now();
  const of = { eveningId: ids.evening, guardianId: ids.david, studentId: ids.sophie, classId: ids.science, note: "" };
  const offer = {
    state: "offered",
    joinedAt: startsAt,
    offeredAt: startsAt,
    startsAt,
    appointmentId: "promised",
  } as const;
  await db.insert(waiting).values({ ...of, ...offer, schoolId, id: "first", heldUntil: now });
  const join = (id: string) => commit(db, waitlistJoined(schoolScope(db, schoolId, now, ids.david), { ...of, id }));
  expect(await join("second")).toBe(null);
  expect(await join("third")).toBe("already");
  const states = db
    .select({ id: waiting.id, state: waiting.state })
    .from(waiting)
    .where(eq(waiting.schoolId, schoolId));
  expect((await states).sort((one, two) => one.id.localeCompare(two.id))).toEqual([
    { id: "first", state: "missed" },
    { id: "second", state: "waiting" },
  ]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { schoolScope } from "../../worker/db/scope.ts";
import { bookAppointment } from "../../worker/features/bookings/book-appointment.ts";
import { type Choice, judgePress } from "../../worker/features/bookings/judge-press.ts";
import { loadBookingGrid } from "../../worker/queries/booking-grid.ts";
import { bookedRows, everythingOf, SLOT_MS } from "../support/worker/booking.ts";
import { makeEvening, type RandomPress, randomEvening, randomPress } from "../support/worker/random-evening.ts";
import { MINUTE } from "../support/worker/small-school.ts";

type Made = Awaited<ReturnType<typeof makeEvening>>;

async function choiceOf({ school, classOf }: Made, { of, form, slot, offGrid }: RandomPress): Promise<Choice> {
  const { ids, schoolId } = school;
  const classId = of.taught === "nothing" ? "nothing" : classOf(of.taught);
  const studentId = of.student === "nobody" ? "nobody" : ids[of.student];
  const rows = await bookedRows(school);
  const his = rows.filter((row) => row.guardianId === ids.david && row.eveningId === ids.evening);
  const known = new Map([
    ["this", his.find((row) => row.classId === classId && row.studentId === studentId)?.id],
    ["his", his[0]?.id],
    ["hers", rows.find((row) => row.guardianId === ids.rachael)?.id],
    ["cancelled", `cancelled-${schoolId}`],
  ]);
  const appointmentId = known.get(form.id) ?? crypto.randomUUID();
  const startsAt = school.startsAt + slot * SLOT_MS + (offGrid ? MINUTE : 0);
  return { appointmentId, eveningId: ids.evening, studentId, classId, startsAt, moves: form.moves, note: "Hello" };
}

/** What a press did, by the name of the verdict: each must be what the rules said beforehand. */
async function pressAndCompare(made: Made, press: RandomPress): Promise<string> {
  const { school } = made;
  const { db, schoolId, ids } = school;
  const now = school.startsAt + press.now * MINUTE;
  const choice = await choiceOf(made, press);
  const verdict = judgePress(
    await loadBookingGrid(schoolScope(db, schoolId, now), ids.david, ids.evening),
    choice,
    now,
  );
  const before = await everythingOf(school);
  const result = await bookAppointment(schoolScope(db, schoolId, now), ids.david, choice);
  const after = await everythingOf(school);
  if (verdict.kind === "allowed" && result.kind === "refused") {
    // An id that the database knows is used up: the page is made anew with another.
    expect([result.refusal.kind, choice.moves]).toEqual(["stale", false]);
    expect(JSON.stringify(before.appointments)).toContain(choice.appointmentId);
    expect(after).toEqual(before);
    return "used-up";
  }
  if (verdict.kind !== "allowed") {
    expect(after).toEqual(before);
    if (verdict.kind === "unknown") expect(result).toEqual({ kind: "unknown" });
    if (verdict.kind === "done") expect(result).toEqual({ kind: choice.moves ? "moved" : "booked" });
    if (verdict.kind === "refused") expect(result).toMatchObject({ kind: "refused", refusal: verdict.refusal });
    return verdict.kind === "refused" ? verdict.refusal.kind : verdict.kind;
  }
  expect(result).toEqual({ kind: choice.moves ? "moved" : "booked" });
  const row = (await bookedRows(school)).find((one) => one.id === choice.appointmentId);
  const teachers = verdict.bookable.teachers.map(({ id }) => id);
  const units = Array.from({ length: verdict.bookable.units }, (_, at) => choice.startsAt + at * SLOT_MS);
  const taken = [ids.david, ...teachers].flatMap((who) => units.map((unit) => `${who} ${unit}`));
  expect(row).toMatchObject({ startsAt: choice.startsAt, classId: choice.classId, studentId: choice.studentId });
  expect(row?.teachers.toSorted()).toEqual(teachers.toSorted());
  expect(row?.claims.map((claim) => `${claim.personId} ${claim.unitAt}`).sort()).toEqual(taken.sort());
  expect(row?.claims.filter((claim) => claim.proposalId !== null || claim.heldUntil !== null)).toEqual([]);
  expect(after.audit).toHaveLength((before.audit?.length ?? 0) + 1);
  expect(JSON.stringify(after.outbox)).toContain("booking_confirmation");
  return verdict.kind;
}

test("property: the batch of a press refuses what the page's rules refuse, for the same reason, and nothing else", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(randomEvening, fc.array(randomPress, { minLength: 5, maxLength: 8 }), async (evening, presses) => {
      const made = await makeEvening(evening);
      for (const press of presses) {
        const kind = await pressAndCompare(made, press);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }),
    { numRuns: 30 },
  );
  for (const kind of ["allowed", "unknown", "not-open", "no-such-time", "stale"])
    expect(seen.get(kind), kind).toBeGreaterThan(0);
}, 240_000);

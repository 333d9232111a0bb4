import { and, eq } from "drizzle-orm";
import { type NewEntry, waitlistJoined, waitlistLeft } from "../../changes/waitlist.ts";
import { commit } from "../../db/guard.ts";
import type { GuardianId, WaitlistEntryId } from "../../db/ids.ts";
import { waiting } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import { loadBookingGrid } from "../../queries/booking-grid.ts";
import { slotsOfBookable } from "../../rules/booking/slots.ts";
import { windowOf } from "../../rules/booking/window.ts";
import { mayJoinWaitlist } from "../../rules/waitlist.ts";

/**
 * Puts a guardian on the waitlist of a class whose teachers are full; once, whatever is pressed. `not-full`: a time is free, or booking isn't
 * open. A time that became free in the same moment is offered like any other.
 */
export async function joinWaitlist(scope: Scope, entry: NewEntry): Promise<"joined" | "not-full" | "unknown"> {
  const { now } = scope;
  const bookingGrid = await loadBookingGrid(scope, entry.guardianId, entry.eveningId);
  const bookable = bookingGrid?.bookables.find(
    (one) => one.student.id === entry.studentId && one.classId === entry.classId,
  );
  if (!bookingGrid || !bookable || windowOf(bookingGrid.evening, now) === "hidden") return "unknown";
  if (windowOf(bookingGrid.evening, now) !== "open") return "not-full";
  if (bookingGrid.waitlist.some((own) => own.studentId === entry.studentId && own.classId === entry.classId))
    return "joined";
  const { slots, own } = slotsOfBookable(bookingGrid, bookable, now);
  if (!mayJoinWaitlist(bookingGrid.evening, slots, own !== undefined)) return "not-full";
  // `already`: the form was sent twice.
  await commit(scope.db, waitlistJoined(scope, entry));
  return "joined";
}

/** Gives up a waitlist entry, and the time that is held for it. Again is the same as once; false where there is no such entry. */
export async function leaveWaitlist(scope: Scope, guardianId: GuardianId, id: WaitlistEntryId): Promise<boolean> {
  const { db, schoolId } = scope;
  const mine = and(eq(waiting.schoolId, schoolId), eq(waiting.id, id), eq(waiting.guardianId, guardianId));
  const entry = await db.select({ id: waiting.id }).from(waiting).where(mine).get();
  if (!entry) return false;
  await commit(db, waitlistLeft(scope, id));
  return true;
}

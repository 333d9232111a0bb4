import { and, asc, eq, sql } from "drizzle-orm";
import { type Freed, timesOffered } from "../changes/freed-times.ts";
import { timeOffered, waitlistEntryDropped } from "../changes/waitlist.ts";
import type { Database } from "../db/client.ts";
import { commit } from "../db/guard.ts";
import type { TeacherId } from "../db/ids.ts";
import { inList } from "../db/json-list.ts";
import { classTeachers, freedTimes, waiting } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import type { World } from "../ports/deps.ts";
import { loadBookingGrid } from "../queries/booking-grid.ts";
import { unitsFrom } from "../rules/booking/grid.ts";
import { ownFor, slotsOfBookable } from "../rules/booking/slots.ts";
import { windowOf } from "../rules/booking/window.ts";
import { ofOpenSchool } from "../rules/school-state.ts";
import { offerUntil } from "../rules/waitlist.ts";

type WaitlistEntry = typeof waiting.$inferSelect;

/** How much one run looks at: the next, a minute later, goes on. */
const MOST_FREED = 100;
const MOST_ASKED = 40;
/** How often it begins again because times changed while the waitlist was asked. */
const MOST_TRIES = 3;

/**
 * Offers times that have become free to those who wait for their teachers, first come first: each gets the earliest that fits, held by claims
 * as a booking would be, and a mail. Safe to run at any time and twice at once: whatever two runs both want, one gets.
 */
export async function offerFreedTimes({ db, clock }: Pick<World, "db" | "clock">): Promise<void> {
  const now = clock.now();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) if ((await askWaitlists(db, now)) === "asked") return;
}

/** `changed`: times were freed or taken meanwhile, so that whoever was asked before might want them. */
type Asked = "asked" | "changed";

async function askWaitlists(db: Database, now: number): Promise<Asked> {
  const freed = await db
    .select()
    .from(freedTimes)
    .where(ofOpenSchool(freedTimes.schoolId))
    .orderBy(asc(freedTimes.freedAt))
    .limit(MOST_FREED);
  const evenings = Map.groupBy(freed, (row) => JSON.stringify([row.schoolId, row.eveningId]));
  let all: Asked = "asked";
  for (const rows of evenings.values()) if ((await askWaitlist(db, rows, now)) === "changed") all = "changed";
  return all;
}

async function askWaitlist(db: Database, rows: Freed[], now: number): Promise<Asked> {
  const [first] = rows;
  if (!first) return "asked";
  const waitlist = await entriesFor(
    db,
    first,
    rows.map((row) => row.teacherId),
  );
  for (const entry of waitlist.slice(0, MOST_ASKED))
    if ((await offerTo(db, entry, rows, now)) === "changed") return "changed";
  if (waitlist.length <= MOST_ASKED) await commit(db, timesOffered(db, rows));
  return "asked";
}

function entriesFor(db: Database, { schoolId, eveningId }: Freed, teacherIds: TeacherId[]): Promise<WaitlistEntry[]> {
  const taught = sql`SELECT ${classTeachers.classId} FROM ${classTeachers}
    WHERE ${and(eq(classTeachers.schoolId, schoolId), inList(classTeachers.teacherId, teacherIds))}`;
  return db
    .select()
    .from(waiting)
    .where(
      and(
        eq(waiting.schoolId, schoolId),
        eq(waiting.eveningId, eveningId),
        eq(waiting.state, "waiting"),
        sql`${waiting.classId} IN (${taught})`,
      ),
    )
    .orderBy(asc(waiting.joinedAt), asc(waiting.id))
    .limit(MOST_ASKED + 1);
}

async function offerTo(db: Database, entry: WaitlistEntry, rows: Freed[], now: number): Promise<Asked> {
  const scope = schoolScope(db, entry.schoolId, now);
  const bookingGrid = await loadBookingGrid(scope, entry.guardianId, entry.eveningId);
  const bookable = bookingGrid?.bookables.find(
    (one) => one.student.id === entry.studentId && one.classId === entry.classId,
  );
  if (!bookingGrid || !bookable || ownFor(bookingGrid, bookable)) {
    await commit(db, waitlistEntryDropped(scope, entry.id));
    return "asked";
  }
  if (windowOf(bookingGrid.evening, now) !== "open") return "asked";
  const free = slotsOfBookable(bookingGrid, bookable, now).slots.find((slot) => slot.state.kind === "free");
  const until = free && offerUntil(bookingGrid.evening, free.startsAt, now);
  if (!free || !until) return "asked";
  const refused = await commit(
    db,
    timeOffered(scope, {
      entry,
      teacherIds: bookable.teachers.map((teacher) => teacher.id),
      startsAt: free.startsAt,
      units: unitsFrom(free.startsAt, bookable.units, bookingGrid.evening),
      until,
      freed: rows,
    }),
  );
  return refused === null ? "asked" : "changed";
}

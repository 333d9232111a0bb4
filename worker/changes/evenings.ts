import { and, eq, type SQL, sql } from "drizzle-orm";
import { guardStatement } from "../db/guard.ts";
import type { ClassId, EveningId } from "../db/ids.ts";
import { appointments, eveningClasses, evenings } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import type { EveningSettings } from "../rules/evening-form.ts";
import { peopleOnOtherGrids } from "../rules/grid-conflicts.ts";
import { audited } from "./audit.ts";
import { bookableClassesLost } from "./bookable-classes-lost.ts";
import { breaksClaimed, unclaimable } from "./breaks.ts";
import { coveredStudentsLost } from "./covered-students-lost.ts";
import { timesFreed, timesWaitedFor } from "./freed-times.ts";
import { roomsNoticed } from "./room-notices.ts";

type EveningRow = typeof evenings.$inferSelect;

/** The office makes a draft, with the id that the form carries: sent twice, it is one. */
export function eveningCreated(scope: Scope, eveningId: EveningId, settings: EveningSettings): Statement[] {
  const { db, schoolId, now } = scope;
  return [
    db
      .insert(evenings)
      .values({ ...settings, schoolId, id: eveningId, state: "draft", createdAt: now })
      .onConflictDoNothing(),
    audited(scope, "evening.created", eveningId),
  ];
}

/**
 * The office changes an evening's dates and rules. Whether guardians come together is copied into its booked appointments, open rooms are
 * told where calls now end otherwise, and the waitlist is asked again, since new rules may let more be booked. Refused as `changed` where it is
 * no longer in the `state` that the form was shown for, as `doubled` where guardians who are to come together have one class twice.
 */
export function eveningSaved(
  scope: Scope,
  eveningId: EveningId,
  settings: EveningSettings,
  state: "draft" | "published",
): Statement[] {
  const { db, schoolId } = scope;
  const doubled = sql`SELECT 1 FROM appointments AS a WHERE a.school_id = ${schoolId} AND a.evening_id = ${eveningId}
    AND a.state = 'booked' GROUP BY a.student_id, a.class_id HAVING count(*) > 1`;
  const otherwise = sql`SELECT a.id FROM evenings AS e
    JOIN appointments AS a ON a.school_id = e.school_id AND a.evening_id = e.id AND a.state = 'booked'
    WHERE e.school_id = ${schoolId} AND e.id = ${eveningId} AND e.ending <> ${settings.ending}`;
  return [
    guardStatement(db, [
      { name: "changed", broken: sql`NOT ${isIn(scope, eveningId, state)}` },
      ...(settings.together ? [{ name: "doubled", broken: sql`EXISTS (${doubled})` }] : []),
    ]),
    // First, while it can be seen what changes.
    ...roomsNoticed(scope, otherwise),
    db.update(evenings).set(settings).where(thisEvening(scope, eveningId)),
    togetherCopied(scope, eveningId, settings.together),
    waitlistAskedAgain(scope, eveningId),
    audited(scope, "evening.changed", eveningId),
  ];
}

function togetherCopied({ db, schoolId }: Scope, eveningId: EveningId, together: boolean): Statement {
  return db
    .update(appointments)
    .set({ together })
    .where(
      and(
        eq(appointments.schoolId, schoolId),
        eq(appointments.eveningId, eveningId),
        eq(appointments.state, "booked"),
        sql`${appointments.together} <> ${together}`,
      ),
    );
}

/**
 * Guardians see the evening, and its teachers' breaks take their time. Refused as `changed` where it is no draft, as `other-grid` where
 * somebody is in another published evening at the time whose grid doesn't fit, as `break-over-booking` where a break's time is given away.
 */
export function eveningPublished(
  scope: Scope,
  evening: Pick<EveningRow, "id" | "startsAt" | "endsAt" | "slotSeconds">,
): Statement[] {
  const { db } = scope;
  return [
    guardStatement(db, [
      { name: "changed", broken: sql`NOT ${isIn(scope, evening.id, "draft")}` },
      { name: "other-grid", broken: sql`EXISTS (${peopleOnOtherGrids(scope, evening.id)})` },
      { name: "break-over-booking", broken: unclaimable(scope, evening, null) },
    ]),
    db.update(evenings).set({ state: "published" }).where(thisEvening(scope, evening.id)),
    ...breaksClaimed(scope, evening, null),
    audited(scope, "evening.published", evening.id),
  ];
}

/** Booking closes now; the evening itself goes on. On anything but a published evening whose booking is to close it does nothing. */
export function bookingClosed(scope: Scope, eveningId: EveningId): Statement[] {
  const { db, now } = scope;
  const open = and(eq(evenings.state, "published"), sql`${evenings.bookingClosesAt} > ${now}`);
  return [
    db
      .update(evenings)
      .set({ bookingClosesAt: now })
      .where(and(thisEvening(scope, eveningId), open)),
    audited(scope, "evening.booking_closed", eveningId),
  ];
}

export type TakingPart = { classId: ClassId; units: number };

/**
 * Sets which classes take part in an evening and how many slots their appointments are long; what is booked keeps its length, and a class
 * with a booked appointment stays. Nobody waits for a class that goes, nothing is held for it, and a guest's student who has no other is
 * covered no more; the waitlist is asked again, since shorter appointments fit where longer did not. Refused as `other-grid`, where the evening
 * is published and somebody would be in another at the time whose grid doesn't fit.
 */
export function classesSet(scope: Scope, eveningId: EveningId, wanted: readonly TakingPart[]): Statement[] {
  const { db, schoolId } = scope;
  const list = JSON.stringify(wanted);
  const booked = sql`EXISTS (SELECT 1 FROM appointments AS a WHERE a.school_id = ${schoolId}
    AND a.evening_id = ${eveningId} AND a.class_id = evening_classes.class_id AND a.state = 'booked')`;
  const after = sql`SELECT value ->> '$.classId' AS class_id FROM json_each(${list}) UNION SELECT class_id FROM evening_classes
    WHERE school_id = ${schoolId} AND evening_id = ${eveningId} AND ${booked}`;
  const conflict = sql`${isIn(scope, eveningId, "published")} AND EXISTS (${peopleOnOtherGrids(scope, eveningId, after)})`;
  const isOfEvening = and(eq(eveningClasses.schoolId, schoolId), eq(eveningClasses.eveningId, eveningId));
  const isWanted = sql`${eveningClasses.classId} IN (SELECT value ->> '$.classId' FROM json_each(${list}))`;
  return [
    guardStatement(db, [{ name: "other-grid", broken: conflict }]),
    db.delete(eveningClasses).where(and(isOfEvening, sql`NOT ${isWanted}`, sql`NOT ${booked}`)),
    classesWritten(scope, eveningId, list),
    ...bookableClassesLost(scope),
    ...coveredStudentsLost(scope),
    waitlistAskedAgain(scope, eveningId),
    audited(scope, "evening.classes_set", eveningId),
  ];
}

function classesWritten({ db, schoolId }: Scope, eveningId: EveningId, list: string): Statement {
  // Classes of this school only: the ids come from a form.
  const rows = sql`SELECT c.school_id, ${eveningId}, c.id, w.value ->> '$.units' FROM json_each(${list}) AS w
    JOIN classes AS c ON c.school_id = ${schoolId} AND c.id = w.value ->> '$.classId' WHERE true`;
  return db
    .insert(eveningClasses)
    .select(rows)
    .onConflictDoUpdate({
      target: [eveningClasses.schoolId, eveningClasses.eveningId, eveningClasses.classId],
      set: { units: sql`excluded.units` },
    });
}

function waitlistAskedAgain(scope: Scope, eveningId: EveningId): Statement {
  const waits = sql`SELECT id FROM waiting WHERE school_id = ${scope.schoolId} AND evening_id = ${eveningId}
    AND state IN ('waiting', 'offered')`;
  return timesFreed(scope, timesWaitedFor(scope, waits));
}

function thisEvening({ schoolId }: Scope, eveningId: EveningId) {
  return and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId));
}

function isIn({ schoolId }: Scope, eveningId: EveningId, state: EveningRow["state"]): SQL {
  return sql`EXISTS (SELECT 1 FROM evenings AS e WHERE e.school_id = ${schoolId} AND e.id = ${eveningId} AND e.state = ${state})`;
}

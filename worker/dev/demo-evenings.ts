import { and, eq, gt, inArray, lt, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { Temporal } from "temporal-polyfill";
import { appointmentRows } from "../changes/appointments-booked.ts";
import { roomsNoticed } from "../changes/room-notices.ts";
import type { Database } from "../db/client.ts";
import type { EveningId } from "../db/ids.ts";
import type { School } from "../db/records.ts";
import { appointments, claims, eveningClasses, evenings } from "../db/schema.ts";
import { type Scope, schoolScope } from "../db/scope.ts";
import { endOf } from "../rules/booking/grid.ts";
import type { Wish } from "../rules/booking/wish.ts";
import { type DemoIds, loadDemoIds } from "./demo-ids.ts";

export type Span = {
  /** Epoch milliseconds. */
  startsAt: number;
  slotSeconds: number;
};

const SLOTS = 36;
/** The class whose appointments are long enough to try a call in. */
const REVIEW = "C05";
const REVIEW_UNITS = 6;

/** Who has which slot, by the ids of the demo school's files. Slots count from 1. */
const BOOKED = [
  { slot: 1, guardian: "G01", student: "S001", class: "C01", units: 1 },
  { slot: 2, guardian: "G01", student: "S002", class: "C02", units: 1 },
  { slot: 5, guardian: "G01", student: "S003", class: "C03", units: 1 },
  { slot: 1, guardian: "G02", student: "S004", class: REVIEW, units: REVIEW_UNITS },
] as const;

/** Today's evening: from the last whole five minutes on, in slots of five minutes. */
export function spanOfNow(now: number): Span {
  const step = 5 * 60_000;
  return { startsAt: now - (now % step), slotSeconds: 300 };
}

/**
 * Makes an evening like the demo's Progress Meeting and returns its id. Nobody can be claimed twice, so evenings of the demo school at the same
 * time are closed and their appointments cancelled in the same batch.
 */
export async function makeProgressMeeting(db: Database, school: School, span: Span, now: number): Promise<string> {
  const ids = await loadDemoIds(schoolScope(db, school.id, now));
  const id = crypto.randomUUID();
  const endsAt = endOf(span, span.startsAt, SLOTS);
  const evening = {
    ...{ schoolId: school.id, id, ...span, endsAt },
    name: "Progress Meeting",
    message: "This is to allow parents and teachers to discuss progress last year",
    // Booking stays open to the end, so that amending can be tried.
    ...{ bookingOpensAt: Math.min(now, span.startsAt), bookingClosesAt: endsAt },
    ...({ state: "published", ending: "on-time", createdAt: now } as const),
  };
  await db.batch([
    db.insert(evenings).values(evening),
    ...closeOverlapping(schoolScope(db, school.id, now), evening),
    takePart(schoolScope(db, school.id, now), id, ids, REVIEW_UNITS),
    ...BOOKED.flatMap((booked) => appointmentRows(wishOf(schoolScope(db, school.id, now), evening, booked, ids))),
  ]);
  return id;
}

/** Makes the demo's other evening: in 30 days, 16:00 to 19:00 by the school's clock, ten-minute slots, open for booking. */
export async function makeParentsEvening(db: Database, school: School, now: number): Promise<string> {
  const ids = await loadDemoIds(schoolScope(db, school.id, now));
  const id = crypto.randomUUID();
  const day = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(school.zone)
    .toPlainDate()
    .add({ days: 30 });
  const at = (hour: number) => day.toZonedDateTime({ timeZone: school.zone, plainTime: { hour } }).epochMilliseconds;
  const evening = {
    ...{ schoolId: school.id, id, startsAt: at(16), endsAt: at(19), slotSeconds: 600 },
    name: "Primary School Parents' Evening",
    message: "Meet your child’s teachers to hear how the year has begun.",
    ...{ bookingOpensAt: now, bookingClosesAt: at(12) },
    ...({ state: "published", ending: "on-time", createdAt: now } as const),
  };
  await db.batch([db.insert(evenings).values(evening), takePart(schoolScope(db, school.id, now), id, ids, 2)]);
  return id;
}

/** All in the batch's own words, with nothing read beforehand: two evenings made at the same instant come one after the other. */
function closeOverlapping(scope: Scope, span: { id: string; startsAt: number; endsAt: number }): BatchItem<"sqlite">[] {
  const { db, schoolId } = scope;
  const overlapping = and(
    eq(evenings.schoolId, schoolId),
    ne(evenings.id, span.id),
    ne(evenings.state, "closed"),
    lt(evenings.startsAt, span.endsAt),
    gt(evenings.endsAt, span.startsAt),
  );
  const old = db.select({ id: evenings.id }).from(evenings).where(overlapping);
  const booked = sql`SELECT id FROM appointments WHERE school_id = ${schoolId} AND state = 'booked' AND evening_id IN ${old}`;
  return [
    // The notices first, as they are for what is still booked; whoever delivers them reads what holds after the batch.
    ...roomsNoticed(scope, booked),
    db
      .update(appointments)
      .set({ state: "cancelled" })
      .where(and(eq(appointments.schoolId, schoolId), inArray(appointments.eveningId, old))),
    db.delete(claims).where(and(eq(claims.schoolId, schoolId), inArray(claims.eveningId, old))),
    db.update(evenings).set({ state: "closed" }).where(overlapping),
  ];
}

function takePart(scope: Scope, eveningId: EveningId, ids: DemoIds, reviewUnits: number) {
  const { db, schoolId } = scope;
  const rows = [...ids.classes].map(([externalId, { id: classId }]) => ({
    ...{ schoolId, eveningId, classId },
    units: externalId === REVIEW ? reviewUnits : 1,
  }));
  return db.insert(eveningClasses).values(rows);
}

function wishOf(scope: Scope, evening: { id: string } & Span, booked: (typeof BOOKED)[number], ids: DemoIds): Wish {
  const startsAt = evening.startsAt + (booked.slot - 1) * evening.slotSeconds * 1000;
  const guardianId = ids.guardian(booked.guardian);
  const rows = sql`SELECT ${crypto.randomUUID()} AS id, ${ids.student(booked.student)} AS student_id,
    ${ids.class(booked.class).id} AS class_id, ${startsAt} AS starts_at, '' AS note`;
  return { scope, guardianId, eveningId: evening.id, rows };
}

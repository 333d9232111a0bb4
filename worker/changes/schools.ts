import { and, eq, getTableColumns, is, lt, ne, sql } from "drizzle-orm";
import { type SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/client.ts";
import { guardStatement } from "../db/guard.ts";
import type { PersonId, SchoolId } from "../db/ids.ts";
import * as schema from "../db/schema.ts";
import { outbox, people, schools } from "../db/schema.ts";
import { schoolScope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import { foldEmail, nameKey, sortKey } from "../rules/fold.ts";
import type { NewAdmin, NewSchool } from "../rules/new-school.ts";
import { isToBeDeleted } from "../rules/school-state.ts";
import { audited } from "./audit.ts";
import { enqueueMail } from "./enqueue-mail.ts";
import { type OperatorScope, operatorAudited } from "./operator-audit.ts";
import { roomsNoticed } from "./room-notices.ts";
import { type NewSignInLink, signInLinkMade } from "./sign-in-links.ts";

const DAY_MS = 24 * 3_600_000;
/** Longer than a room lets anybody wait before its opening, and a ticket live. */
const OPENS_SOON_MS = 15 * 60_000;
/** Longer than any call runs on after the end of its evening. */
const RUNS_ON_MS = 2 * 3_600_000;

/** As much of a school as an operator's change needs. */
export type SchoolRef = { id: SchoolId; slug: string };

/**
 * A school comes into being, with its first admin and a mail that signs them in. `known`: the subdomains that the new one was compared
 * with. Refused as `taken` where it is another's, as `changed` where schools have come meanwhile that it was not compared with.
 */
export function schoolCreated(
  by: OperatorScope,
  made: { id: SchoolId; school: NewSchool; adminId: PersonId; admin: NewAdmin; link: NewSignInLink; known: string[] },
): Statement[] {
  const { db, now } = by;
  const { id, school, adminId, admin, link, known } = made;
  const scope = schoolScope(db, id, now, "operator");
  const keys = { nameKey: nameKey(admin), sortKey: sortKey(admin), emailKey: foldEmail(admin.email) };
  const taken = sql`EXISTS (SELECT 1 FROM schools WHERE slug = ${school.slug})`;
  const others = sql`EXISTS (SELECT 1 FROM schools WHERE slug NOT IN (SELECT value FROM json_each(${JSON.stringify(known)})))`;
  return [
    guardStatement(db, [
      { name: "taken", broken: taken },
      { name: "changed", broken: others },
    ]),
    db.insert(schools).values({ ...school, id, createdAt: now }),
    db.insert(people).values({ ...admin, ...keys, schoolId: id, id: adminId, role: "admin", externalId: adminId }),
    enqueueMail(scope, { kind: "first_admin", linkId: link.id }),
    ...signInLinkMade(scope, link),
    audited(scope, "school.created", id),
    operatorAudited(by, "school.created", school.slug),
  ];
}

/** Nobody gets in any more and nothing is mailed, until it is resumed; nothing is lost. Refused as `not-open` where it isn't. */
export function schoolSuspended(by: OperatorScope, school: SchoolRef): Statement[] {
  const open = sql`EXISTS (SELECT 1 FROM schools WHERE id = ${school.id} AND state = 'open')`;
  return [
    guardStatement(by.db, [{ name: "not-open", broken: sql`NOT ${open}` }]),
    ...stateChanged(by, school, "suspended"),
  ];
}

/** The same, and when its retention is over all of it is deleted. Refused as `has-ended` where it has. */
export function schoolEnded(by: OperatorScope, school: SchoolRef): Statement[] {
  const ended = sql`EXISTS (SELECT 1 FROM schools WHERE id = ${school.id} AND state = 'ended')`;
  return [guardStatement(by.db, [{ name: "has-ended", broken: ended }]), ...stateChanged(by, school, "ended")];
}

/**
 * A school that was suspended or had ended is open again. Mail that waited for more than a day is not sent any more: it speaks of what is
 * long past. Refused as `is-open` where it is.
 */
export function schoolResumed(by: OperatorScope, school: SchoolRef): Statement[] {
  const { db, now } = by;
  const open = sql`EXISTS (SELECT 1 FROM schools WHERE id = ${school.id} AND state = 'open')`;
  return [
    guardStatement(db, [{ name: "is-open", broken: open }]),
    ...stateChanged(by, school, "open"),
    db
      .update(outbox)
      // A former address is in the outbox only until it has been told.
      .set({ state: "failed", problem: "not_needed", subject: sql`json_remove(${outbox.subject}, '$.formerAddress')` })
      .where(and(eq(outbox.schoolId, school.id), eq(outbox.state, "waiting"), lt(outbox.createdAt, now - DAY_MS))),
  ];
}

/** Of what it is called in the trails, and what open rooms hear: a school that isn't open has no calls. */
function stateChanged(by: OperatorScope, { id, slug }: SchoolRef, state: "open" | "suspended" | "ended"): Statement[] {
  const { db, now } = by;
  const scope = schoolScope(db, id, now, "operator");
  const action = { open: "school.resumed", suspended: "school.suspended", ended: "school.ended" }[state];
  const calls = sql`SELECT a.id FROM appointments AS a JOIN evenings AS e ON e.school_id = a.school_id AND e.id = a.evening_id
    WHERE a.school_id = ${id} AND a.state = 'booked' AND a.starts_at < ${now} + ${OPENS_SOON_MS}
      AND (a.ends_at > ${now} OR (e.ending = 'until-next' AND e.ends_at > ${now} - ${RUNS_ON_MS}))`;
  return [
    db
      .update(schools)
      .set({ state, stateAt: now })
      .where(and(eq(schools.id, id), ne(schools.state, state))),
    ...roomsNoticed(scope, calls),
    audited(scope, action, id),
    operatorAudited(by, action, slug),
  ];
}

/** A school's rows have been handed to an operator as a file. */
export function schoolExported(by: OperatorScope, { slug }: SchoolRef): Statement[] {
  return [operatorAudited(by, "school.exported", slug)];
}

/**
 * Every row of a school that has ended goes, once its retention is over. Refused as `not-over` before, and where a room still knows
 * something. The operators' trail keeps its subdomain.
 */
export function schoolDeleted(db: Database, { id, slug }: SchoolRef, now: number): Statement[] {
  const over = sql`EXISTS (SELECT 1 FROM schools WHERE id = ${id} AND ${isToBeDeleted(now)})
    AND NOT EXISTS (SELECT 1 FROM appointments WHERE school_id = ${id} AND room_forgotten = 0)`;
  return [
    guardStatement(db, [{ name: "not-over", broken: sql`NOT (${over})` }]),
    ...schoolTables().map(({ table, schoolId }) => db.delete(table).where(eq(schoolId, id))),
    db.delete(schools).where(eq(schools.id, id)),
    operatorAudited({ db, operator: "system", now }, "school.deleted", slug),
  ];
}

/** Every table that holds rows of schools, whichever are added. */
function schoolTables(): { table: SQLiteTable; schoolId: SQLiteColumn }[] {
  return Object.values(schema).flatMap((table) => {
    if (!is(table, SQLiteTable)) return [];
    const { schoolId } = getTableColumns(table) as Record<string, SQLiteColumn>;
    return schoolId ? [{ table, schoolId }] : [];
  });
}

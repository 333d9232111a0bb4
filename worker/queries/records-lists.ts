import { and, asc, eq, ne, type SQL, sql } from "drizzle-orm";
import type { EveningId } from "../db/ids.ts";
import { evenings } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { isThere, mayBookRow } from "../rules/booking/may-book.ts";
import { isByHand } from "../rules/by-hand.ts";
import type { SearchWord } from "../rules/records-search.ts";
import { hasWord, isListed, type RecordsFilter, type RecordsKind } from "./records-search.ts";

/** How many a page shows. */
export const PAGE_ROWS = 20;

/** From where a page goes on: the row before its first, or the row after its last. */
export type RecordsCursor = { after: string } | { before: string } | null;

export type RecordsAsked = {
  kind: RecordsKind;
  words: readonly SearchWord[];
  filter: RecordsFilter | null;
  evening: EveningId | null;
  cursor: RecordsCursor;
};

/** Somebody or something that a row names, with the address of its page being told by its kind. */
export type Named = { id: string; name: string; barred?: boolean };

export type RecordsRow = {
  id: string;
  /** In the school's own system; null for whoever was added here. */
  ownId: string | null;
  surname: string;
  forename: string;
  title: string;
  role: "guardian" | "teacher" | "admin" | "office" | null;
  email: string;
  bouncedAt: number | null;
  endedAt: number | null;
  guestsAllowed: boolean;
  /** A student's year and registration group; a class's year; a teacher's department. */
  group: string;
  /** A class's code, name and subject. */
  code: string;
  className: string;
  subject: string;
  /** A student's guardians, a guardian's students, a class's teachers, a teacher's classes. */
  related: Named[];
  /** How many students a class has. */
  students: number;
};

export type RecordsPage = {
  rows: RecordsRow[];
  total: number;
  /** The place of the first row in the whole list, counted from 1. */
  from: number;
  /** The cursors of the pages beside this one. */
  previous: string | null;
  next: string | null;
  /** Those that are announced or over. */
  evenings: Pick<typeof evenings.$inferSelect, "id" | "name" | "state" | "startsAt" | "endsAt">[];
};

/** One page of a list, in one batch: its rows by the index that sorts them, how many there are, and the evenings that it can be asked of. */
export async function readRecordsPage(scope: Scope, asked: RecordsAsked): Promise<RecordsPage> {
  const { db, schoolId } = scope;
  const [read, [counted], eveningRows] = await db.batch([
    pageQuery(scope, asked),
    countQuery(scope, asked),
    db
      .select({
        id: evenings.id,
        name: evenings.name,
        state: evenings.state,
        startsAt: evenings.startsAt,
        endsAt: evenings.endsAt,
      })
      .from(evenings)
      .where(and(eq(evenings.schoolId, schoolId), ne(evenings.state, "draft")))
      .orderBy(asc(evenings.startsAt)),
  ]);
  const rows = read.map(({ row }) => rowOf(row));
  const backwards = asked.cursor !== null && "before" in asked.cursor;
  const { total = 0, passed = 0 } = counted ?? {};
  const from = backwards ? passed - rows.length + 1 : passed + 1;
  return {
    ...{ rows, total, from, evenings: eveningRows },
    previous: from > 1 ? (rows[0]?.id ?? null) : null,
    next: from + rows.length - 1 < total ? (rows.at(-1)?.id ?? null) : null,
  };
}

const TABLES: Record<RecordsKind, SQL> = {
  students: sql.raw("students"),
  guardians: sql.raw("people"),
  staff: sql.raw("people"),
  classes: sql.raw("classes"),
};

const ROLES: Record<RecordsKind, readonly string[] | null> = {
  students: null,
  guardians: ["guardian"],
  staff: ["teacher", "admin", "office"],
  classes: null,
};

/** The list's rows as `FROM r WHERE …`, of one role where the kind has roles. */
function listed({ schoolId }: Scope, { kind, words, filter, evening }: RecordsAsked, role: SQL): SQL {
  const conditions = [isListed(schoolId, kind, filter, evening), ...words.map((word) => hasWord(schoolId, kind, word))];
  return sql`FROM ${TABLES[kind]} AS r WHERE r.school_id = ${schoolId}${role} AND ${sql.join(conditions, sql` AND `)}`;
}

function roleIs(role: string): SQL {
  return sql` AND r.role = ${role}`;
}

/** The sort key and the id of the cursor's row: NULL where it has gone, and then the list has nothing beside it. */
function placeOf({ schoolId }: Scope, kind: RecordsKind, id: string): SQL {
  return sql`(SELECT at.sort_key, at.id FROM ${TABLES[kind]} AS at WHERE at.school_id = ${schoolId} AND at.id = ${id})`;
}

/**
 * Ids first, from the index that sorts the list, then what a row shows, of those alone. Staff are of several roles: the first of each, and of
 * these the first.
 */
function pageQuery(scope: Scope, asked: RecordsAsked) {
  const { kind, cursor } = asked;
  const order = cursor && "before" in cursor ? sql`DESC` : sql`ASC`;
  const beside = cursor ? sql`AND ${besideQuery(scope, kind, cursor)}` : sql``;
  const some = (role: SQL) =>
    sql`SELECT * FROM (SELECT r.id, r.sort_key ${listed(scope, asked, role)} ${beside}
      ORDER BY r.sort_key ${order}, r.id ${order} LIMIT ${PAGE_ROWS})`;
  const parts = (ROLES[kind]?.map(roleIs) ?? [sql``]).map(some);
  const rows = sql`(WITH page(id, sort_key) AS (SELECT id, sort_key FROM (${sql.join(parts, sql` UNION ALL `)})
      ORDER BY sort_key ${order}, id ${order} LIMIT ${PAGE_ROWS})
    SELECT ${columnsOf(scope, kind)} AS shown, page.sort_key, page.id FROM page CROSS JOIN ${TABLES[kind]} AS r
      ON r.school_id = ${scope.schoolId} AND r.id = page.id) AS list`;
  return scope.db.select({ row: sql<string>`shown` }).from(rows).orderBy(sql`list.sort_key`, sql`list.id`);
}

function besideQuery(scope: Scope, kind: RecordsKind, cursor: Exclude<RecordsCursor, null>): SQL {
  return "after" in cursor
    ? sql`(r.sort_key, r.id) > ${placeOf(scope, kind, cursor.after)}`
    : sql`(r.sort_key, r.id) < ${placeOf(scope, kind, cursor.before)}`;
}

/** How many the list has, and how many of them come before the page (`before` the cursor's row, that row left out). */
function countQuery(scope: Scope, asked: RecordsAsked) {
  const { kind, cursor } = asked;
  const passed =
    cursor === null
      ? sql`0`
      : "after" in cursor
        ? sql`count(*) FILTER (WHERE (r.sort_key, r.id) <= ${placeOf(scope, kind, cursor.after)})`
        : sql`count(*) FILTER (WHERE (r.sort_key, r.id) < ${placeOf(scope, kind, cursor.before)})`;
  const roles = ROLES[kind];
  const role = roles
    ? sql` AND r.role IN (${sql.join(
        roles.map((one) => sql`${one}`),
        sql`, `,
      )})`
    : sql``;
  const counts = sql`(SELECT count(*) AS total, ${passed} AS passed ${listed(scope, asked, role)}) AS counts`;
  return scope.db.select({ total: sql<number>`total`, passed: sql<number>`passed` }).from(counts);
}

/** JSON: what a row shows, under the names of `Raw`. */
function columnsOf(scope: Scope, kind: RecordsKind): SQL {
  const common = sql`'id', r.id, 'externalId', r.external_id, 'related', json(${relatedOf(scope, kind)})`;
  switch (kind) {
    case "students":
      return sql`json_object(${common}, 'surname', r.surname, 'forename', r.forename, 'endedAt', r.ended_at,
        'guestsAllowed', r.guests_allowed, 'year', r.year_group, 'registration', r.registration_group)`;
    case "classes":
      return sql`json_object(${common}, 'code', r.code, 'className', r.name, 'subject', r.subject, 'year', r.year_group,
        'students', (SELECT count(*) FROM enrolments AS e WHERE e.school_id = r.school_id AND e.class_id = r.id))`;
    default:
      return sql`json_object(${common}, 'surname', r.surname, 'forename', r.forename, 'title', r.title, 'role', r.role,
        'email', r.email, 'bouncedAt', r.bounced_at, 'endedAt', r.ended_at, 'year', r.department)`;
  }
}

/** JSON: a row of the page's own people or classes, in their order. */
function relatedOf({ schoolId }: Scope, kind: RecordsKind): SQL {
  const person = sql.raw("trim(o.forename || ' ' || o.surname)");
  const list = (name: SQL, barred: SQL, from: SQL) =>
    sql`(SELECT json_group_array(json_object('id', id, 'name', name, 'barred', barred)) FROM (SELECT o.id AS id, ${name} AS name, ${barred} AS barred FROM ${from}))`;
  const bonds = sql`guardianships AS g CROSS JOIN`;
  const there = sql`${isThere("g")} AND o.ended_at IS NULL`;
  switch (kind) {
    case "students":
      return list(
        person,
        sql`NOT ${mayBookRow("g")}`,
        sql`${bonds} people AS o ON o.school_id = ${schoolId} AND o.id = g.guardian_id
          WHERE g.school_id = ${schoolId} AND g.student_id = r.id AND ${there} ORDER BY g.priority, o.id`,
      );
    case "guardians":
      return list(
        person,
        sql`NOT ${mayBookRow("g")}`,
        sql`${bonds} students AS o ON o.school_id = ${schoolId} AND o.id = g.student_id
          WHERE g.school_id = ${schoolId} AND g.guardian_id = r.id AND ${there} ORDER BY o.sort_key, o.id`,
      );
    case "staff":
      return list(
        sql.raw("o.code"),
        sql`0`,
        sql`class_teachers AS t CROSS JOIN classes AS o ON o.school_id = ${schoolId} AND o.id = t.class_id
          WHERE t.school_id = ${schoolId} AND t.teacher_id = r.id ORDER BY o.sort_key, o.id`,
      );
    case "classes":
      return list(
        sql.raw("trim(o.title || ' ' || o.surname)"),
        sql`0`,
        sql`class_teachers AS t CROSS JOIN people AS o ON o.school_id = ${schoolId} AND o.id = t.teacher_id AND o.ended_at IS NULL
          WHERE t.school_id = ${schoolId} AND t.class_id = r.id ORDER BY t.position`,
      );
  }
}

type Raw = Partial<Omit<RecordsRow, "related" | "guestsAllowed" | "group" | "ownId">> & {
  id: string;
  externalId: string;
  related: { id: string; name: string; barred: number }[];
  guestsAllowed?: number;
  year?: string;
  registration?: string;
};

function rowOf(json: string): RecordsRow {
  const raw = JSON.parse(json) as Raw;
  return {
    ...{ surname: "", forename: "", title: "", role: null, email: "", bouncedAt: null, endedAt: null },
    ...{ code: "", className: "", subject: "", students: 0 },
    ...raw,
    ownId: isByHand(raw.externalId) ? null : raw.externalId,
    guestsAllowed: raw.guestsAllowed !== 0,
    group: [raw.year, raw.registration].filter(Boolean).join(" · "),
    related: raw.related.map(({ id, name, barred }) => ({ id, name, barred: barred === 1 })),
  };
}

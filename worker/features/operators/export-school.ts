import { getTableColumns, getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../../db/client.ts";
import type { SchoolId } from "../../db/ids.ts";
import * as schema from "../../db/schema.ts";

/** What lets somebody in, what is of no use outside, and what a teacher wrote for themselves alone: it never leaves the database. */
const LEFT_OUT = new Set([
  ...["sessions", "sign_in_links", "sign_in_codes", "room_notices", "claims", "freed_times"],
  "teacher_notes",
]);
const SECRETS = new Set(["client_secret", "birth_key", "token_hash", "key_id", "school_id"]);
const ROWS = 500;

/** A school's rows as one JSON object, a list by table, written as they are read so that a large school fits. */
export function exportSchool(db: Database, schoolId: SchoolId): ReadableStream<Uint8Array> {
  const parts = partsOf(db, schoolId);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}

async function* partsOf(db: Database, schoolId: SchoolId): AsyncGenerator<string> {
  const school = await db.all(sql`SELECT * FROM schools WHERE id = ${schoolId}`);
  yield `{"schools":${JSON.stringify(school)}`;
  for (const name of tablesOfSchools()) {
    yield `,\n${JSON.stringify(name)}:[`;
    let separator = "\n";
    for await (const rows of pagesOf(db, name, schoolId)) {
      yield `${separator}${rows.map((row) => JSON.stringify(row)).join(",\n")}`;
      separator = ",\n";
    }
    yield "]";
  }
  yield "}\n";
}

/** By their place in the table, so that nothing is read twice. No page is empty. */
async function* pagesOf(db: Database, name: string, schoolId: SchoolId): AsyncGenerator<object[]> {
  let after = -1;
  for (;;) {
    const rows = await db.all<Record<string, unknown> & { place: number }>(
      sql`SELECT rowid AS place, * FROM ${sql.identifier(name)} WHERE school_id = ${schoolId} AND rowid > ${after}
        ORDER BY rowid LIMIT ${ROWS}`,
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.place;
    yield rows.map(({ place: _, ...row }) => withoutSecrets(row));
  }
}

function withoutSecrets(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !SECRETS.has(column)));
}

function tablesOfSchools(): string[] {
  return Object.values(schema).flatMap((table) => {
    if (!is(table, SQLiteTable) || !("schoolId" in getTableColumns(table))) return [];
    const name = getTableName(table);
    return LEFT_OUT.has(name) ? [] : [name];
  });
}

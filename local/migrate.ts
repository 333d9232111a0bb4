import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { ROOT } from "./settings.ts";

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** The table that `wrangler d1 migrations apply` keeps, to the letter, so that either tool can go on where the other stopped. */
const TABLE = `CREATE TABLE IF NOT EXISTS d1_migrations(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/** Applies the files of `migrations/` that this database has not seen, in order, each in one batch with its record. Returns their names. */
export async function migrate(db: Database): Promise<string[]> {
  await db.prepare(TABLE).run();
  const { results } = await db.prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const folder = join(ROOT, "migrations");
  const waiting = (await readdir(folder)).filter((name) => name.endsWith(".sql") && !applied.has(name)).sort();
  for (const name of waiting) await apply(db, name, await readFile(join(folder, name), "utf8"));
  return waiting;
}

async function apply(db: Database, name: string, sql: string): Promise<void> {
  const statements = sql
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  await db.batch([
    ...statements.map((statement) => db.prepare(statement)),
    db.prepare("INSERT INTO d1_migrations (name) VALUES (?)").bind(name),
  ]);
}

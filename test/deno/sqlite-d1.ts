import { DatabaseSync, type SQLInputValue } from "node:sqlite";

type Row = Record<string, unknown>;

/** D1's interface over a SQLite in memory, as far as Drizzle asks for it: what lets the application run where there is no D1. */
export function sqliteD1(migrations: string[]) {
  const sqlite = new DatabaseSync(":memory:");
  for (const migration of migrations) sqlite.exec(migration.replaceAll("--> statement-breakpoint", ""));
  return {
    prepare: (sql: string) => new Statement(sqlite, sql),
    /** One transaction, as on D1: all or nothing. */
    batch(statements: Statement[]) {
      sqlite.exec("BEGIN");
      try {
        const results = statements.map((statement) => statement.result());
        sqlite.exec("COMMIT");
        return Promise.resolve(results);
      } catch (error) {
        sqlite.exec("ROLLBACK");
        return Promise.reject(error);
      }
    },
  };
}

class Statement {
  readonly #sqlite: DatabaseSync;
  readonly #sql: string;
  readonly #values: SQLInputValue[];

  constructor(sqlite: DatabaseSync, sql: string, values: SQLInputValue[] = []) {
    this.#sqlite = sqlite;
    this.#sql = sql;
    this.#values = values;
  }

  bind(...values: (SQLInputValue | boolean)[]): Statement {
    // D1 takes booleans; SQLite's own binding does not.
    const plain = values.map((value) => (typeof value === "boolean" ? Number(value) : value));
    return new Statement(this.#sqlite, this.#sql, plain);
  }

  result() {
    const results = this.#sqlite.prepare(this.#sql).all(...this.#values) as Row[];
    return { success: true, results, meta: { changes: 0 } };
  }

  all = () => Promise.resolve(this.result());
  run = () => Promise.resolve(this.result());

  raw(): Promise<unknown[][]> {
    const statement = this.#sqlite.prepare(this.#sql);
    statement.setReturnArrays(true);
    return Promise.resolve(statement.all(...this.#values) as unknown as unknown[][]);
  }
}

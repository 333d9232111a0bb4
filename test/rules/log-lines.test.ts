import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
import { failureNumber } from "../../worker/http/failure-number.ts";
import { isOverloaded } from "../../worker/http/overloaded.ts";
import { isUnmigrated } from "../../worker/http/unmigrated.ts";
import { faultFields } from "../../worker/ports/fault-fields.ts";
import { platformPorts } from "../../worker/ports/platform-ports.ts";
import type { Settings } from "../../worker/ports/settings.ts";

test("a failed statement is told by the database's words, without the values that were bound", () => {
  const cause = new Error("D1_ERROR: UNIQUE constraint failed: invites.school_id, invites.id: SQLITE_CONSTRAINT");
  const fields = faultFields(new DrizzleQueryError("insert into invites values (?)", ["jane@mail.example"], cause));
  expect(fields.database).toContain("D1_ERROR: UNIQUE constraint failed: invites.school_id");
  expect(fields.at).toContain("log-lines.test.ts");
  expect(JSON.stringify(fields)).not.toContain("jane");
});

test("a message is never repeated, over however many lines it goes", () => {
  let thrown: unknown;
  try {
    JSON.parse('jane@mail.example\n    at x.example:1:2\n"');
  } catch (error) {
    thrown = error;
  }
  const fields = faultFields(thrown);
  expect(fields.kind).toBe("SyntaxError");
  expect(JSON.stringify(fields)).not.toMatch(/jane|x\.example/);
  expect(JSON.stringify(faultFields(new Error("D1_ERROR is what Jane typed")))).not.toContain("Jane");
});

test("what is no error is said to be none", () => {
  expect(faultFields("jane@mail.example")).toEqual({ kind: "string" });
});

test("a TURN service's answer that cannot be read is not quoted in the log, and costs nobody the call", async () => {
  const settings = { TURN_KEY_ID: "key", TURN_KEY_TOKEN: "token", POSTMARK_TOKEN: "token" } as Settings;
  const lines: object[] = [];
  let now = 1_000_000;
  const clock = { now: () => now, wait: () => Promise.resolve() };
  for (const answer of [new Response("{credential-of-jane"), new Response("credential-of-jane", { status: 503 })]) {
    const fetch = async () => {
      now += 250;
      return answer;
    };
    const { turn } = platformPorts(settings, { fetch, clock, log: (line) => lines.push(line) });
    expect(await turn.iceServers()).toEqual([]);
  }
  expect(lines).toMatchObject([
    { level: "error", event: "turn_failed", status: null, kind: "SyntaxError", ms: 250 },
    { level: "error", event: "turn_failed", status: 503 },
  ]);
  expect(JSON.stringify(lines)).not.toContain("jane");
});

test("D1's documented words for what may pass in a moment are known, with Drizzle's error round them; others are not", () => {
  const words = [
    "D1 DB reset because its code was updated.",
    "Internal error while starting up D1 DB storage caused object to be reset.",
    "Network connection lost.",
    "Internal error in D1 DB storage caused object to be reset.",
    "Cannot resolve D1 DB due to transient issue on remote node.",
    "D1 DB storage operation exceeded timeout which caused object to be reset.",
    "D1 DB is overloaded. Requests queued for too long.",
    "D1 DB is overloaded. Too many requests queued.",
    "D1 DB's isolate exceeded its memory limit and was reset.",
    "D1 DB exceeded its CPU time limit and was reset.",
  ];
  for (const message of words) {
    expect(isOverloaded(new Error(message)), message).toBe(true);
    const cause = new Error(`D1_ERROR: ${message}`);
    expect(isOverloaded(new DrizzleQueryError("select 1", [], cause)), message).toBe(true);
  }
  const faults = [
    "D1_ERROR: UNIQUE constraint failed: claims.school_id: SQLITE_CONSTRAINT",
    "D1_ERROR: no such table: outbox: SQLITE_ERROR",
    "D1_ERROR: rule:too-late: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)",
    "Failed query: insert into notes values (?) params: the D1 DB was reset",
  ];
  for (const message of faults) expect(isOverloaded(new Error(message)), message).toBe(false);
});

test("only where schools are missing is the database not filled yet", () => {
  expect(isUnmigrated(new Error("D1_ERROR: no such table: schools: SQLITE_ERROR"))).toBe(true);
  expect(isUnmigrated(new Error("D1_ERROR: no such table: main.outbox: SQLITE_ERROR"))).toBe(false);
});

test("a failure's number is eight figures, and another each time", () => {
  const numbers = Array.from({ length: 100 }, failureNumber);
  for (const number of numbers) expect(number).toMatch(/^\d{8}$/);
  expect(new Set(numbers).size).toBeGreaterThan(90);
});

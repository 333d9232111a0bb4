import { DrizzleQueryError } from "drizzle-orm";
import { expect, test } from "vitest";
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
  for (const answer of [new Response("{credential-of-jane"), new Response("credential-of-jane", { status: 503 })]) {
    const { turn } = platformPorts(settings, { fetch: async () => answer, log: (line) => lines.push(line) });
    expect(await turn.iceServers()).toEqual([]);
  }
  expect(lines).toMatchObject([
    { level: "error", event: "turn_failed", status: null, kind: "SyntaxError", ms: expect.any(Number) },
    { level: "error", event: "turn_failed", status: 503 },
  ]);
  expect(JSON.stringify(lines)).not.toContain("jane");
});

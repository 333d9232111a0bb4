import { DrizzleQueryError } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { faultWords } from "../../worker/ports/fault-words.ts";
import { iceServers } from "../../worker/ports/ice-servers.ts";
import type { Settings } from "../../worker/ports/settings.ts";

test("a failed statement is told by the database's words, without the values that were bound", () => {
  const cause = new Error("D1_ERROR: UNIQUE constraint failed: invites.school_id, invites.id: SQLITE_CONSTRAINT");
  const words = faultWords(new DrizzleQueryError("insert into invites values (?)", ["jane@mail.example"], cause));
  expect(words).toContain("(D1_ERROR: UNIQUE constraint failed: invites.school_id");
  expect(words).toContain("fault-words.test.ts");
  expect(words).not.toContain("jane");
});

test("a message is never repeated, over however many lines it goes", () => {
  let thrown: unknown;
  try {
    JSON.parse('jane@mail.example\n    at x.example:1:2\n"');
  } catch (error) {
    thrown = error;
  }
  const words = faultWords(thrown);
  expect(words).toMatch(/^SyntaxError/);
  expect(words).not.toMatch(/jane|x\.example/);
  expect(faultWords(new Error("D1_ERROR is what Jane typed"))).not.toContain("Jane");
});

test("what is no error is said to be none", () => {
  expect(faultWords("jane@mail.example")).toBe("not an error");
});

test("a TURN service's answer that cannot be read is not quoted in the log, and costs nobody the call", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const settings = { TURN_KEY_ID: "key", TURN_KEY_TOKEN: "token" } as Settings;
  for (const answer of [new Response("{credential-of-jane"), new Response("credential-of-jane", { status: 503 })]) {
    vi.stubGlobal("fetch", async () => answer);
    expect(await iceServers(settings)).toEqual([]);
  }
  vi.unstubAllGlobals();
  const log = said.mock.calls.map((words) => words.join(" "));
  said.mockRestore();
  expect(log).toEqual([expect.stringContaining("SyntaxError"), expect.stringContaining("503")]);
  expect(log.join()).not.toContain("jane");
});

import { expect, test } from "vitest";
import { judgeLog } from "../support/browser/judge-log.ts";

const NAMES = ["Ben", "Abbot", "Zoë"];
const faultsIn = (fields: object) => judgeLog(JSON.stringify({ level: "warn", event: "tried", ...fields }), NAMES);

test("a line of ids, codes and milliseconds is as it should be, and so is what the start says", () => {
  const id = "0123456789abcdef0123456789abcdef";
  expect(faultsIn({ schoolId: crypto.randomUUID(), outboxId: id, roomId: `${id}/${id}`, status: 503, ms: 7 })).toEqual(
    [],
  );
  expect(faultsIn({ at: "at press (file:///a/worker.js:10:2)", route: "/evenings/:id/book/manual" })).toEqual([]);
  const start =
    "Starting Parlour …\n\nParlour is ready.\n  The school      http://greenabbey.localhost:8787\nThe Worker is back.\n";
  expect(judgeLog(start, NAMES)).toEqual([]);
});

test("a name, an address and a token are seen wherever they stand", () => {
  for (const fields of [
    { student: "Ben" },
    { words: "of Zoë, today" },
    { who: "ben@mail.example" },
    { url: "/guests/video/1?guestToken=00" },
    { url: `/sign-in/link/${"0a".repeat(16)}` },
    { token: `k1.${"eyJzY2hvb2xJZ".repeat(2)}.${"c2lnbmF0dXJl".repeat(2)}` },
    { Abbot: true },
  ])
    expect(faultsIn(fields), JSON.stringify(fields)).toHaveLength(1);
  expect(faultsIn({ word: "Benson's bench" })).toEqual([]);
});

test("what has not the form of a line is seen", () => {
  for (const line of ["Error: it broke", "    at worker.js:1:2", '{"level":"info"}', "[]", "{"])
    expect(judgeLog(line, NAMES), line).toHaveLength(1);
});

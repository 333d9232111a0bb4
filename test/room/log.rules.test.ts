import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { eventOf } from "../../durable-objects/client-message.ts";
import { codeOf, kindOf, type LogLine, logLine } from "../../durable-objects/log.ts";
import { PresenceReporter } from "../../durable-objects/presence-reporter.ts";
import { step } from "../../durable-objects/room.ts";
import { newRoom, type SfuCall } from "../../durable-objects/room-state.ts";
import { callSfu, type Sfu } from "../../durable-objects/sfu.ts";
import { makeTicket, OPENS } from "../support/room/builders.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What must stay out: as an error's message, a description, a message's text. */
const PRIVATE = "Mrs Abell of Lime Tree Road, v=0 a=ice-pwd:hidden";

test.each(["info", "warn", "error"] as const)("a line of level %s is written once, as it is and as JSON", (level) => {
  const written: unknown[][] = [];
  for (const method of ["log", "warn", "error", "info", "debug"] as const)
    vi.spyOn(console, method).mockImplementation((...parts) => written.push([method, ...parts]));
  const line = { level, event: "sfu_call_failed", status: 500, sfuSessionId: null };
  logLine(line);
  expect(written).toEqual([[level === "info" ? "log" : level, JSON.stringify(line)]]);
});

test("of an error only its kind is told, and of somebody else's code only what has the shape of one", () => {
  class Named extends Error {
    override name = PRIVATE;
  }
  const kinds = [new TypeError(PRIVATE), new DOMException(PRIVATE, "AbortError"), new Named(PRIVATE), PRIVATE, null];
  expect(kinds.map(kindOf)).toEqual(["TypeError", "AbortError", "Error", "string", "object"]);
  expect(["session_error", PRIVATE, "", 7, null, "a".repeat(41)].map(codeOf)).toEqual([
    "session_error",
    ...[null, null, null, null, null],
  ]);
});

const CALLS: SfuCall[] = [
  { op: "open", asked: { sessionId: "s1", id: 1 }, wish: { op: "push", sdp: PRIVATE, tracks: [] } },
  { op: "push", asked: { sessionId: "s1", id: 1 }, sfuSessionId: "sfu", sdp: PRIVATE, tracks: [] },
  { op: "answer", asked: { sessionId: "s1", id: 1 }, sfuSessionId: "sfu", sdp: PRIVATE },
  { op: "close", sfuSessionId: "sfu", mids: ["0"] },
];

test.each([
  ["cannot be reached", () => Promise.reject(new TypeError(PRIVATE)), { status: null, error: "TypeError" }],
  [
    "answers 500",
    async () => Response.json({ errorCode: "x_1", errorDescription: PRIVATE }, { status: 500 }),
    { status: 500, code: "x_1" },
  ],
  [
    "answers with no code",
    async () => Response.json({ errorCode: PRIVATE }, { status: 403 }),
    { status: 403, code: null },
  ],
  ["answers no JSON", async () => new Response(PRIVATE), { status: 200, code: null }],
])("RM31 an SFU that %s is logged with operation, status, and how long it took, once", async (_, fetch, expected) => {
  for (const call of CALLS) {
    const lines: LogLine[] = [];
    let now = OPENS;
    const sfu: Sfu = {
      ...{ url: "https://sfu", appId: "app", appSecret: "hidden-secret", log: (line) => lines.push(line) },
      now: () => now,
      fetch: () => {
        now += 25;
        return fetch();
      },
    };
    expect((await callSfu(sfu, call, new AbortController().signal)).type).toBe("failed");
    const sfuSessionId = call.op === "open" ? null : "sfu";
    expect(lines).toEqual([
      { level: "warn", event: "sfu_call_failed", op: call.op, sfuSessionId, ms: 25, ...expected },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Abell|Lime|v=0|hidden/);
  }
});

test("RM31 a board that cannot be told is logged with the evening's id", async () => {
  const lines: LogLine[] = [];
  const rows = new Map<string, unknown>();
  const kv = { get: (key: string) => rows.get(key), put: rows.set.bind(rows), delete: rows.delete.bind(rows) };
  const told: Promise<unknown>[] = [];
  const ctx = { id: { name: "school/a1" }, storage: { kv }, waitUntil: (one: Promise<unknown>) => told.push(one) };
  const board = { report: () => Promise.reject(new RangeError(PRIVATE)) };
  const reporter = new PresenceReporter(
    ctx as unknown as DurableObjectState,
    { BOARDS: { getByName: () => board } as never },
    { clock: { now: () => OPENS } as never, log: (line) => lines.push(line) },
  );
  const join = { type: "join", sessionId: "s1", ticket: makeTicket("abell", OPENS) } as const;
  reporter.note(step(newRoom(), join, OPENS).state.place, OPENS);
  await Promise.all(told);
  expect(lines).toEqual([
    { level: "warn", event: "board_report_lost", eveningId: "evening", error: "RangeError", ms: 0 },
  ]);
});

test("RM31 nothing of what a page sends is in the log, whatever it sends", () => {
  const { state } = step(newRoom(), { type: "join", sessionId: "s1", ticket: makeTicket("abell", OPENS) }, OPENS);
  const odd = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ type: fc.string(), id: fc.oneof(fc.nat(), fc.string()), sdp: fc.string() })
      .map((one) => JSON.stringify(one)),
  );
  fc.assert(
    fc.property(odd, (text) => {
      const { effects } = step(state, eventOf(text, "s1"), OPENS);
      for (const effect of effects) {
        if (effect.type !== "log") continue;
        const { level, event, sessionId, problem, messageType, ...more } = effect.line;
        expect([level, sessionId, more]).toEqual(["warn", "s1", {}]);
        expect(event).toMatch(/^message_(unknown|unreadable)$/);
        expect(problem).toMatch(/^[a-z_]+$/);
        expect(messageType === null || /^[a-z][a-z0-9_]{0,39}$/.test(String(messageType))).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

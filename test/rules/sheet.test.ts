import { expect, test } from "vitest";
import type { CallState } from "../../web/islands/call/call-state.ts";
import { sheetAfter } from "../../web/islands/call/sheet.ts";

const room = { opensAt: 0, closesAt: 1, overrunUntil: 1, people: [], line: [] };
const inCall = (appointmentId: string): CallState => ({ name: "in-call", appointmentId, room, note: null });
const joining = (appointmentId: string): CallState => ({
  ...{ name: "joining", appointmentId, press: false, tries: 0, retryAt: null, note: null },
});

test("the question whether to end an appointment goes when the page has moved on: its answer would end the next one", () => {
  expect(sheetAfter("end", inCall("a1"), inCall("a1"))).toBe("end");
  expect(sheetAfter("end", inCall("a1"), joining("a2"))).toBeNull();
  expect(sheetAfter("settings", inCall("a1"), joining("a2"))).toBe("settings");
});

test("no box is left open for the next time when a call has ended", () => {
  const ended: CallState = { name: "ended", appointmentId: "a1", why: "left", words: "" };
  for (const sheet of ["settings", "help", "end"] as const) expect(sheetAfter(sheet, inCall("a1"), ended)).toBeNull();
});

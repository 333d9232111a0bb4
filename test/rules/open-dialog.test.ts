import { expect, test } from "vitest";
import type { CallState } from "../../web/islands/call/call-state.ts";
import { openDialogAfter } from "../../web/islands/call/open-dialog.ts";

const room = { opensAt: 0, closesAt: 1, overrunUntil: 1, people: [], line: [] };
const inCall = (appointmentId: string): CallState => ({ name: "in-call", appointmentId, room, lastEnding: null });
const joining = (appointmentId: string): CallState => ({
  ...{ name: "joining", appointmentId, press: false, tries: 0, retryAt: null, lastEnding: null },
});

test("the question whether to end an appointment goes when the page has moved on: its answer would end the next one", () => {
  expect(openDialogAfter("end", inCall("a1"), inCall("a1"))).toBe("end");
  expect(openDialogAfter("end", inCall("a1"), joining("a2"))).toBeNull();
  expect(openDialogAfter("settings", inCall("a1"), joining("a2"))).toBe("settings");
});

test("no box is left open for the next time when a call has ended", () => {
  const ended: CallState = { name: "ended", appointmentId: "a1", why: "left", words: "" };
  for (const open of ["settings", "help", "end"] as const)
    expect(openDialogAfter(open, inCall("a1"), ended)).toBeNull();
});

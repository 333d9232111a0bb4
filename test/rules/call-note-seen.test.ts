import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { callNoteSeen, keepCallNoteSeen } from "../../web/islands/call/call-note-seen.ts";

const ZONE = { name: "Progress Meeting", zone: "UTC" };
const noteOf = (evening: string, person: string, note = "Please be kind.") => ({
  ...{ evening: { id: evening, ...ZONE }, me: { participantId: person, name: "" }, note },
});

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("the school's note is shown once to each person of an evening, on one device too, and again where the school has changed it", () => {
  const rachael = noteOf("e1", "rachael");
  expect(callNoteSeen(rachael)).toBe(false);
  keepCallNoteSeen(rachael);
  expect(callNoteSeen(rachael)).toBe(true);
  for (const other of [noteOf("e2", "rachael"), noteOf("e1", "guest"), noteOf("e1", "rachael", "Please be on time.")]) {
    expect(callNoteSeen(other)).toBe(false);
    keepCallNoteSeen(other);
    expect(callNoteSeen(other)).toBe(true);
  }
  expect(callNoteSeen(rachael)).toBe(true);
});

test("only the last few are kept, and storage that is refused or not ours shows it again", () => {
  keepCallNoteSeen(noteOf("first", "rachael"));
  for (const evening of ["a", "b", "c", "d", "e"]) keepCallNoteSeen(noteOf(evening, "rachael"));
  expect(callNoteSeen(noteOf("first", "rachael"))).toBe(false);
  kept.set("parlour.note-seen", "{");
  expect(callNoteSeen(noteOf("e", "rachael"))).toBe(false);
  vi.stubGlobal("localStorage", undefined);
  keepCallNoteSeen(noteOf("e", "rachael"));
  expect(callNoteSeen(noteOf("e", "rachael"))).toBe(false);
});

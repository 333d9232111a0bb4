import { expect, test } from "vitest";
import { epochOfPress, readEpoch, signEpoch } from "../../worker/rules/epoch.ts";

const ring = {
  current: "k2",
  keys: { k1: "an-older-key-of-at-least-32-characters", k2: "the-newest-key-of-at-least-32-characters" },
};
const scope = { schoolId: "s", eveningId: "e", participantId: "p" };

test("an epoch comes back as it was signed", async () => {
  const epoch = epochOfPress(1_700_000_000_000);
  expect(await readEpoch(ring, await signEpoch(ring, epoch, scope), scope)).toBe(epoch);
});

test("an epoch signed under an older key of the ring still holds", async () => {
  const signed = await signEpoch({ ...ring, current: "k1" }, 7, scope);
  expect(await readEpoch(ring, signed, scope)).toBe(7);
});

test("an epoch of another person, evening or school is worth nothing", async () => {
  const signed = await signEpoch(ring, 7, scope);
  for (const other of [{ participantId: "q" }, { eveningId: "f" }, { schoolId: "t" }])
    expect(await readEpoch(ring, signed, { ...scope, ...other })).toBeNull();
});

test("a raised or garbled epoch is refused", async () => {
  const signed = await signEpoch(ring, 7, scope);
  const [key, , mac] = signed.split(".");
  for (const forged of [`${key}.8.${mac}`, `${signed}x`, "", "a.b.c", `__proto__.7.${mac}`, `${signed}.more`])
    expect(await readEpoch(ring, forged, scope)).toBeNull();
});

test("two presses in the same millisecond are told apart more often than not", () => {
  const presses = new Set(Array.from({ length: 50 }, () => epochOfPress(1_700_000_000_000)));
  expect(presses.size).toBeGreaterThan(25);
});

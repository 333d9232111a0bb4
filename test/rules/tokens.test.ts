import { expect, test } from "vitest";
import { liveAddress } from "../../worker/features/bookings/live-times.ts";
import { calendarSecret } from "../../worker/features/calendar/calendar-address.ts";
import { birthKey, sameBirth } from "../../worker/rules/birth-key.ts";
import { readConnectionCheck, signConnectionCheck } from "../../worker/rules/connection-check-token.ts";
import { readEpoch, signEpoch } from "../../worker/rules/epoch.ts";
import { checkGuestToken, guestTokenOf, offerUrl, signInUrl, stopAddress } from "../../worker/rules/links.ts";
import { isToken, isTokenUnder, readSigned, type Subject, sign, tokenUnder } from "../../worker/rules/tokens.ts";

const ring = {
  current: "k2",
  keys: { k1: "an-older-key-of-at-least-32-characters", k2: "the-newest-key-of-at-least-32-characters" },
};
const settings = { SIGNING_KEYS: ring, PUBLIC_URL: new URL("https://school.example") };
const school = { id: "school-1", slug: "abbey" };
const site = "https://abbey.school.example";
const CHECK = "eyJzY2hvb2xJZCI6InNjaG9vbC0xIiwidW50aWwiOjE3MDAwMDAwMDAwMDAsInNlbmRzIjpudWxsLCJyZWNlaXZlcyI6bnVsbH0=";

/** What 054fbae made of these: links that were sent then must open now. */
test("every token is what it was when the first links were sent", async () => {
  const owner = { id: "person-1", role: "guardian", calendarVersion: 3 } as const;
  const epochFor = { schoolId: "school-1", eveningId: "evening-1", participantId: "person-1" };
  const check = { schoolId: "school-1", until: 1_700_000_000_000, sends: null, receives: null };
  expect({
    guest: await guestTokenOf(ring, { schoolId: "school-1", id: "invite-1", keyId: "k1", version: 2 }),
    offer: await offerUrl(settings, school, "entry-1"),
    stop: await stopAddress(settings, school, "person-1"),
    signIn: await signInUrl(settings, school, "link-1", "k1"),
    calendar: await calendarSecret(ring, "school-1", owner),
    live: await liveAddress(settings, "school-1", "evening-1", ["teacher-1", "teacher-2"]),
    birth: await birthKey(ring, { schoolId: "school-1", externalId: "1234" }, "2016-03-14"),
    epoch: await signEpoch(ring, 1_700_000_000_000_123, epochFor),
    line: await signConnectionCheck(ring, check),
  }).toEqual({
    guest: "6620ecf3d30291b08301c0af4bce4da5",
    offer: `${site}/offers/entry-1?token=fadfbc5e348c99396d4ca29e92b7d3f4`,
    stop: `${site}/reminders/stop/person-1.d8883e38cea17e4986601efd1f5fc5d5`,
    signIn: `${site}/sign-in/link/e7e2a4f2cff494c4fe697d1d5795941d`,
    calendar: "person-1.e90922f2cba0d5af7e67ea8ba69d5cde",
    live: "/live/school-1/evening-1/ce29664d7155e7f0ed8b87f2e7568aab?teachers=teacher-1+teacher-2",
    birth: "k2.227f2a56c251e87685f681088ab3a949",
    epoch: "k2.1700000000000123.724c0fff3fb6c75c6523bc228da8cdc9",
    line: `k2.${CHECK}.9ac063bf03dc3ddb0f69923c1795a056`,
  });
});

const SUBJECTS: readonly Subject[] = [
  ["birth", "a", "b", "c"],
  ["calendar", "a", "b", 1],
  ["epoch", "a", "b", "c", 1],
  ["guest", "a", "b", 1],
  ["line-check", "a"],
  ["live-times", "a", "b"],
  ["reminders", "a", "b"],
  ["sign-in", "a"],
  ["waiting-list-offer", "a", "b"],
];

test("a token opens what it was made for, under any key of the ring, and nothing of another purpose", async () => {
  for (const keyId of ["k1", "k2"])
    for (const subject of SUBJECTS) {
      const token = await tokenUnder(ring, keyId, subject);
      const opened = await Promise.all(SUBJECTS.map((other) => isToken(ring, other, token)));
      expect(SUBJECTS.filter((_, at) => opened[at])).toEqual([subject]);
    }
});

test("what was made under a key that has left the ring opens nothing, and is not made again", async () => {
  const subject = ["sign-in", "link-1"] as const;
  for (const keyId of ["k1", "k3", "constructor", "__proto__", ""]) {
    const now = { current: "k2", keys: { k2: ring.keys.k2 } };
    const token = await tokenUnder(ring, "k1", subject);
    expect(await isTokenUnder(now, keyId, subject, token)).toBe(false);
    expect(await isToken(now, subject, token)).toBe(false);
    await expect(tokenUnder(now, keyId, subject)).rejects.toThrow("has no key");
  }
});

test("an invite, a page's epoch, a line check and a stored birth date under a key that has left the ring are nobody's", async () => {
  const now = { current: "k2", keys: { k2: ring.keys.k2 } };
  const old = { ...ring, current: "k1" };
  const invite = { schoolId: "s", id: "i", keyId: "k1", version: 1, state: "sent" } as const;
  expect(await checkGuestToken(now, invite, await guestTokenOf(old, invite))).toBe("unknown");
  const scope = { schoolId: "s", eveningId: "e", participantId: "p" };
  expect(await readEpoch(now, await signEpoch(old, 7, scope), scope)).toBeNull();
  const check = { schoolId: "s", until: 2, sends: null, receives: null };
  expect(await readConnectionCheck(ring, await signConnectionCheck(old, check), "s", 1)).toEqual(check);
  expect(await readConnectionCheck(now, await signConnectionCheck(old, check), "s", 1)).toBeNull();
  const of = { schoolId: "s", externalId: "1" };
  expect(await sameBirth(ring, of, await birthKey(old, of, "2016-03-14"), "2016-03-14")).toBe(true);
  expect(await sameBirth(now, of, await birthKey(old, of, "2016-03-14"), "2016-03-14")).toBe(false);
});

test("what is signed comes back as it was; changed, under another key's name or as another subject it doesn't", async () => {
  const subjectOf = (payload: string) => ["line-check", payload] as const;
  const signed = await sign(ring, "payload", subjectOf("payload"));
  expect(await readSigned(ring, signed, subjectOf)).toBe("payload");
  const [keyId, , token] = signed.split(".");
  for (const forged of [
    `${keyId}.other.${token}`,
    `k1.payload.${token}`,
    `${signed}.`,
    `${signed}0`,
    "",
    "..",
    "a.b.c",
  ])
    expect([forged, await readSigned(ring, forged, subjectOf)]).toEqual([forged, null]);
  expect(await readSigned(ring, signed, (payload) => ["sign-in", payload])).toBeNull();
  expect(await readSigned(ring, signed, () => null)).toBeNull();
});

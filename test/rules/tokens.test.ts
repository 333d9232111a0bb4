import { expect, test } from "vitest";
import { liveAddress } from "../../worker/features/bookings/live-times.ts";
import { calendarSecret } from "../../worker/features/calendar/calendar-address.ts";
import { birthKey } from "../../worker/rules/birth-key.ts";
import { signEpoch } from "../../worker/rules/epoch.ts";
import { guestTokenOf } from "../../worker/rules/guest-token.ts";
import { signLineCheck } from "../../worker/rules/line-token.ts";
import { offerUrl } from "../../worker/rules/offer-token.ts";
import { signInUrl } from "../../worker/rules/sign-in-link.ts";
import { stopAddress } from "../../worker/rules/stop-address.ts";

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
    line: await signLineCheck(ring, check),
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

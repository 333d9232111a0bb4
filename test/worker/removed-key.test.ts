import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { inviteStudents, invites, people, signInLinks, waiting } from "../../worker/db/schema.ts";
import { liveAddress } from "../../worker/features/bookings/live-times.ts";
import { calendarSecret } from "../../worker/features/calendar/calendar-address.ts";
import type { Settings } from "../../worker/ports/settings.ts";
import { signConnectionCheck } from "../../worker/rules/connection-check-token.ts";
import { signEpoch } from "../../worker/rules/epoch.ts";
import { guestTokenOf, newSignInLink, offerUrl, signInUrl, stopAddress } from "../../worker/rules/links.ts";
import { booked, cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

/** The ring of before: its one key is in the product's ring no more. */
const before = { current: "k0", keys: { k0: "a-key-that-was-taken-out-of-the-ring-since" } };

/** A school whose links were made under the key that is gone. */
async function setUp() {
  const school = await smallSchool();
  const { app, deps } = testApp(school.db);
  const settings = { ...deps.settings, SIGNING_KEYS: before };
  const get = (path: string) => app.fetch(new Request(`${school.origin}${path}`));
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    app.fetch(
      new Request(`${school.origin}${path}`, { method: "POST", headers: { origin: school.origin, ...headers }, body }),
    );
  const json = (path: string, body: object, headers: Record<string, string> = {}) =>
    post(path, JSON.stringify(body), { "content-type": "application/json", ...headers });
  return {
    school,
    db: school.db,
    ids: school.ids,
    of: { id: school.schoolId, slug: school.slug },
    settings,
    now: deps.settings,
    get,
    post,
    json,
  };
}

const pathOf = (url: string) => url.slice(new URL(url).origin.length);

test("an invitation under a key that is gone from the ring is not found, on each of the guest's pages and at the room", async () => {
  const { school, db, ids, get, post, json } = await setUp();
  const { schoolId } = school;
  const id = crypto.randomUUID();
  const of = { schoolId, eveningId: ids.evening, guardianId: ids.david };
  await db.batch([
    db.insert(invites).values({
      ...{ ...of, id, name: "Jane", email: "j@x.example", state: "sent", version: 1, keyId: "k0", createdAt: 0 },
    }),
    db.insert(inviteStudents).values({ ...of, inviteId: id, studentId: ids.sophie, live: true }),
  ]);
  const guestToken = await guestTokenOf(before, { schoolId, id, keyId: "k0", version: 1 });
  const query = new URLSearchParams({ guestToken });
  for (const path of [`/guests/video/${id}`, `/guests/video/${id}/records`, `/guests/not-me/${id}`])
    expect((await get(`${path}?${query}`)).status).toBe(404);
  expect((await post(`/guests/not-me/${id}`, query)).status).toBe(404);
  const family = { guardian: ids.david, student: ids.sophie };
  const room = await booked(school, { ...family, classId: ids.science, teachers: [ids.anita], slot: 0 });
  expect((await json(`/rooms/${room}/pass`, { inviteId: id, guestToken })).status).toBe(404);
});

test("so is every address that any key of the ring would open", async () => {
  const { school, db, ids, of, settings, now, get, post } = await setUp();
  const { schoolId } = school;
  const entry = crypto.randomUUID();
  await db.insert(waiting).values({
    ...{ schoolId, id: entry, eveningId: ids.evening, guardianId: ids.david, studentId: ids.sophie },
    ...{ classId: ids.science, note: "", state: "offered", joinedAt: 0, heldUntil: Date.now() + 60_000 },
    ...{ offeredAt: 0, startsAt: school.startsAt, appointmentId: crypto.randomUUID() },
  });
  const [david] = await db.select().from(people).where(eq(people.id, ids.david));
  if (!david) throw new Error("no such person");
  const addresses = async (under: Settings) => [
    pathOf(await offerUrl(under, of, entry)),
    pathOf(await stopAddress(under, of, ids.david)),
    `/calendar/${await calendarSecret(under.SIGNING_KEYS, schoolId, david)}.ics`,
    await liveAddress(under, schoolId, ids.evening, [ids.anita]),
  ];
  const [gone, kept] = [await addresses(settings), await addresses(now)];
  for (const path of gone) expect([path, (await get(path)).status]).toEqual([path, 404]);
  for (const path of kept) expect([path, (await get(path)).status]).toEqual([path, 200]);
  expect((await post(gone[1] ?? "", new URLSearchParams())).status).toBe(404);
});

test("a page of before the key went is told to reload; a sign-in link is stored by its hash, and opens on", async () => {
  const { school, db, ids, of, settings, get, json } = await setUp();
  const family = { guardian: ids.david, student: ids.sophie };
  const room = await booked(school, { ...family, classId: ids.science, teachers: [ids.anita], slot: 0 });
  const scope = { schoolId: school.schoolId, eveningId: ids.evening, participantId: ids.david };
  const epoch = await signEpoch(before, 7, scope);
  const cookie = await cookieOf(school, ids.david);
  expect((await json(`/rooms/${room}/pass`, { epoch }, { cookie })).status).toBe(400);
  const check = { schoolId: school.schoolId, until: Date.now() + 60_000, sends: null, receives: null };
  const token = await signConnectionCheck(before, check);
  expect((await json("/check/line/end", { token }, { accept: "application/json" })).status).toBe(400);
  const wanted = { personIds: [ids.david], returnTo: "", expiresAt: Date.now() + 60_000 };
  const link = await newSignInLink(before, wanted);
  const personIds = JSON.stringify(link.personIds);
  await db.insert(signInLinks).values({ ...link, personIds, schoolId: school.schoolId, createdAt: Date.now() });
  expect((await get(pathOf(await signInUrl(settings, of, link.id, link.keyId)))).status).toBe(200);
});

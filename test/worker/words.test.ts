import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { PSEUDO } from "../../web/words/locales.ts";
import { createApp } from "../../worker/app.tsx";
import { consents, evenings, invites, schools } from "../../worker/db/schema.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { SLOT_MS } from "../support/worker/booking.ts";
import { booked, cookieOf, MINUTE, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

/** What the test's own school is called, and dates, which are English in the longer English. */
const DATA =
  /\b(Test Primary School|Test|Progress Meeting|A test evening|Mr|Mrs|David|Rachael|Anita|John|Aaron|Abbot|Abell|Atkinson|Sophie|Ben|Science|Review|Tom|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|\d+(st|nd|rd|th)|and|London|Parlour)\b/g;

/** A family's evening: one appointment, an invited guest, an hour to go. */
async function family() {
  const school = await smallSchool(Date.now() + 60 * MINUTE);
  const { ids, db, schoolId } = school;
  await db
    .update(evenings)
    .set({ bookingOpensAt: Date.now() - MINUTE })
    .where(eq(evenings.id, ids.evening));
  await db.update(schools).set({ officePhone: "01632 960 101" }).where(eq(schools.id, schoolId));
  const science = { guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita] };
  await booked(school, { ...science, slot: 1 });
  const invite = {
    ...{ schoolId, id: `invite-${school.slug}`, eveningId: ids.evening, guardianId: ids.rachael, name: "Tom" },
    ...{ email: "tom@mail.example", state: "sent" as const, version: 1, keyId: "k1", createdAt: Date.now() },
  };
  await db.insert(invites).values(invite);
  return { school, ids, invite };
}

type Ask = { locale?: string; as?: string; post?: Record<string, string> };

/** A page as somebody reads it whose browser asks for the language. */
async function read(school: SmallSchool, path: string, { locale = "en-XA", as, post }: Ask = {}): Promise<string> {
  const { app } = testApp(school.db);
  const cookie = as === undefined ? "" : await cookieOf(school, as);
  const headers = { cookie, origin: school.origin, "accept-language": locale };
  const body = post && new URLSearchParams(post);
  const answer = await app.fetch(
    new Request(`${school.origin}${path}`, body ? { method: "POST", headers, body } : { headers }),
  );
  return answer.text();
}

/** English words that a reader would see or hear, with what is data left out. */
function unaccented(html: string): string[] {
  const said = [...html.matchAll(/\s(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"/g)].map(
    ([, words]) => words,
  );
  const shown = html
    .replaceAll(/<(script|style|svg|time)\b.*?<\/\1>/gs, " ")
    .replaceAll(/<option[^>]*value="\d+"[^>]*>.*?<\/option>/gs, " ")
    .replaceAll(/<[^>]*>/g, " ");
  const words = [shown, ...said]
    .join(" ")
    .replaceAll(/&[a-z]+;|&#\d+;/g, " ")
    .replaceAll(DATA, " ");
  return [
    ...new Set(words.replaceAll(/\S*[@./:]\S*/g, " ").match(/(?<![\p{L}\p{M}’])[A-Za-z]{2,}(?![\p{L}\p{M}])/gu) ?? []),
  ];
}

test("the check itself sees English", () => {
  expect(unaccented('<p title="Look here">Mrs Anita Abell</p><p>[Ĥéé] said</p>')).toEqual(["said", "Look", "here"]);
});

const ANYBODY = [
  "/",
  "/sign-in",
  "/sign-in/code?again=1",
  "/sign-in/link",
  "/sign-in/link/sent",
  "/privacy",
  "/accessibility",
  "/nowhere",
];

test.each(ANYBODY)("%s: every word is the catalogue's", async (path) => {
  const { school } = await family();
  const html = await read(school, path);
  expect(unaccented(html)).toEqual([]);
  expect(html).toContain('<html lang="en-XA">');
});

const GUARDIANS = [
  "/",
  "/sign-out",
  "/account/sessions?ended=1",
  "/bookings",
  "/bookings?booked=1",
  "/bookings/calendar?renewed=1",
  "/bookings/invites",
  "/bookings/invites/new",
  "/evenings/EVENING/book",
  "/evenings/EVENING/book/manual",
  "/evenings/EVENING/book/automatic",
  "/video",
  "/check",
  "/offers/none",
];

test.each(GUARDIANS)("%s of a guardian: every word is the catalogue's", async (path) => {
  const { school, ids } = await family();
  expect(unaccented(await read(school, path.replace("EVENING", ids.evening), { as: ids.rachael }))).toEqual([]);
  expect(unaccented(await read(school, path.replace("EVENING", ids.evening), { as: ids.david }))).toEqual([]);
});

test("mistakes and refusals speak the reader's language", async () => {
  const { school, ids } = await family();
  const asRachael = { as: ids.rachael };
  const typed = { day: "31", month: "6", year: "2016", email: "a", firstName: "A" };
  const manual = `/evenings/${ids.evening}/book/manual`;
  const taken = { id: "x", student: ids.sophie, class: ids.science, book: String(school.startsAt + SLOT_MS) };
  for (const html of [
    await read(school, "/sign-in", { post: typed }),
    await read(school, "/sign-in", { post: { ...typed, day: "" } }),
    await read(school, "/sign-in/link", { post: { email: "a@b" } }),
    await read(school, "/sign-in/code", { post: { code: "1" } }),
    await read(school, "/sign-in/link/nothing"),
    await read(school, "/guests/video/nobody?guestToken=1"),
    await read(school, manual, { as: ids.david, post: taken }),
    await read(school, `/evenings/${ids.evening}/book/automatic`, {
      ...asRachael,
      post: { id: crypto.randomUUID(), from: "2", to: "1" },
    }),
    await read(school, "/bookings/invites", {
      as: ids.david,
      post: { evening: ids.evening, invite: crypto.randomUUID(), email: "a@b@c", student: ids.sophie },
    }),
    await read(school, `/evenings/${ids.evening}/waiting`, { ...asRachael, post: {} }),
    await read(school, `/evenings/${ids.evening}/attendance`, { ...asRachael, post: { unable: "1" } }),
  ])
    expect(unaccented(html.replaceAll(/value="[^"]*"/g, ""))).toEqual([]);
});

test("the pages of a guest", async () => {
  const { school, invite } = await family();
  const { deps } = testApp(school.db);
  const token = encodeURIComponent(await guestTokenOf(deps.settings.SIGNING_KEYS, invite));
  const notMe = `/guests/not-me/${invite.id}?guestToken=${token}`;
  expect(unaccented(await read(school, notMe))).toEqual([]);
  const video = `/guests/video/${invite.id}?guestToken=${token}`;
  expect(unaccented(await read(school, video))).toEqual([]);
  await school.db.update(invites).set({ state: "removed" }).where(eq(invites.id, invite.id));
  expect(unaccented(await read(school, notMe))).toEqual([]);
  expect(unaccented(await read(school, video))).toEqual([]);
});

test("the mirrored language turns the page around", async () => {
  const { school, ids } = await family();
  const html = await read(school, "/bookings", { locale: "ar-XB", as: ids.rachael });
  expect(html).toContain('<html lang="ar-XB" dir="rtl">');
  expect(html).toContain("\u202e");
});

test("locally an address can ask for a language, and it stays", async () => {
  const { school } = await family();
  const { app } = testApp(school.db);
  const answer = await app.fetch(new Request(`${school.origin}/?locale=en-XA`));
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect(cookie).toBe("locale=en-XA");
  const next = await app.fetch(new Request(`${school.origin}/privacy`, { headers: { cookie } }));
  expect(await next.text()).toContain('<html lang="en-XA">');
});

test("in production there are no pseudo-locales, however they are asked for", async () => {
  const { school } = await family();
  const { deps } = testApp(school.db);
  const app = createApp({ ...deps, settings: { ...deps.settings, STAGE: "production" } });
  for (const { name } of PSEUDO) {
    const headers = { "accept-language": name, cookie: `locale=${name}` };
    const answer = await app.fetch(new Request(`${school.origin}/?locale=${name}`, { headers }));
    expect(await answer.text()).toContain('<html lang="en-GB">');
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
});

test("who asks for a language that isn't there reads English", async () => {
  const { school } = await family();
  expect(await read(school, "/", { locale: "tlh, fr;q=0.8" })).toContain('<html lang="en-GB">');
  expect(await read(school, "/", { locale: "en-US" })).toContain('<html lang="en-GB">');
});

test("the consent that is stored is the text that was read", async () => {
  const { school, ids } = await family();
  const invite = crypto.randomUUID();
  const sent = {
    evening: ids.evening,
    invite,
    name: "Jo",
    email: "jo@mail.example",
    consent: "yes",
    student: ids.sophie,
  };
  await read(school, "/bookings/invites", { locale: "en", as: ids.david, post: sent });
  const stored = await school.db.select().from(consents).where(eq(consents.inviteId, invite)).get();
  expect(stored?.words).toBe("I consent to sharing my name, student name, and list of appointments");
});

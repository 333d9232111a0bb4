import { exports } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { addressChanged } from "../../worker/changes/address-changed.ts";
import { signInLinkMade, signInLinkUsed } from "../../worker/changes/sign-in-links.ts";
import { commit } from "../../worker/db/guard.ts";
import type { Person, School } from "../../worker/db/records.ts";
import { outbox, rateLimits, schools, sessions, signInLinks } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS, signInUrl } from "../../worker/rules/links.ts";
import { eventually } from "../support/eventually.ts";
import { makeGuardianship, makePerson, makeStudent } from "../support/worker/people.ts";
import { db, makeSchool as makeAnySchool, settings } from "../support/worker/school.ts";

beforeEach(async () => {
  await db.delete(rateLimits);
});

/** A school that has chosen details alone: codes are in sign-in-code.test.ts. */
const makeSchool = async () => {
  const school = await makeAnySchool();
  await db.update(schools).set({ signInBy: "details" }).where(eq(schools.id, school.id));
  return school;
};

const family = async () => {
  const school = await makeSchool();
  const guardian = await makePerson(school);
  const student = await makeStudent(school);
  await makeGuardianship(school, guardian.id, student.id);
  return { school, guardian, student };
};

const originOf = (school: School) => `http://${school.slug}.localhost:8787`;
const get = (school: School, path: string, cookie = "") =>
  exports.default.fetch(`${originOf(school)}${path}`, { headers: { cookie }, redirect: "manual" });
const post = (school: School, path: string, form: Record<string, string>, cookie = "") =>
  exports.default.fetch(path.startsWith("http") ? path : `${originOf(school)}${path}`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { cookie, origin: originOf(school) },
    redirect: "manual",
  });
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .find((cookie) => cookie.startsWith("parlour=")) ?? "";

const details = (guardian: Person, change: Record<string, string> = {}) => ({
  ...{ title: "Mr", firstName: "ADA", surname: "O'hara", email: guardian.email.toUpperCase() },
  ...{ studentFirstName: "Zoe", studentSurname: "OHARA", day: "14", month: "03", year: "2016", ...change },
});

const waitingLinks = (school: School) => db.select().from(signInLinks).where(eq(signInLinks.schoolId, school.id));
const mails = (school: School) =>
  db
    .select()
    .from(outbox)
    .where(and(eq(outbox.schoolId, school.id), eq(outbox.kind, "sign_in")));

const linkFor = async (school: School, personIds: string[], change: { returnTo?: string; expiresAt?: number } = {}) => {
  const wanted = { personIds, returnTo: "", expiresAt: Date.now() + SIGN_IN_LINK_LIFE_MS, ...change };
  const link = await newSignInLink(settings.SIGNING_KEYS, wanted);
  await commit(db, signInLinkMade(schoolScope(db, school.id, Date.now()), link));
  return signInUrl(settings, school, link.id, link.keyId);
};

test("details that fold to the record's sign in at once, whatever the title", async () => {
  const { school, guardian } = await family();
  const response = await post(school, "/sign-in", details(guardian));
  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/");
  const home = await get(school, "/sign-out", cookieOf(response));
  expect(await home.text()).toContain("You are signed in as Ada O’Hara.");
});

test("signing in leads back to where the person was going, and never to another site", async () => {
  const { school, guardian } = await family();
  const kept = await get(school, "/sign-in?next=/evenings/1/book");
  expect(await kept.text()).toContain('name="next" value="/evenings/1/book"');
  const back = await post(school, "/sign-in", details(guardian, { next: "/evenings/1/book" }));
  expect(back.headers.get("location")).toBe("/evenings/1/book");
  const away = await post(school, "/sign-in", details(guardian, { next: "//evil.example/" }));
  expect(away.headers.get("location")).toBe("/");
});

test("another address: the link goes to the record's alone, and the answer is the very same as for nobody", async () => {
  const { school, guardian } = await family();
  const typed = { email: "new@mail.example" };
  const elsewhere = await post(school, "/sign-in", details(guardian, typed));
  const nobody = await post(school, "/sign-in", details(guardian, { ...typed, day: "15" }));
  const strangers = await post(school, "/sign-in", details(guardian, { ...typed, firstName: "Eve" }));
  expect([elsewhere.status, nobody.status, strangers.status]).toEqual([422, 422, 422]);
  const page = await elsewhere.text();
  expect(page).toContain("We could not sign you in");
  expect(page).toContain("Check each box against a school letter");
  expect((await nobody.text()).replace('value="15"', 'value="14"')).toBe(page);
  expect((await strangers.text()).replace('value="Eve"', 'value="ADA"')).toBe(page);
  expect([elsewhere, nobody, strangers].map(cookieOf)).toEqual(["", "", ""]);
  await eventually(async () => expect(await mails(school)).toHaveLength(1));
  expect(await waitingLinks(school)).toMatchObject([{ personIds: JSON.stringify([guardian.id]) }]);
});

test.each([
  ["wrong birth date", { day: "13" }],
  ["another first name", { firstName: "Adam" }],
  ["another student", { studentFirstName: "Zadie" }],
])("%s signs nobody in", async (_, change) => {
  const { school, guardian } = await family();
  const response = await post(school, "/sign-in", details(guardian, change));
  expect(response.status).toBe(422);
  expect(cookieOf(response)).toBe("");
});

test("a guardian whom a court order keeps away is answered like nobody", async () => {
  const school = await makeSchool();
  const guardian = await makePerson(school);
  const student = await makeStudent(school);
  await makeGuardianship(school, guardian.id, student.id, false);
  expect((await post(school, "/sign-in", details(guardian))).status).toBe(422);
  await post(school, "/sign-in/link", { email: guardian.email });
  expect(await mails(school)).toEqual([]);
});

test("a family of one school is nobody at another", async () => {
  const { guardian } = await family();
  const other = await makeSchool();
  expect((await post(other, "/sign-in", details(guardian))).status).toBe(422);
});

test("mistakes in typing are named at their boxes, and what was typed stays", async () => {
  const { school, guardian } = await family();
  const wrong = { surname: " ", email: "ada@mail", day: "31", month: "6" };
  const response = await post(school, "/sign-in", details(guardian, wrong));
  const page = await response.text();
  expect(response.status).toBe(422);
  for (const words of [
    '<a href="#surname">Type your surname; a dash, if you have one name only</a>',
    '<a href="#email">The email is missing its end, like .com or .co.uk</a>',
    '<a href="#dob-day">Check the date of birth: there is no 31st in June</a>',
    'aria-describedby="surname-error"',
    'value="ADA"',
    'value="31"',
  ])
    expect(page).toContain(words);
});

test("an empty form names every box that has to be filled in, and is no error of ours", async () => {
  const school = await makeSchool();
  const page = await (await post(school, "/sign-in", {})).text();
  expect(page.match(/<li>/g)).toHaveLength(5);
});

test("asking for a link answers the same whether the address is known or not", async () => {
  const { school, guardian } = await family();
  const known = await post(school, "/sign-in/link", { email: guardian.email, next: "/bookings" });
  const unknown = await post(school, "/sign-in/link", { email: "nobody@mail.example", next: "/bookings" });
  expect([known.status, unknown.status]).toEqual([303, 303]);
  expect(known.headers.get("location")).toBe(unknown.headers.get("location"));
  expect(await (await get(school, "/sign-in/link/sent")).text()).toContain("If the school knows this address");
  await eventually(async () => expect(await mails(school)).toHaveLength(1));
  expect(await waitingLinks(school)).toMatchObject([{ returnTo: "/bookings" }]);
});

test("teachers and admins use the staff's door, guardians theirs", async () => {
  const school = await makeSchool();
  const teacher = await makePerson(school, { role: "teacher" });
  await post(school, "/sign-in/link", { email: teacher.email });
  expect(await mails(school)).toEqual([]);
  await post(school, "/staff/sign-in", { email: teacher.email });
  await eventually(async () => expect(await mails(school)).toHaveLength(1));
});

test("a malformed address is named", async () => {
  const school = await makeSchool();
  const response = await post(school, "/staff/sign-in", { email: "lu.oak.example" });
  expect(response.status).toBe(422);
  expect(await response.text()).toContain("The email is missing its @");
});

test("opening a link changes nothing; pressing its button signs in, once", async () => {
  const { school, guardian } = await family();
  const url = await linkFor(school, [guardian.id], { returnTo: "/bookings" });
  const path = new URL(url).pathname;
  for (const _ of [1, 2]) {
    const opened = await get(school, path);
    expect(opened.status).toBe(200);
    expect(await opened.text()).toContain("Sign in as Ada O’Hara");
  }
  expect(await db.$count(sessions, eq(sessions.schoolId, school.id))).toBe(0);
  const signedIn = await post(school, url, { person: guardian.id });
  expect([signedIn.status, signedIn.headers.get("location")]).toEqual([303, "/bookings"]);
  const again = await post(school, url, { person: guardian.id });
  expect(again.status).toBe(410);
  const used = await again.text();
  expect(used).toContain("This link has been used");
  expect(used).toContain(`<bdi dir="ltr">${guardian.email[0]}•••@mail.example</bdi>`);
  expect(used).not.toContain(guardian.email);
  expect(await db.$count(sessions, eq(sessions.schoolId, school.id))).toBe(1);
  const sameDevice = await get(school, path, cookieOf(signedIn));
  expect([sameDevice.status, sameDevice.headers.get("location")]).toEqual([303, "/bookings"]);
});

test("on a second device one press has a used link sent again, to the record's address, leading where it led", async () => {
  const { school, guardian } = await family();
  const url = await linkFor(school, [guardian.id], { returnTo: "/bookings" });
  await post(school, url, { person: guardian.id });
  const asked = await post(school, `${url}/again`, {});
  expect([asked.status, asked.headers.get("location")]).toEqual([303, "/sign-in/link/sent"]);
  await eventually(async () => expect(await mails(school)).toHaveLength(1));
  const sent = (await waitingLinks(school)).filter(({ usedAt }) => usedAt === null);
  expect(sent).toMatchObject([{ personIds: JSON.stringify([guardian.id]), returnTo: "/bookings", eveningId: null }]);
  const changed = `${url.slice(0, -1)}${url.endsWith("0") ? "1" : "0"}/again`;
  expect((await post(school, changed, {})).status).toBe(404);
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push((await post(school, `${url}/again`, {})).status);
  expect(answers).toEqual([303, 303, 303, 303, 429, 429]);
});

test("two presses at the same instant: one signs in", async () => {
  const { school, guardian } = await family();
  const url = await linkFor(school, [guardian.id]);
  const answers = await Promise.all([1, 2, 3].map(() => post(school, url, { person: guardian.id })));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410]);
});

test("a link that was taken from somebody while they pressed it signs them in no more", async () => {
  const { school, guardian } = await family();
  const other = await makePerson(school);
  const scope = schoolScope(db, school.id, Date.now());
  const wanted = { personIds: [guardian.id, other.id], returnTo: "", expiresAt: scope.now + SIGN_IN_LINK_LIFE_MS };
  const link = await newSignInLink(settings.SIGNING_KEYS, wanted);
  await commit(db, signInLinkMade(scope, link));
  await commit(db, addressChanged(scope, guardian.id, "new@mail.example"));
  expect(await commit(db, signInLinkUsed(scope, link.id, guardian.id))).toBe("spent");
  expect(await commit(db, signInLinkUsed(scope, link.id, other.id))).toBeNull();
});

test("people who share an address choose their name, and nobody else can be chosen", async () => {
  const { school, guardian, student } = await family();
  const second = await makePerson(school, { forename: "Tom", email: guardian.email });
  await makeGuardianship(school, second.id, student.id);
  const stranger = await makePerson(school, { forename: "Eve" });
  await post(school, "/sign-in/link", { email: guardian.email });
  await eventually(async () => expect(await mails(school)).toHaveLength(1));
  const [link] = await waitingLinks(school);
  const url = await signInUrl(settings, school, link?.id ?? "", link?.keyId ?? "");
  const page = await (await get(school, new URL(url).pathname)).text();
  expect(page).toContain("Sign in as Ada O’Hara");
  expect(page).toContain("Sign in as Tom O’Hara");
  expect((await post(school, url, { person: stranger.id })).status).toBe(422);
  expect((await post(school, url, {})).status).toBe(422);
  expect((await post(school, url, { person: second.id })).status).toBe(303);
});

test("one letter changed, another school, an old link: a page that says what to do", async () => {
  const { school, guardian } = await family();
  const url = await linkFor(school, [guardian.id]);
  const last = url.endsWith("0") ? "1" : "0";
  const changed = await get(school, new URL(url).pathname.replace(/.$/, last));
  expect(changed.status).toBe(404);
  const page = await changed.text();
  expect(page).toContain("Copy the whole link");
  expect(page).toContain("E-mail me a new link");
  expect((await get(school, `${new URL(url).pathname}x`)).status).toBe(404);
  const other = await makeSchool();
  expect((await get(other, new URL(url).pathname)).status).toBe(404);
  const old = await linkFor(school, [guardian.id], { expiresAt: Date.now() - 1 });
  const expired = await get(school, new URL(old).pathname);
  expect(expired.status).toBe(410);
  expect(await expired.text()).toContain("This link is too old");
  expect((await post(school, old, { person: guardian.id })).status).toBe(410);
});

test("signing out takes a press and ends the session on the server", async () => {
  const { school, guardian } = await family();
  const cookie = cookieOf(await post(school, "/sign-in", details(guardian)));
  await get(school, "/sign-out", cookie);
  expect(await db.$count(sessions, eq(sessions.schoolId, school.id))).toBe(1);
  const out = await post(school, "/sign-out", {}, cookie);
  expect([out.status, out.headers.get("location")]).toEqual([303, "/"]);
  expect(await db.$count(sessions, eq(sessions.schoolId, school.id))).toBe(0);
});

test("a form from another site is refused", async () => {
  const { school, guardian } = await family();
  const response = await exports.default.fetch(`${originOf(school)}/sign-in`, {
    method: "POST",
    body: new URLSearchParams(details(guardian)),
    headers: { origin: "https://evil.example" },
  });
  expect(response.status).toBe(403);
});

test("guessing is slowed down", async () => {
  const { school, guardian } = await family();
  const answers = [];
  for (let n = 0; n < 11; n += 1) answers.push(await post(school, "/sign-in", details(guardian, { day: "1" })));
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(422), 429]);
});

test("a subdomain of no school is a page with 404", async () => {
  const response = await exports.default.fetch("http://nowhere.localhost:8787/sign-in");
  expect(response.status).toBe(404);
  expect(await response.text()).toContain("There is no school at this address");
});

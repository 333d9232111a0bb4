import { and, asc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Person } from "../../worker/db/records.ts";
import {
  audit,
  outbox,
  people,
  rateLimits,
  schools,
  sessions,
  signInCodes,
  signInLinks,
} from "../../worker/db/schema.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { hashToken } from "../../worker/rules/tokens.ts";
import { eventually } from "../support/eventually.ts";
import { TestBrowser } from "../support/worker/browser.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { makeGuardianship, makePerson, makeStudent } from "../support/worker/people.ts";
import { db, makeSchool } from "../support/worker/school.ts";
import { testApp } from "../support/worker/small-school.ts";

const MINUTE = 60_000;

beforeEach(async () => {
  await db.delete(rateLimits);
});

/** A school of one family, its site, the mail that leaves it, and a clock. */
async function family(person: Partial<Person> = {}) {
  const school = await makeSchool();
  const guardian = await makePerson(school, person);
  const student = await makeStudent(school);
  await makeGuardianship(school, guardian.id, student.id);
  const postmark = fakePostmark();
  const { app, deps, clock } = testApp(db, { postmark });
  const browser = () => new TestBrowser(app, school.slug);
  const rows = () =>
    db.select().from(signInCodes).where(eq(signInCodes.schoolId, school.id)).orderBy(asc(signInCodes.createdAt));
  const queued = () =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.schoolId, school.id), eq(outbox.kind, "sign_in")));
  const mailed = async () => {
    await sendDueMail(deps);
    const message = postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug).at(-1);
    const [, first = "", second = ""] = /^ {2}(\d{3}) (\d{3})$/m.exec(message?.TextBody ?? "") ?? [];
    const link = /http\S+\/sign-in\/link\/[0-9a-f]{32}/.exec(message?.TextBody ?? "")?.[0] ?? "";
    return { to: message?.To, code: first + second, link, text: message?.TextBody ?? "" };
  };
  /** Sends the details and waits until the mail is there. */
  const ask = async (page: TestBrowser, change: Record<string, string> = {}) => {
    const before = (await rows()).length;
    await page.post("/sign-in", details(guardian, change));
    await eventually(async () => expect((await rows()).length).toBe(before + 1));
    return mailed();
  };
  return { school, guardian, student, app, deps, clock, postmark, browser, rows, queued, mailed, ask };
}

const details = (guardian: Person, change: Record<string, string> = {}) => ({
  ...{ title: "", firstName: "ADA", surname: "O'hara", email: guardian.email },
  ...{ studentFirstName: "Zoe", studentSurname: "OHARA", day: "14", month: "03", year: "2016", ...change },
});

const wrongOf = (code: string) => (code === "123456" ? "654321" : "123456");

test("details, then the six figures of the mail: signed in, with code and link spent", async () => {
  const { school, guardian, browser, ask, rows } = await family();
  const page = browser();
  const mail = await ask(page, { next: "/bookings" });
  expect(mail.to).toBe(guardian.email);
  expect(mail.code).toMatch(/^\d{6}$/);
  expect(mail.text).toContain("It works for 10 minutes");
  expect(page.isSignedIn).toBe(false);
  const shown = await page.text("/sign-in/code?next=/bookings");
  for (const words of ['inputmode="numeric"', 'autocomplete="one-time-code"', "Send it again", "Ask the office"])
    expect(shown).toContain(words);
  const answer = await page.post("/sign-in/code", {
    code: ` ${mail.code.slice(0, 3)}-${mail.code.slice(3)}`,
    next: "/bookings",
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/bookings"]);
  expect(await page.text("/sign-out")).toContain("You are signed in as Ada O’Hara.");
  // Nothing of it can be read in the database, and nothing of it works twice.
  const [row] = await rows();
  expect(JSON.stringify(row)).not.toContain(mail.code);
  expect(row).toMatchObject({ usedAt: expect.any(Number), personId: guardian.id });
  expect((await browser().get(mail.link)).status).toBe(410);
  expect((await page.post("/sign-in/code", { code: mail.code })).status).toBe(422);
  const trail = await db.select().from(audit).where(eq(audit.schoolId, school.id));
  expect(trail).toMatchObject([{ action: "sign_in.by_code", actor: guardian.id, object: guardian.id }]);
});

test("an address whose domain is not in ASCII is mailed in punycode, and typed either way", async () => {
  const { guardian, browser, ask } = await family({ email: "Ada@Schüle.example" });
  const mail = await ask(browser(), { email: "\u200bada@xn--schle-mva.example" });
  expect(mail.to).toBe("Ada@xn--schle-mva.example");
  expect(guardian.email).toBe("Ada@Schüle.example");
});

test("the link of the mail works on any device, and spends the code", async () => {
  const { guardian, browser, ask } = await family();
  const page = browser();
  const { code, link } = await ask(page);
  const phone = browser();
  expect((await phone.post(link, { person: guardian.id })).status).toBe(303);
  expect(phone.isSignedIn).toBe(true);
  expect((await page.post("/sign-in/code", { code })).status).toBe(422);
  expect(page.isSignedIn).toBe(false);
});

test("a stranger sees the same, whether the details are nobody's, match with another address, or match", async () => {
  const { guardian, browser, rows, queued } = await family();
  const changes = [{}, { email: "new@mail.example" }, { email: "" }, { firstName: "Eve" }, { day: "15" }];
  const seen = [];
  for (const change of changes) {
    await db.delete(rateLimits);
    const page = browser();
    const answer = await page.post("/sign-in", details(guardian, change));
    const next = answer.headers.get("location") ?? "";
    const wrong = await page.post("/sign-in/code", { code: "12345" });
    const again = await page.post("/sign-in/code/again");
    const headers = [...answer.headers.keys()].sort();
    seen.push([
      ...[answer.status, next, headers, [...page.cookies.keys()], await answer.text(), await page.text(next)],
      ...[wrong.status, await wrong.text(), again.status, again.headers.get("location")],
    ]);
  }
  for (const one of seen) expect(one).toEqual(seen[0]);
  // The first three are the guardian's: each has a code in a mail to the record's address. The others have nothing.
  await eventually(async () => expect(await rows()).toHaveLength(3));
  expect((await rows()).every(({ linkId }) => linkId !== null)).toBe(true);
  expect((await queued()).length).toBeGreaterThanOrEqual(3);
});

test("a wrong code is answered in the same words for a stranger and for whoever has one", async () => {
  const { guardian, browser, ask } = await family();
  const page = browser();
  const { code } = await ask(page);
  const theirs = await page.post("/sign-in/code", { code: wrongOf(code) });
  const stranger = browser();
  await stranger.post("/sign-in", details(guardian, { firstName: "Eve" }));
  const nobodys = await stranger.post("/sign-in/code", { code: wrongOf(code) });
  expect([theirs.status, nobodys.status]).toEqual([422, 422]);
  expect(await theirs.text()).toBe(await nobodys.text());
});

test("a code is worth nothing in another browser", async () => {
  const { guardian, browser, ask } = await family();
  const { code } = await ask(browser());
  const thief = browser();
  expect((await thief.post("/sign-in/code", { code })).status).toBe(422);
  await thief.post("/sign-in", details(guardian, { firstName: "Eve" }));
  expect((await thief.post("/sign-in/code", { code })).status).toBe(422);
  // Nor where the details are right, and have a code of that browser's own mailed.
  const other = browser();
  await ask(other);
  expect((await other.post("/sign-in/code", { code })).status).toBe(422);
});

test("five wrong tries spend a code", async () => {
  const { browser, ask } = await family();
  const page = browser();
  const { code } = await ask(page);
  for (let n = 0; n < 5; n += 1) await page.post("/sign-in/code", { code: wrongOf(code) });
  expect((await page.post("/sign-in/code", { code })).status).toBe(422);
});

test("however many guesses come at the same instant, no more than five are compared", async () => {
  const { browser, ask, rows } = await family();
  const page = browser();
  const { code } = await ask(page);
  const guesses = Array.from({ length: 15 }, (_, n) => String(n).padStart(6, "7"));
  await Promise.all(guesses.filter((one) => one !== code).map((one) => page.post("/sign-in/code", { code: one })));
  const [row] = await rows();
  expect(row?.tries).toBeLessThanOrEqual(5);
  expect(row?.tries).toBeGreaterThan(0);
});

test("after four wrong tries the right code still signs in; ten minutes on it does not", async () => {
  const { browser, ask, clock } = await family();
  const page = browser();
  const { code } = await ask(page);
  for (let n = 0; n < 4; n += 1) await page.post("/sign-in/code", { code: wrongOf(code) });
  expect((await page.post("/sign-in/code", { code })).status).toBe(303);
  const later = browser();
  const second = await ask(later);
  clock.now += 10 * MINUTE;
  expect((await later.post("/sign-in/code", { code: second.code })).status).toBe(422);
});

test("sent again: the same code while it is worth it, a fresh one after that; five times is too often", async () => {
  const { browser, ask, rows, queued, mailed, clock } = await family();
  const page = browser();
  const first = await ask(page);
  expect((await page.post("/sign-in/code/again", { next: "/bookings" })).headers.get("location")).toBe(
    "/sign-in/code?next=%2Fbookings&again=1",
  );
  await eventually(async () => expect(await queued()).toHaveLength(2));
  expect((await mailed()).code).toBe(first.code);
  clock.now += 9 * MINUTE;
  await page.post("/sign-in/code/again");
  await eventually(async () => expect(await rows()).toHaveLength(2));
  const second = await mailed();
  expect(second.code).not.toBe(first.code);
  expect((await page.post("/sign-in/code", { code: second.code })).status).toBe(303);
  const eager = browser();
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push((await eager.post("/sign-in/code/again")).status);
  expect(answers).toEqual([303, 303, 303, 303, 429, 429]);
});

test("so many codes a day and no more; the link by mail stays", async () => {
  const { guardian, browser, rows, queued } = await family();
  for (let n = 0; n < 14; n += 1) {
    await db.delete(rateLimits);
    await browser().post("/sign-in", details(guardian));
    await eventually(async () => expect(await rows()).toHaveLength(n + 1));
  }
  expect(await queued()).toHaveLength(12);
});

test("what is no code is named, and tries nothing", async () => {
  const { browser, ask, rows } = await family();
  const page = browser();
  await ask(page);
  for (const code of ["", "12345", "1234567", "abcdef"]) {
    const answer = await page.post("/sign-in/code", { code });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('<a href="#code">Type the six figures of the code</a>');
  }
  expect(await rows()).toMatchObject([{ tries: 0 }]);
});

test("a guardian without an address signs in by a code of the office's, once, within a day", async () => {
  const { school, guardian, browser, rows, clock } = await family({ email: "" });
  const office = await makePerson(school, { role: "office", forename: "Olga" });
  const desk = browser();
  await db.insert(sessions).values(await sessionFor(school.id, office.id, desk, clock.now));
  const path = `/admin/families/${guardian.id}/code`;
  expect(await desk.text(path)).toContain("no e-mail address for them");
  const code = async () => {
    const given = await (await desk.post(path)).text();
    const [, first = "", second = ""] = /(\d{3}) (\d{3})<\/p>/.exec(given) ?? [];
    return first + second;
  };
  const old = await code();
  const fresh = await code();
  const page = browser();
  const before = (await rows()).length;
  await page.post("/sign-in", details(guardian, { email: "" }));
  await eventually(async () => expect(await rows()).toHaveLength(before + 1));
  if (old !== fresh) expect((await page.post("/sign-in/code", { code: old })).status).toBe(422);
  // Whoever has not given the guardian's details gets nowhere with it.
  expect((await browser().post("/sign-in/code", { code: fresh })).status).toBe(422);
  clock.now += 30 * MINUTE;
  expect((await page.post("/sign-in/code", { code: fresh })).status).toBe(303);
  expect(page.isSignedIn).toBe(true);
  const other = browser();
  await other.post("/sign-in", details(guardian, { email: "" }));
  await eventually(async () => expect(await rows()).toHaveLength(before + 2));
  expect((await other.post("/sign-in/code", { code: fresh })).status).toBe(422);
  const actions = (await db.select().from(audit).where(eq(audit.schoolId, school.id))).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(["sign_in.code_given", "sign_in.by_office_code"]));
});

test("only the office gives codes, and only to guardians of the school who may sign in", async () => {
  const { school, guardian, browser, clock } = await family();
  const teacher = await makePerson(school, { role: "teacher" });
  const admin = await makePerson(school, { role: "admin" });
  const stranger = await makePerson(await makeSchool());
  const as = async (id: string) => {
    const page = browser();
    await db.insert(sessions).values(await sessionFor(school.id, id, page, clock.now));
    return page;
  };
  const desk = await as(admin.id);
  for (const id of [teacher.id, stranger.id, "nobody"])
    expect((await desk.post(`/admin/families/${id}/code`)).status).toBe(404);
  for (const id of [guardian.id, teacher.id])
    expect((await (await as(id)).post(`/admin/families/${guardian.id}/code`)).status).not.toBe(200);
  expect(await db.$count(signInCodes, eq(signInCodes.schoolId, school.id))).toBe(0);
});

test("whoever may sign in no more can't by a code that they have", async () => {
  const { guardian, browser, ask } = await family();
  const page = browser();
  const { code } = await ask(page);
  await db.update(people).set({ endedAt: 1 }).where(eq(people.id, guardian.id));
  expect((await page.post("/sign-in/code", { code })).status).toBe(422);
});

test("details alone, where the school chose them: in at once, and told of a device that was never used before", async () => {
  const { school, guardian, deps, postmark, browser } = await family();
  await db.update(schools).set({ signInBy: "details" }).where(eq(schools.id, school.id));
  const page = browser();
  expect((await page.post("/sign-in", details(guardian))).status).toBe(303);
  expect(page.isSignedIn).toBe(true);
  await page.post("/sign-out");
  expect((await page.post("/sign-in", details(guardian))).status).toBe(303);
  await sendDueMail(deps);
  const told = postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ To: guardian.email, Subject: "You signed in on a new device: Holm Oak School" });
  expect(told[0]?.TextBody).toContain("by Chrome on Android");
  expect(told[0]?.TextBody).toContain("/account/sessions");
  const phone = browser();
  await phone.post("/sign-in", details(guardian));
  await sendDueMail(deps);
  expect(postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug)).toHaveLength(2);
});

test("details alone: without an address, or with another, there is a code all the same", async () => {
  const { school, guardian, browser, rows, mailed } = await family();
  await db.update(schools).set({ signInBy: "details" }).where(eq(schools.id, school.id));
  const page = browser();
  const answer = await page.post("/sign-in", details(guardian, { email: "" }));
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in/code"]);
  const other = browser();
  const refused = await other.post("/sign-in", details(guardian, { email: "new@mail.example" }));
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('href="/sign-in/code"');
  await eventually(async () => expect(await rows()).toHaveLength(2));
  await eventually(async () => expect(await db.$count(signInLinks, eq(signInLinks.schoolId, school.id))).toBe(2));
  const { code } = await mailed();
  const answers = [await page.post("/sign-in/code", { code }), await other.post("/sign-in/code", { code })];
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
});

async function sessionFor(schoolId: string, personId: string, page: TestBrowser, now: number) {
  const token = crypto.randomUUID();
  page.cookies.set("parlour", token);
  return {
    schoolId,
    personId,
    tokenHash: await hashToken(token),
    createdAt: now,
    seenAt: now,
    expiresAt: now + 12 * 3_600_000,
  };
}

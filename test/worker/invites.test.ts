import { and, eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import {
  appointments,
  audit,
  consents,
  enrolments,
  guardianships,
  inviteStudents,
  invites,
  outbox,
  people,
  roomNotices,
  students,
} from "../../worker/db/schema.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 30_000 });

type Fields = Record<string, string | string[]>;

/** David with Sophie and Liz in the evening, signed in, one appointment for each. */
async function setUp(options: Parameters<typeof testApp>[1] = {}) {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const liz = `liz-${school.slug}`;
  await db.batch([
    db.insert(students).values({
      ...{ schoolId, id: liz, externalId: liz, forename: "Liz", surname: "Aaron", nameKey: "liz aaron" },
      ...{ birthKey: "none", yearGroup: "5", registrationGroup: "5A" },
    }),
    db.insert(guardianships).values({
      ...{ schoolId, guardianId: ids.david, studentId: liz, relationship: "Father", priority: 1 },
      ...{ parentalResponsibility: true, livesWith: true, courtOrder: false, mayBook: true },
    }),
    db.insert(enrolments).values({ schoolId, classId: ids.review, studentId: liz }),
  ]);
  const forSophie = await booked(school, {
    ...{ guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 0 },
  });
  const { app, ...rest } = testApp(db, options);
  const cookie = await cookieOf(school, ids.david);
  const call = async (path: string, init: RequestInit & { as?: string | null; origin?: string } = {}) => {
    const { as = cookie, origin = school.origin, ...request } = init;
    const headers = new Headers(request.headers);
    if (as) headers.set("cookie", as);
    if (request.method === "POST") headers.set("origin", origin);
    // What goes on after the answer has ended when this resolves, so that no test meets another's.
    const after: Promise<unknown>[] = [];
    const context = { waitUntil: (work: Promise<unknown>) => after.push(work), passThroughOnException() {}, props: {} };
    const answer = await app.fetch(
      new Request(`${origin}${path}`, { redirect: "manual", ...request, headers }),
      {},
      context,
    );
    await Promise.all(after);
    return answer;
  };
  const post = (path: string, fields: Fields = {}, init: Parameters<typeof call>[1] = {}) =>
    call(path, { method: "POST", body: encode(fields), ...init });
  const form = (changes: Fields = {}): Fields => ({
    ...{ evening: ids.evening, invite: crypto.randomUUID(), name: "Jane Aaron", email: "jaaron@test.com" },
    ...{ consent: "yes", student: ids.sophie },
    ...changes,
  });
  return { ...rest, school, db, ids, liz, forSophie, call, post, form };
}

function encode(fields: Fields): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  );
}

const rowsOf = ({ db, schoolId }: SmallSchool) => ({
  invites: () => db.select().from(invites).where(eq(invites.schoolId, schoolId)),
  live: () =>
    db
      .select()
      .from(inviteStudents)
      .where(and(eq(inviteStudents.schoolId, schoolId), eq(inviteStudents.live, true))),
  outbox: () => db.select().from(outbox).where(eq(outbox.schoolId, schoolId)),
  consents: () => db.select().from(consents).where(eq(consents.schoolId, schoolId)),
  notices: () => db.select().from(roomNotices).where(eq(roomNotices.schoolId, schoolId)),
  actions: async () =>
    (await db.select().from(audit).where(eq(audit.schoolId, schoolId)).orderBy(sql`rowid`)).map((row) => row.action),
});

type Given = Awaited<ReturnType<typeof setUp>>;

async function invite(given: Given, changes: Fields = {}) {
  const fields = given.form(changes);
  const answer = await given.post("/bookings/invites", fields);
  expect(answer.status).toBe(303);
  const [row] = await given.db
    .select()
    .from(invites)
    .where(eq(invites.id, String(fields.invite)));
  if (!row) throw new Error("no invite");
  const token = await guestTokenOf(given.deps.settings.SIGNING_KEYS, row);
  return { id: row.id, fields, token, link: `/guests/video/${row.id}?guestToken=${token}` };
}

/** A page's text without its markup. */
async function textOf(answer: Response): Promise<string> {
  return (await answer.text())
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

test("the form asks for what the founding page asks for, with every student of the guardian's in the evening", async () => {
  const { call, ids } = await setUp();
  const html = await (await call(`/bookings/invites/new?evening=${ids.evening}`)).text();
  for (const words of [
    "You may invite an additional parent/guardian to also attend the video call.",
    "Name *",
    "Email *",
    "Anyone with access to the email will be able to join the video call",
    "I consent to sharing my name, student name, and list of appointments",
    "Invite to all appointments for the following students:",
    "Sophie Aaron",
    "Liz Aaron",
    "Send Invite",
    "Close",
  ])
    expect(html).toContain(words);
  expect(html).not.toContain("Ben Abbot");
});

test("Send Invite commits invite, consent, mail, notice and audit together, and leads to Manage Invites", async () => {
  const given = await setUp();
  const sent = await invite(given);
  const rows = rowsOf(given.school);
  expect(await rows.invites()).toMatchObject([
    { name: "Jane Aaron", email: "jaaron@test.com", state: "sent", version: 1 },
  ]);
  expect(await rows.live()).toMatchObject([{ studentId: given.ids.sophie }]);
  expect(await rows.consents()).toMatchObject([
    {
      words: "I consent to sharing my name, student name, and list of appointments",
      wordsVersion: 1,
      studentIds: JSON.stringify([given.ids.sophie]),
      withdrawnAt: null,
    },
  ]);
  expect(await rows.actions()).toEqual(["invite.sent"]);
  const [appointment] = await given.db.select().from(appointments).where(eq(appointments.id, given.forSophie));
  expect(appointment?.version).toBe(2);
  const page = await given.call(`/bookings/invites?evening=${given.ids.evening}&sent=${sent.id}`);
  const text = await textOf(page);
  expect(text).toContain("Invite sent to Jane Aaron.");
  expect(text).toContain("To change invited guests, please remove and then invite again.");
  expect(text).toContain("For: Sophie Aaron");
  expect(text).toContain("Invite Parent/Guardian");
});

test("the outbox holds neither token nor address nor name", async () => {
  const given = await setUp();
  const { token } = await invite(given);
  const stored = JSON.stringify(await rowsOf(given.school).outbox());
  for (const secret of [token, "jaaron", "Jane", "Aaron"]) expect(stored).not.toContain(secret);
});

test("mistakes are named beside their fields and in a summary, and what was typed stays", async () => {
  const given = await setUp();
  const answer = await given.post("/bookings/invites", given.form({ email: "jaaron@test", consent: "" }));
  expect(answer.status).toBe(422);
  const { consent: _, ...unticked } = given.form({ email: "jaaron@test" });
  const again = await given.post("/bookings/invites", unticked);
  expect(again.status).toBe(422);
  const html = await again.text();
  expect(html).toContain("2 things to put right");
  expect(html).toContain('<a href="#email">The email is missing its end, like .com or .co.uk</a>');
  expect(html).toContain('<a href="#consent">Tick the box to agree to sharing</a>');
  expect(html).toContain('id="email-error"');
  expect(html).toContain('value="jaaron@test"');
  expect(await rowsOf(given.school).invites()).toEqual([]);
});

test("somebody else's student can't be chosen, whatever the form says", async () => {
  const given = await setUp();
  const answer = await given.post("/bookings/invites", given.form({ student: [given.ids.sophie, given.ids.ben] }));
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("Choose from your own students in this evening");
  expect(await rowsOf(given.school).live()).toEqual([]);
});

test("a child whom the guardian may not book for is not on the list", async () => {
  const given = await setUp();
  await given.db.update(guardianships).set({ mayBook: false }).where(eq(guardianships.studentId, given.liz));
  const html = await (await given.call(`/bookings/invites/new?evening=${given.ids.evening}`)).text();
  expect(html).not.toContain("Liz Aaron");
  expect(html).not.toContain("Invite to all appointments for the following students:");
  // With one student left there is no list, and nothing to tick.
  const { student: _, ...form } = given.form();
  expect((await given.post("/bookings/invites", form)).status).toBe(303);
  expect(await rowsOf(given.school).live()).toMatchObject([{ studentId: given.ids.sophie }]);
});

test("the same form sent twice, even at once, is one invite and one mail", async () => {
  const given = await setUp();
  const fields = given.form();
  const answers = await Promise.all([1, 2, 3].map(() => given.post("/bookings/invites", fields)));
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303]);
  expect(await rowsOf(given.school).invites()).toHaveLength(1);
  expect(await rowsOf(given.school).outbox()).toHaveLength(1);
});

test("two invites for one student at once: one holds, the other is told by whom", async () => {
  const given = await setUp();
  const answers = await Promise.all([
    given.post("/bookings/invites", given.form({ name: "Jane Aaron" })),
    given.post("/bookings/invites", given.form({ name: "Elizabeth Aaron", email: "eaaron@test.com" })),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  const [winner, ...others] = await rowsOf(given.school).invites();
  expect(others).toEqual([]);
  const loser = answers.find((answer) => answer.status === 422);
  expect(await loser?.text()).toContain(`Sophie Aaron: Already invited: ${winner?.name}`);
  expect(await rowsOf(given.school).outbox()).toHaveLength(1);
});

test("one guest may cover several students; then none is left to invite for", async () => {
  const given = await setUp();
  await invite(given, { student: [given.ids.sophie, given.liz] });
  const text = await textOf(await given.call("/bookings/invites"));
  expect(text).toContain("For: Liz Aaron and Sophie Aaron");
  expect(text).toContain("Unable to invite another parent/guardian");
  expect(text).toContain("Only one invite can be sent per student.");
  expect(text).not.toContain("You may invite an additional");
});

test("a student with a guest is shown, disabled, with the guest's name", async () => {
  const given = await setUp();
  await invite(given);
  const html = await (await given.call("/bookings/invites/new")).text();
  expect(html).toMatch(/<input[^>]*value="sophie[^>]*disabled/);
  expect(html).toContain("Already invited: Jane Aaron");
});

test("a student for whom the school allows no guests can't be chosen", async () => {
  const given = await setUp();
  await given.db.update(students).set({ guestsAllowed: false }).where(eq(students.id, given.ids.sophie));
  const answer = await given.post("/bookings/invites", given.form());
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("The school allows no guests for this student");
});

test("one's own address and a teacher's are refused", async () => {
  const given = await setUp();
  for (const [email, words] of [
    ["DAVID@mail.example", "This is your own email"],
    ["anita@mail.example", "This is a teacher’s email"],
  ] as const) {
    const answer = await given.post("/bookings/invites", given.form({ email }));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
  }
});

test("once the evening is over nobody can be invited", async () => {
  const given = await setUp();
  given.clock.now += 4 * 3_600_000;
  const cookie = await cookieOf(given.school, given.ids.david, given.clock.now);
  const answer = await given.post("/bookings/invites", given.form(), { as: cookie });
  expect(await answer.text()).toContain("This evening is over.");
  expect(await rowsOf(given.school).invites()).toEqual([]);
});

test("Resend makes another mail for the same link, five times an hour", async () => {
  const given = await setUp();
  const { id, link } = await invite(given);
  const statuses: number[] = [];
  for (let time = 0; time < 6; time += 1) statuses.push((await given.post(`/bookings/invites/${id}/resend`)).status);
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  expect(await rowsOf(given.school).outbox()).toHaveLength(6);
  expect((await given.call(link, { as: null })).status).toBe(200);
});

test("a press on Resend that comes twice is one mail, and counts once", async () => {
  const given = await setUp();
  const { id } = await invite(given);
  const html = await (await given.call("/bookings/invites")).text();
  const mail = /name="mail" value="([^"]+)"/.exec(html)?.[1] ?? "";
  const press = async () => (await given.post(`/bookings/invites/${id}/resend`, { mail })).status;
  expect(await Promise.all([press(), press()])).toEqual([303, 303]);
  for (let again = 0; again < 6; again += 1) expect(await press()).toBe(303);
  const rows = rowsOf(given.school);
  expect(await rows.outbox()).toHaveLength(2);
  expect((await rows.actions()).filter((action) => action === "invite.resent")).toHaveLength(1);
});

test("Remove kills the link, frees the student, withdraws the consent and tells the room before it answers", async () => {
  const given = await setUp();
  const { id, link } = await invite(given);
  given.told.length = 0;
  const answer = await given.post(`/bookings/invites/${id}/remove`);
  expect(answer.status).toBe(303);
  expect(given.told.at(-1)?.roomId).toBe(`${given.school.schoolId}/${given.forSophie}`);
  expect(given.told.at(-1)?.facts.people.map((person) => person.role)).toEqual(["teacher", "guardian"]);
  const rows = rowsOf(given.school);
  expect(await rows.invites()).toMatchObject([{ state: "removed", removedBecause: "removed", version: 2 }]);
  expect(await rows.live()).toEqual([]);
  expect((await rows.consents())[0]?.withdrawnAt).not.toBeNull();
  expect(await rows.actions()).toEqual(["invite.sent", "invite.removed"]);
  const gone = await given.call(link, { as: null });
  expect(gone.status).toBe(410);
  const withdrawn = await gone.text();
  expect(withdrawn).toContain("This invitation was withdrawn");
  expect(withdrawn).toContain("Your invitation was taken back");
  // The student can have another guest; the old link stays dead.
  const next = await invite(given, { name: "Elizabeth Aaron", email: "eaaron@test.com" });
  expect((await given.call(next.link, { as: null })).status).toBe(200);
  expect((await given.call(link, { as: null })).status).toBe(410);
});

test("Remove holds although the room can't be reached: the notice waits for the sweep", async () => {
  const given = await setUp({ roomsDown: true });
  const { id, link } = await invite(given);
  expect((await given.post(`/bookings/invites/${id}/remove`)).status).toBe(303);
  expect((await given.call(link, { as: null })).status).toBe(410);
  expect(await rowsOf(given.school).notices()).toHaveLength(1);
});

test("another guardian's invite is not there, nor another school's", async () => {
  const given = await setUp();
  const { id } = await invite(given);
  const rachael = await cookieOf(given.school, given.ids.rachael);
  const elsewhere = await setUp();
  for (const act of ["resend", "remove"]) {
    expect((await given.post(`/bookings/invites/${id}/${act}`, {}, { as: rachael })).status).toBe(404);
    expect((await elsewhere.post(`/bookings/invites/${id}/${act}`)).status).toBe(404);
    expect((await given.post(`/bookings/invites/${id}/${act}`, {}, { as: null })).status).toBe(303);
  }
  expect((await elsewhere.call(`/bookings/invites?evening=${given.ids.evening}`)).status).toBe(404);
  expect(await rowsOf(given.school).invites()).toMatchObject([{ state: "sent" }]);
  // A form that carries somebody else's invite id changes nothing of theirs.
  const stolen = given.form({ invite: id, student: given.ids.ben });
  expect((await given.post("/bookings/invites", stolen, { as: rachael })).status).toBe(409);
});

test("the guest's link opens the page; one letter changed, another invite's token or another school's address do not", async () => {
  const given = await setUp();
  const { id, token, link } = await invite(given);
  const other = await invite(given, { name: "Elizabeth Aaron", email: "eaaron@test.com", student: given.liz });
  const elsewhere = await smallSchool();
  const page = await given.call(link, { as: null });
  expect(page.status).toBe(200);
  const html = await page.text();
  for (const words of [
    "David Aaron has invited you",
    "Mrs Anita Abell",
    "Sophie Aaron",
    "Check Audio and Video",
    "no-referrer",
  ])
    expect(html).toContain(words);
  const changed = `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`;
  for (const bad of [changed, "", token.toUpperCase(), `${token}0`, other.token])
    expect((await given.call(`/guests/video/${id}?guestToken=${bad}`, { as: null })).status).toBe(404);
  for (const origin of [elsewhere.origin, "http://nowhere.localhost"])
    expect((await given.call(link, { as: null, origin })).status).toBe(404);
});

test("the guest's page shows only what the invite covers, and what is booked later too", async () => {
  const given = await setUp();
  const { link } = await invite(given);
  const before = await (await given.call(link, { as: null })).text();
  expect(before).not.toContain("Liz");
  await booked(given.school, {
    ...{ guardian: given.ids.david, student: given.ids.sophie, classId: given.ids.review },
    ...{ teachers: [given.ids.anita, given.ids.john], slot: 6, units: 6 },
  });
  expect(await (await given.call(link, { as: null })).text()).toContain("Mr John Atkinson");
});

test("opening any of the guest's links changes nothing", async () => {
  const given = await setUp();
  const { id, token, link } = await invite(given);
  const tables = [
    "invites",
    "invite_students",
    "outbox",
    "audit",
    "sessions",
    "room_notices",
    "consents",
    "rate_limits",
  ];
  const picture = () =>
    Promise.all(tables.map((table) => given.db.all(sql.raw(`SELECT * FROM ${table} ORDER BY 1, 2`)))).then(
      JSON.stringify,
    );
  const before = await picture();
  for (const path of [link, `/guests/not-me/${id}?guestToken=${token}`, `/guests/video/${id}?guestToken=x`]) {
    const answer = await given.call(path, { as: null });
    expect(answer.headers.get("set-cookie")).toBeNull();
  }
  expect(await picture()).toBe(before);
});

test("This isn't me ends the link and forgets the address; the guardian is told, and can invite again", async () => {
  const given = await setUp();
  const { id, token, link } = await invite(given);
  const wrong = await given.post(`/guests/not-me/${id}`, { guestToken: "0".repeat(32) }, { as: null });
  expect(wrong.status).toBe(404);
  const answer = await given.post(`/guests/not-me/${id}`, { guestToken: token }, { as: null });
  expect(answer.status).toBe(200);
  expect((await given.call(link, { as: null })).status).toBe(410);
  expect(await rowsOf(given.school).invites()).toMatchObject([
    { state: "removed", removedBecause: "not_me", email: "" },
  ]);
  expect(await rowsOf(given.school).actions()).toEqual(["invite.sent", "invite.not_me"]);
  const again = await given.call(link, { as: null });
  expect(again.status).toBe(410);
  expect(await again.text()).toContain("You told us that it wasn’t meant for you.");
  const told = await textOf(await given.call("/bookings/invites"));
  expect(told).toContain("Jane Aaron’s address was wrong.");
  // My Bookings leads to the form again once no invite is left, so it is said there too.
  expect(await textOf(await given.call("/bookings/invites/new"))).toContain("Jane Aaron’s address was wrong.");
  await invite(given, { email: "jane.aaron@test.com" });
  expect(await textOf(await given.call("/bookings/invites"))).not.toContain("address was wrong");
});

test("a mail that failed is named at its invite", async () => {
  const given = await setUp();
  await invite(given);
  await given.db.update(outbox).set({ state: "failed", problem: "inactive_recipient" });
  expect(await textOf(await given.call("/bookings/invites"))).toContain("Not delivered.");
});

test("the dialog gets the same content without the page around it", async () => {
  const given = await setUp();
  const html = await (await given.call("/bookings/invites/new", { headers: { "x-parlour-dialog": "1" } })).text();
  expect(html).toContain('id="dialog-title"');
  expect(html).toContain("Send Invite");
  expect(html).not.toContain("<html");
});

test("nobody but a guardian gets to the invites", async () => {
  const given = await setUp();
  const answer = await given.call("/bookings/invites", { as: null });
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toContain("/sign-in?next=");
  const teacher = await cookieOf(given.school, given.ids.anita);
  expect((await given.call("/bookings/invites", { as: teacher })).status).toBe(303);
  expect(await given.db.select().from(people).where(eq(people.id, given.ids.anita))).toHaveLength(1);
});

test("what is far too long, or no tick at all, brings the form back with what was typed", async () => {
  const given = await setUp();
  const answer = await given.post("/bookings/invites", given.form({ name: "Jane ".repeat(200), consent: "maybe" }));
  expect(answer.status).toBe(422);
  const html = await answer.text();
  for (const words of ["The name is longer than 100 letters", "Tick the box to agree to sharing", "jaaron@test.com"])
    expect(html).toContain(words);
});

test("a family that invites all day is asked to come back tomorrow", async () => {
  const given = await setUp();
  for (let sent = 0; sent < 20; sent += 1) await given.post("/bookings/invites", given.form({ name: "" }));
  const answer = await given.post("/bookings/invites", given.form());
  expect(answer.status).toBe(429);
  expect(await textOf(answer)).toContain("Not sent. You have tried 20 times today, which is the most in a day.");
});

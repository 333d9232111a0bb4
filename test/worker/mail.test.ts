import { eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { enqueueMail, type MailSubject } from "../../worker/changes/enqueue-mail.ts";
import { signInLinkMade } from "../../worker/changes/sign-in-links.ts";
import { commit } from "../../worker/db/guard.ts";
import { evenings, inviteStudents, invites, outbox, signInLinks } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { LEASE_MS, leaseDueMail } from "../../worker/mail/outbox.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import type { Deps } from "../../worker/ports/deps.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS } from "../../worker/rules/links.ts";
import { type FakePostmark, fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";
import type { TestLog } from "../support/worker/world.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 30_000 });

let postmark: FakePostmark;
let school: SmallSchool;
let deps: Deps;
let clock: { now: number };
let log: TestLog;

beforeEach(async () => {
  postmark = fakePostmark();
  school = await smallSchool();
  ({ deps, clock, log } = testApp(school.db, { postmark }));
  // Rows of other tests are none of this one's.
  await school.db.delete(outbox);
});

const rows = () => school.db.select().from(outbox).where(eq(outbox.schoolId, school.schoolId));

async function enqueue(mail: MailSubject): Promise<void> {
  await enqueueMail(schoolScope(school.db, school.schoolId, clock.now), mail);
}

async function enqueueSignIn(): Promise<string> {
  const wanted = {
    personIds: [school.ids.rachael],
    returnTo: "/bookings",
    expiresAt: clock.now + SIGN_IN_LINK_LIFE_MS,
  };
  const link = await newSignInLink(deps.settings.SIGNING_KEYS, wanted);
  await commit(school.db, signInLinkMade(schoolScope(school.db, school.schoolId, clock.now), link));
  await enqueue({ kind: "sign_in", linkId: link.id });
  return link.id;
}

async function enqueueInvitation(studentId = school.ids.ben): Promise<string> {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  await db.batch([
    db.insert(invites).values({
      ...{ schoolId, id, eveningId: ids.evening, guardianId: ids.rachael, name: "Jane Abbot" },
      ...{ email: "jane@guest.example", state: "sent", version: 1, keyId: "k1", createdAt: clock.now },
    }),
    db.insert(inviteStudents).values({
      ...{ schoolId, inviteId: id, eveningId: ids.evening, guardianId: ids.rachael, studentId, live: true },
    }),
  ]);
  await enqueue({ kind: "invitation", inviteId: id });
  return id;
}

async function bookBen(slot = 2): Promise<void> {
  const { ids } = school;
  await booked(school, {
    ...{ guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] },
    ...{ slot, units: 6 },
  });
}

test("the invitation is as the founding page shows it, as HTML and as text", async () => {
  await bookBen();
  const id = await enqueueInvitation();
  await sendDueMail(deps);
  const [message] = postmark.taken;
  expect(message).toMatchObject({
    From: '"Test Primary School" <evenings@parlour.example>',
    To: "jane@guest.example",
    Subject: "Video Call Invitation: Progress Meeting",
    MessageStream: "outbound",
  });
  const link = new RegExp(
    `${deps.settings.PUBLIC_URL.protocol}//${school.slug}\\.[^/]+/guests/video/${id}\\?guestToken=[0-9a-f]{32}`,
  );
  for (const body of [message?.HtmlBody ?? "", message?.TextBody ?? ""]) {
    expect(body).toMatch(link);
    for (const words of [
      "Progress Meeting",
      "You have been invited by Rachael Abbot to appointments which take place by video call.",
      "The appointments are as follows:",
      "Ben Abbot",
      "Mrs Anita Abell and Mr John Atkinson",
      "Review",
      "This isn’t me",
      "agreed to share their name",
      `/guests/not-me/${id}?guestToken=`,
    ])
      expect(body).toContain(words);
  }
  expect(message?.HtmlBody).toContain("Video Call Invitation");
  for (const head of ["Date", "Time", "Student", "Teacher", "Department"])
    expect(message?.HtmlBody).toContain(`>${head}</th>`);
  expect(await rows()).toMatchObject([{ state: "sent", attempts: 1, uncertain: false, claim: null }]);
  expect(message?.Metadata).toEqual({ id: (await rows())[0]?.id, school: school.slug });
});

test("nothing in a mail comes from elsewhere, and no subject names a child", async () => {
  await bookBen();
  await enqueueInvitation();
  await enqueue({ kind: "booking_confirmation", guardianId: school.ids.rachael, eveningId: school.ids.evening });
  await enqueueSignIn();
  await sendDueMail(deps);
  expect(postmark.taken).toHaveLength(3);
  for (const { HtmlBody, Subject } of postmark.taken) {
    expect(HtmlBody).not.toMatch(/<img|<script|src=|url\(/);
    expect(Subject).not.toMatch(/Ben|Abbot/);
  }
});

test("the sign-in mail has a link for half an hour, and is not sent once that is used or over", async () => {
  const used = await enqueueSignIn();
  await school.db.update(signInLinks).set({ usedAt: 1 }).where(eq(signInLinks.id, used));
  await enqueueSignIn();
  await sendDueMail(deps);
  expect(postmark.taken).toHaveLength(1);
  expect(postmark.taken[0]).toMatchObject({ To: "rachael@mail.example", Subject: "Sign in to Test Primary School" });
  expect(postmark.taken[0]?.TextBody).toMatch(/\/sign-in\/link\/[0-9a-f]{32}/);
  expect(postmark.taken[0]?.TextBody).toContain("for 30 minutes");
  expect((await rows()).map((row) => [row.state, row.problem]).sort()).toEqual([
    ["failed", "not_needed"],
    ["sent", null],
  ]);
});

test("the booking confirmation lists the appointments with their gaps and signs in by a link of its own", async () => {
  await bookBen(2);
  const { ids } = school;
  await booked(school, {
    ...{ guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 10 },
  });
  await enqueue({ kind: "booking_confirmation", guardianId: ids.rachael, eveningId: ids.evening });
  await sendDueMail(deps);
  const [message] = postmark.taken;
  expect(message?.Subject).toBe("Your appointments: Progress Meeting");
  for (const body of [message?.HtmlBody, message?.TextBody])
    for (const words of ["2 appointments from ", "10 minute gap", "Mrs Anita Abell", "My Bookings", "/check"])
      expect(body).toContain(words);
  const [link] = await school.db.select().from(signInLinks).where(eq(signInLinks.schoolId, school.schoolId));
  expect(link).toMatchObject({
    personIds: JSON.stringify([ids.rachael]),
    returnTo: `/bookings?evening=${ids.evening}`,
  });
  expect(message?.TextBody).toMatch(/\/sign-in\/link\/[0-9a-f]{32}/);
});

test("an invitation that was removed meanwhile is not sent", async () => {
  const id = await enqueueInvitation();
  await school.db.update(invites).set({ state: "removed" }).where(eq(invites.id, id));
  await sendDueMail(deps);
  expect(postmark.taken).toEqual([]);
  expect(await rows()).toMatchObject([{ state: "failed", problem: "not_needed" }]);
});

test("two workers at once send a message once", async () => {
  for (let made = 0; made < 5; made += 1) await enqueueInvitation(`student-${made}`);
  await Promise.all([sendDueMail(deps), sendDueMail(deps), sendDueMail(deps)]);
  expect(new Set(postmark.taken.map((message) => message.Metadata.id)).size).toBe(5);
  expect(postmark.taken).toHaveLength(5);
});

test("the claim of a worker that died lapses, and Postmark is asked before the message is sent again", async () => {
  await enqueueInvitation();
  expect(await leaseDueMail(school.db, clock.now)).toHaveLength(1);
  await sendDueMail(deps);
  expect(postmark.calls).toEqual([]);
  clock.now += LEASE_MS;
  await sendDueMail(deps);
  expect(postmark.calls).toEqual(["getOutboundMessages", "sendEmailBatch"]);
  expect(await rows()).toMatchObject([{ state: "sent", attempts: 2 }]);
});

test("429: the message waits, twice as long each time, and then goes", async () => {
  await enqueueInvitation();
  postmark.faults.push({ status: 429 }, { status: 429 });
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([
    { state: "waiting", uncertain: false, problem: "rate_limited", dueAt: clock.now + 20_000 },
  ]);
  await sendDueMail(deps);
  expect(postmark.calls).toHaveLength(1);
  clock.now += 20_000;
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "waiting", dueAt: clock.now + 40_000 }]);
  clock.now += 40_000;
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "sent", problem: null }]);
});

test("500 for an hour loses nothing and sends once", async () => {
  await enqueueInvitation();
  const end = clock.now + 3_600_000;
  while (clock.now < end) {
    postmark.faults.splice(0, 9, { status: 500 });
    await sendDueMail(deps);
    clock.now += 60_000;
  }
  postmark.faults.length = 0;
  clock.now += 3_600_000;
  await sendDueMail(deps);
  expect(postmark.taken).toHaveLength(1);
  expect(await rows()).toMatchObject([{ state: "sent" }]);
});

test("after a time-out Postmark is asked first: what it took is not sent again", async () => {
  await enqueueInvitation();
  postmark.faults.push("taken-then-silence");
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "waiting", uncertain: true, problem: "unanswered" }]);
  clock.now += 60_000;
  await sendDueMail(deps);
  expect(postmark.taken).toHaveLength(1);
  expect(await rows()).toMatchObject([{ state: "sent", uncertain: false }]);
});

test("after a time-out, what Postmark doesn't know is sent; while it can't say, nothing is", async () => {
  await enqueueInvitation();
  postmark.faults.push("silence");
  await sendDueMail(deps);
  postmark.hide(true);
  clock.now += 60_000;
  await sendDueMail(deps);
  expect(postmark.taken).toHaveLength(0);
  expect(await rows()).toMatchObject([{ state: "waiting", uncertain: true }]);
  postmark.hide(false);
  clock.now += 120_000;
  await sendDueMail(deps);
  expect(postmark.taken).toHaveLength(1);
  expect(await rows()).toMatchObject([{ state: "sent" }]);
});

test("an inactive recipient fails for good, whether the answer says so or the status", async () => {
  await enqueueInvitation();
  postmark.faults.push({ each: 406 });
  await sendDueMail(deps);
  await enqueueInvitation("another-student");
  postmark.faults.push({ status: 422, code: 406 });
  await sendDueMail(deps);
  expect((await rows()).map((row) => [row.state, row.problem])).toEqual([
    ["failed", "inactive_recipient"],
    ["failed", "inactive_recipient"],
  ]);
});

test("the row keeps what Postmark answered last, and the log has it with the message's ids, once each", async () => {
  await enqueueInvitation();
  postmark.faults.push({ status: 503, code: 100 });
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "waiting", lastError: "postmark 503 code 100" }]);
  postmark.hide(true);
  clock.now += 60_000;
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "waiting", lastError: "unavailable" }]);
  postmark.hide(false);
  postmark.faults.push("silence");
  clock.now += 3_600_000;
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "waiting", lastError: "unanswered" }]);
  postmark.faults.push({ status: 422, code: 406 });
  clock.now += 3_600_000;
  await sendDueMail(deps);
  const [row] = await rows();
  expect(row).toMatchObject({ state: "failed", problem: "inactive_recipient", lastError: "postmark 422 code 406" });
  const ids = { schoolId: school.schoolId, outboxId: row?.id, mail: "invitation" };
  expect(log.lines).toEqual([
    ...[
      { attempts: 1, problem: "unavailable", status: 503, code: 100 },
      { attempts: 2, problem: "unavailable", status: null, code: null },
      { attempts: 3, problem: "unanswered", status: null, code: null },
    ].map((fields) => ({ level: "warn", event: "mail_put_off", ...ids, ...fields })),
    {
      ...{ level: "warn", event: "mail_refused", ...ids, attempts: 4 },
      ...{ problem: "inactive_recipient", status: 422, code: 406 },
    },
  ]);
});

test("what held a mail up is kept when it has left, and what only waits for another is no failure", async () => {
  await enqueueInvitation();
  postmark.faults.push({ each: 701 });
  await sendDueMail(deps);
  clock.now += 60_000;
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "sent", problem: null, lastError: "postmark 200 code 701" }]);
  expect(log.lines).toHaveLength(1);
});

test("one message that spoils a batch fails alone", async () => {
  for (let made = 0; made < 3; made += 1) await enqueueInvitation(`student-${made}`);
  // The batch is refused, then each is tried alone: one of them is what spoils it.
  postmark.faults.push({ status: 422, code: 300 }, { status: 422, code: 300 });
  await sendDueMail(deps);
  expect((await rows()).map((row) => row.state).sort()).toEqual(["failed", "sent", "sent"]);
});

test("one row that can't be rendered stops no other", async () => {
  await enqueueInvitation();
  await school.db.update(outbox).set({ subject: "{}" });
  await enqueueInvitation("another-student");
  await sendDueMail(deps);
  expect((await rows()).map((row) => [row.state, row.problem]).sort()).toEqual([
    ["sent", null],
    ["waiting", "not_rendered"],
  ]);
});

test("after a day it gives up, visibly", async () => {
  await enqueueInvitation();
  // Still needed by then: the evening is tomorrow's.
  clock.now += 24 * 3_600_000;
  await school.db
    .update(evenings)
    .set({ endsAt: clock.now + 3_600_000 })
    .where(eq(evenings.id, school.ids.evening));
  postmark.faults.push({ status: 429 });
  await sendDueMail(deps);
  expect(await rows()).toMatchObject([{ state: "failed", problem: "gave_up", lastError: "postmark 429" }]);
  expect(log.lines).toMatchObject([{ level: "error", event: "mail_given_up", problem: "rate_limited", status: 429 }]);
});

test("the log names neither an address nor a token", async () => {
  await enqueueInvitation();
  await school.db.update(outbox).set({ subject: '{"inviteId":5}' });
  await sendDueMail(deps);
  expect(log.of("mail_not_composed")).toHaveLength(1);
  expect(JSON.stringify(log.lines)).not.toMatch(/@|jane|[0-9a-f]{32}/i);
});

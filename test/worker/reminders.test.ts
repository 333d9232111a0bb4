import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { eveningMailings, evenings, inviteStudents, invites, mailStops, outbox } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { enqueueReminders } from "../../worker/mail/enqueue-reminders.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 30_000 });

const HOUR = 3_600_000;
/** The evening begins at four on a Saturday of winter: the school's clock is UTC's. */
const STARTS = Date.UTC(2027, 0, 16, 16);

let postmark: ReturnType<typeof fakePostmark>;
let school: SmallSchool;
let product: ReturnType<typeof testApp>;

beforeEach(async () => {
  postmark = fakePostmark();
  school = await smallSchool(STARTS + 60_000);
  product = testApp(school.db, { now: STARTS - 24 * HOUR, postmark });
  await school.db.delete(outbox);
  await school.db.update(evenings).set({ state: "published" }).where(eq(evenings.schoolId, school.schoolId));
  const { ids } = school;
  await booked(school, {
    ...{ guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] },
    ...{ slot: 2, units: 6 },
  });
});

async function inviteJane(): Promise<string> {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  await db.batch([
    db.insert(invites).values({
      ...{ schoolId, id, eveningId: ids.evening, guardianId: ids.rachael, name: "Jane Abbot" },
      ...{ email: "jane@guest.example", state: "sent", version: 1, keyId: "k1", createdAt: 0 },
    }),
    db.insert(inviteStudents).values({
      ...{ schoolId, inviteId: id, eveningId: ids.evening, guardianId: ids.rachael, studentId: ids.ben, live: true },
    }),
  ]);
  return id;
}

async function tick(): Promise<typeof postmark.taken> {
  await enqueueReminders(product.deps);
  await sendDueMail(product.deps);
  return postmark.taken.splice(0).filter(({ Metadata }) => Metadata.school === school.slug);
}

const to = (mails: typeof postmark.taken) => mails.map(({ To, Subject }) => `${To} ${Subject}`).sort();
const stopUrlOf = (mail: (typeof postmark.taken)[number] | undefined) =>
  /<(.+)>/.exec(mail?.Headers?.find(({ Name }) => Name === "List-Unsubscribe")?.Value ?? "")?.[1] ?? "";

test("the day before, whoever has something booked is reminded once, with the check link; teachers get their schedule", async () => {
  await inviteJane();
  const mails = await tick();
  expect(to(mails)).toEqual([
    "anita@mail.example Your schedule: Progress Meeting",
    "jane@guest.example Tomorrow: Progress Meeting",
    "john@mail.example Your schedule: Progress Meeting",
    "rachael@mail.example Tomorrow: Progress Meeting",
  ]);
  expect(await tick()).toEqual([]);
  product.clock.now += HOUR;
  expect(await tick()).toEqual([]);
  const reminder = mails.find(({ To }) => To === "rachael@mail.example");
  for (const body of [reminder?.HtmlBody, reminder?.TextBody])
    for (const words of [
      "Try your camera and microphone before the first call",
      "Check Audio and Video",
      "/check",
      "Mrs Anita Abell and Mr John Atkinson",
      "/sign-in/link/",
      "Stop reminders",
    ])
      expect(body).toContain(words);
  const schedule = mails.find(({ To }) => To === "anita@mail.example");
  for (const body of [schedule?.HtmlBody, schedule?.TextBody])
    for (const words of [
      "1 appointment from 16:10 to 16:40",
      "Ben Abbot",
      "Rachael Abbot",
      "with Mr John Atkinson",
      "/staff/schedule",
    ])
      expect(body).toContain(words);
  const guest = mails.find(({ To }) => To === "jane@guest.example");
  for (const body of [guest?.HtmlBody, guest?.TextBody])
    for (const words of [
      "Tomorrow you are invited by Rachael Abbot to 1 video appointment.",
      "guestToken=",
      "This isn’t me",
    ])
      expect(body).toContain(words);
});

test("on the day it says today, and goes to those who booked since as well; the schedule isn't sent again", async () => {
  await tick();
  const { ids } = school;
  await booked(school, {
    ...{ guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 12 },
  });
  product.clock.now = STARTS - 8 * HOUR;
  expect(to(await tick())).toEqual([
    "david@mail.example Today: Progress Meeting",
    "rachael@mail.example Today: Progress Meeting",
  ]);
  product.clock.now = STARTS - 60_000;
  expect(await tick()).toEqual([]);
});

test("two workers at once write each reminder once", async () => {
  await Promise.all([1, 2, 3].map(() => enqueueReminders(product.deps)));
  const rows = await school.db.select().from(outbox).where(eq(outbox.schoolId, school.schoolId));
  expect(rows.map(({ kind }) => kind).sort()).toEqual(["reminder", "teacher_schedule", "teacher_schedule"]);
  expect(
    await school.db.select().from(eveningMailings).where(eq(eveningMailings.schoolId, school.schoolId)),
  ).toHaveLength(1);
});

test("a draft, a closed evening and one of next week are not reminded of", async () => {
  const set = (values: Partial<typeof evenings.$inferInsert>) =>
    school.db.update(evenings).set(values).where(eq(evenings.schoolId, school.schoolId));
  await set({ state: "draft" });
  expect(await tick()).toEqual([]);
  await set({ state: "closed" });
  expect(await tick()).toEqual([]);
  await set({ state: "published", startsAt: STARTS + 168 * HOUR });
  expect(await tick()).toEqual([]);
});

test("a reminder that could not leave in time is not sent; one that leaves after midnight says today", async () => {
  postmark.faults.push({ status: 429 });
  await tick();
  product.clock.now += 10 * HOUR;
  expect(to(await tick())).toContain("rachael@mail.example Today: Progress Meeting");
  await enqueueMail(schoolScope(school.db, school.schoolId, 0), { kind: "sign_in", linkId: "none" });
  const subject = JSON.stringify({ guardianId: school.ids.rachael, eveningId: school.ids.evening });
  await school.db
    .update(outbox)
    .set({ kind: "reminder", subject, createdAt: product.clock.now })
    .where(and(eq(outbox.schoolId, school.schoolId), eq(outbox.kind, "sign_in")));
  product.clock.now = STARTS + 11 * 60_000;
  await sendDueMail(product.deps);
  expect(postmark.taken).toEqual([]);
});

test("one press of a mail program stops the reminders: no cookie, no origin, RFC 8058; opening the address changes nothing", async () => {
  const [reminder] = (await tick()).filter(({ To }) => To === "rachael@mail.example");
  expect(reminder?.Headers).toContainEqual({ Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" });
  const address = stopUrlOf(reminder);
  expect(address).toMatch(/^http:\/\/[^/]+\/reminders\/stop\/.+\.[0-9a-f]{32}$/);
  const stops = () => school.db.select().from(mailStops).where(eq(mailStops.schoolId, school.schoolId));
  const open = await product.app.fetch(new Request(address));
  expect(open.status).toBe(200);
  expect(await open.text()).toContain("Stop reminders?");
  expect((await product.app.fetch(new Request(address, { method: "HEAD" }))).status).toBe(200);
  expect(await stops()).toEqual([]);
  const press = (url: string, body = "List-Unsubscribe=One-Click") =>
    product.app.fetch(
      new Request(url, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } }),
    );
  expect((await press(address)).status).toBe(200);
  expect((await press(address)).status).toBe(200);
  expect(await stops()).toMatchObject([{ readerId: school.ids.rachael }]);
  product.clock.now = STARTS - 8 * HOUR;
  expect(await tick()).toEqual([]);
  expect(await (await press(address, "again=1")).text()).toContain("Stop reminders?");
  expect(await stops()).toEqual([]);
});

test("a wrong or foreign address stops nothing", async () => {
  const [reminder] = (await tick()).filter(({ To }) => To === "rachael@mail.example");
  const address = stopUrlOf(reminder);
  const other = await smallSchool();
  const wrong = [
    `${address.slice(0, -1)}${address.endsWith("0") ? "1" : "0"}`,
    address.replace(school.slug, other.slug),
    address.replace(school.ids.rachael, school.ids.david),
    `${school.origin}/reminders/stop/x`,
  ];
  for (const url of wrong) expect((await product.app.fetch(new Request(url, { method: "POST" }))).status).toBe(404);
  expect(await school.db.select().from(mailStops)).toEqual([]);
});

test("the confirmation brings the appointments as a file for a calendar, without a surname of a child", async () => {
  await enqueueMail(schoolScope(school.db, school.schoolId, product.clock.now), {
    kind: "booking_confirmation",
    guardianId: school.ids.rachael,
    eveningId: school.ids.evening,
  });
  await sendDueMail(product.deps);
  const [file] = postmark.taken[0]?.Attachments ?? [];
  expect(file).toMatchObject({ Name: "appointments.ics", ContentType: "text/calendar; charset=utf-8; method=PUBLISH" });
  const bytes = Uint8Array.from(atob(file?.Content ?? ""), (letter) => letter.charCodeAt(0));
  const text = new TextDecoder().decode(bytes).replaceAll("\r\n ", "");
  expect(text).toContain("BEGIN:VCALENDAR");
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(text).toMatch(/SUMMARY:.*\(Ben\)/);
  expect(text).not.toContain("Abbot");
});

test("the invitation brings a file as well, without the guest's secret link", async () => {
  const inviteId = await inviteJane();
  await enqueueMail(schoolScope(school.db, school.schoolId, product.clock.now), { kind: "invitation", inviteId });
  await sendDueMail(product.deps);
  const content = postmark.taken[0]?.Attachments?.[0]?.Content ?? "";
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const text = new TextDecoder().decode(bytes).replaceAll("\r\n ", "");
  expect(text).toContain("DESCRIPTION:Join with the link in your invitation.");
  expect(text).toMatch(/SUMMARY:.*\(Ben\)/);
  expect(text).not.toMatch(/guestToken|URL|CONFERENCE|Abbot/);
});

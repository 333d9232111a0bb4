import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import { coveredStudentsLost } from "../../worker/changes/covered-students-lost.ts";
import { commit } from "../../worker/db/guard.ts";
import { audit, consents, enrolments, guardianships, inviteStudents, invites, outbox } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { bookAppointment } from "../../worker/features/bookings/book-appointment.ts";
import { cancelAppointment } from "../../worker/features/bookings/cancel-appointment.ts";
import { removeInvite } from "../../worker/features/invites/remove-invite.ts";
import { sendInvite } from "../../worker/features/invites/send-invite.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import type { Deps } from "../../worker/ports/deps.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 30_000 });

const SECOND = 1000;
const MINUTE = 60 * SECOND;

let postmark: ReturnType<typeof fakePostmark>;
let school: SmallSchool;
let deps: Deps;
let clock: { now: number };

beforeEach(async () => {
  postmark = fakePostmark();
  school = await smallSchool();
  ({ deps, clock } = testApp(school.db, { postmark }));
  await school.db.delete(outbox);
});

const sent = () => postmark.taken.splice(0).map(({ To, Subject, TextBody }) => ({ To, Subject, TextBody }));
const waiting = () =>
  school.db
    .select({ kind: outbox.kind, dueIn: outbox.dueAt })
    .from(outbox)
    .where(and(eq(outbox.schoolId, school.schoolId), eq(outbox.state, "waiting")))
    .then((rows) => rows.map(({ kind, dueIn }) => [kind, dueIn - clock.now]));

/** Presses a time of Anita's science for Sophie; `slot` counts five minutes. */
async function press(slot: number, appointmentId: string = crypto.randomUUID(), moves = false): Promise<string> {
  const { schoolId, ids, startsAt } = school;
  const choice = { appointmentId, eveningId: ids.evening, studentId: ids.sophie, classId: ids.science, moves };
  const at = startsAt + slot * 5 * MINUTE;
  const result = await bookAppointment(schoolScope(deps.db, schoolId, clock.now, ids.david), ids.david, {
    ...choice,
    startsAt: at,
  });
  expect(result.kind).toBe(moves ? "moved" : "booked");
  return appointmentId;
}

async function giveBack(appointmentId: string): Promise<void> {
  const { schoolId, ids } = school;
  const result = await cancelAppointment(schoolScope(deps.db, schoolId, clock.now, ids.david), {
    guardianId: ids.david,
    eveningId: ids.evening,
    appointmentId,
  });
  expect(result.kind).toBe("cancelled");
}

async function pass(ms: number): Promise<void> {
  clock.now += ms;
  await sendDueMail(deps);
}

async function inviteJane(studentIds = [school.ids.sophie], email = "jane@guest.example"): Promise<string> {
  const { db, schoolId, ids } = school;
  const inviteId = crypto.randomUUID();
  const [guardian, evening] = await Promise.all([
    db.query.people.findFirst({ where: (t) => and(eq(t.schoolId, schoolId), eq(t.id, ids.david)) }),
    db.query.evenings.findFirst({ where: (t) => eq(t.schoolId, schoolId) }),
  ]);
  if (!guardian || !evening) throw new Error("no school");
  const form = { name: "Jane Aaron", email, consent: true, studentIds };
  const result = await sendInvite({
    scope: schoolScope(db, schoolId, clock.now, ids.david),
    settings: deps.settings,
    ...{ guardian, evening, inviteId, form, onBehalf: false, t: englishWords },
  });
  expect(result.ok).toBe(true);
  return inviteId;
}

test("the first confirmation goes at once; the presses that follow share one, twenty seconds after the last", async () => {
  const id = await press(2);
  await sendDueMail(deps);
  expect(sent()).toMatchObject([{ Subject: "Your appointments: Progress Meeting" }]);
  clock.now += 5 * SECOND;
  await press(3, id, true);
  clock.now += 5 * SECOND;
  await press(4, id, true);
  expect(await waiting()).toEqual([["booking_confirmation", 20 * SECOND]]);
  await pass(19 * SECOND);
  expect(sent()).toEqual([]);
  await pass(SECOND);
  const [mail, ...more] = sent();
  expect(more).toEqual([]);
  expect(mail?.Subject).toBe("Your appointments have changed: Progress Meeting");
  expect(mail?.TextBody).toMatch(/Moved: \d\d:\d\d \(it was \d\d:\d\d\), Mrs Anita Abell, Sophie Aaron/);
});

test("somebody who presses without end has their mail after two minutes all the same", async () => {
  const id = await press(2);
  await sendDueMail(deps);
  sent();
  for (let pressed = 0; pressed < 12; pressed += 1) {
    clock.now += 15 * SECOND;
    await press(3 + (pressed % 2), id, true);
  }
  expect(await waiting()).toEqual([["booking_confirmation", expect.any(Number)]]);
  expect((await waiting())[0]?.[1]).toBeLessThanOrEqual(0);
});

test("a cancellation is told with what it was; pressed and taken back again is no mail", async () => {
  const id = await press(2);
  await sendDueMail(deps);
  sent();
  const other = await press(4, id, true).then(() => press(2, id, true));
  await pass(MINUTE);
  expect(sent()).toEqual([]);
  await giveBack(other);
  await pass(MINUTE);
  const [mail] = sent();
  expect(mail?.Subject).toBe("Your appointments are cancelled: Progress Meeting");
  expect(mail?.TextBody).toMatch(/Cancelled: \d\d:\d\d, Mrs Anita Abell, Sophie Aaron/);
  expect(mail?.TextBody).toContain("You have no appointments booked");
});

test("a guest is told what changed, once for several changes, with the same link; the outbox keeps ids and times only", async () => {
  const id = await press(2);
  const inviteId = await inviteJane();
  await sendDueMail(deps);
  const [invitation] = sent().filter(({ To }) => To === "jane@guest.example");
  const link = /http\S+guestToken=[0-9a-f]{32}/.exec(invitation?.TextBody ?? "")?.[0];
  clock.now += 3 * MINUTE;
  await press(5, id, true);
  clock.now += 30 * SECOND;
  await press(6, id, true);
  await pass(MINUTE);
  expect(sent().filter(({ To }) => To === "jane@guest.example")).toEqual([]);
  await pass(30 * SECOND);
  const told = sent().filter(({ To }) => To === "jane@guest.example");
  expect(told).toMatchObject([{ Subject: "Appointments changed: Progress Meeting" }]);
  expect(told[0]?.TextBody).toContain("1 thing has changed in the video appointments that David Aaron invited you to.");
  expect(told[0]?.TextBody).toMatch(/Moved: \d\d:\d\d \(it was \d\d:\d\d\)/);
  expect(told[0]?.TextBody).toContain(link);
  const rows = await school.db
    .select()
    .from(outbox)
    .where(eq(outbox.subject, JSON.stringify({ inviteId })));
  expect(JSON.stringify(rows)).not.toMatch(/Jane|Aaron|Abell|@|guestToken/);
});

test("a guest whose invitation has not left yet gets one mail, with what holds when it leaves", async () => {
  const inviteId = await inviteJane();
  postmark.faults.push({ status: 429 });
  await sendDueMail(deps);
  await press(3);
  await pass(2 * MINUTE);
  await pass(2 * MINUTE);
  const mails = sent().filter(({ To }) => To === "jane@guest.example");
  expect(mails).toMatchObject([{ Subject: "Video Call Invitation: Progress Meeting" }]);
  expect(mails[0]?.TextBody).toContain("Sophie Aaron");
  const rows = await school.db
    .select()
    .from(outbox)
    .where(eq(outbox.subject, JSON.stringify({ inviteId })));
  expect(rows.map(({ kind, state, problem }) => [kind, state, problem]).sort()).toEqual([
    ["invitation", "sent", null],
    ["invitation_changed", "failed", "not_needed"],
  ]);
});

test("a change while its mail is being sent is not lost: the next says it", async () => {
  const id = await press(2);
  await inviteJane();
  await sendDueMail(deps);
  clock.now += 3 * MINUTE;
  await press(5, id, true);
  clock.now += 2 * MINUTE;
  // Postmark takes the mail, but says so only after the appointment has moved once more.
  postmark.faults.push("taken-then-silence");
  await sendDueMail(deps);
  sent();
  await press(7, id, true);
  postmark.taken.length = 0;
  await pass(4 * MINUTE);
  await pass(4 * MINUTE);
  const told = sent().filter(({ To }) => To === "jane@guest.example");
  expect(told.length).toBeGreaterThan(0);
  const at = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });
  expect(told.at(-1)?.TextBody).toContain(at.format(school.startsAt + 35 * MINUTE));
});

test("of an invitation that may have left or not, neither a change nor a withdrawal is kept from the guest", async () => {
  const { schoolId, ids } = school;
  const id = await press(2);
  await sendDueMail(deps);
  sent();
  const inviteId = await inviteJane();
  postmark.faults.push("taken-then-silence");
  await sendDueMail(deps);
  clock.now += SECOND;
  await press(5, id, true);
  postmark.hide(true);
  await pass(2 * MINUTE);
  postmark.hide(false);
  // What was taken stays where the search finds it.
  const toJane = () => postmark.taken.filter(({ To }) => To === "jane@guest.example").map(({ Subject }) => Subject);
  const subjects = ["Video Call Invitation", "Appointments changed", "Invitation withdrawn"].map(
    (words) => `${words}: Progress Meeting`,
  );
  expect(toJane()).toEqual(subjects.slice(0, 1));
  await pass(4 * MINUTE);
  await pass(4 * MINUTE);
  expect(toJane()).toEqual(subjects.slice(0, 2));
  await removeInvite(schoolScope(school.db, schoolId, clock.now, ids.david), inviteId, "removed");
  await pass(2 * MINUTE);
  expect(toJane()).toEqual(subjects);
});

test("Remove is told to the guest a minute later, without a child's name", async () => {
  await press(2);
  const inviteId = await inviteJane();
  await sendDueMail(deps);
  sent();
  const { schoolId, ids } = school;
  // Pressed twice.
  for (let press = 0; press < 2; press++)
    await removeInvite(schoolScope(school.db, schoolId, clock.now, ids.david), inviteId, "removed");
  const withdrawn = and(eq(outbox.schoolId, schoolId), eq(outbox.kind, "invitation_withdrawn"));
  expect(await school.db.$count(outbox, withdrawn)).toBe(1);
  await pass(MINUTE);
  const [mail, ...more] = sent();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ To: "jane@guest.example", Subject: "Invitation withdrawn: Progress Meeting" });
  expect(mail?.TextBody).toContain("The invitation that David Aaron gave you to video appointments was taken back.");
  expect(mail?.TextBody).not.toContain("Sophie");
});

test("nobody is told of a withdrawal who never had the invitation, is invited anew, or said This isn't me", async () => {
  const { schoolId, ids } = school;
  const remove = (inviteId: string, because: "removed" | "not_me" = "removed") =>
    removeInvite(schoolScope(school.db, schoolId, clock.now, ids.david), inviteId, because);
  await remove(await inviteJane());
  await pass(MINUTE);
  expect(sent()).toEqual([]);
  const again = await inviteJane();
  await sendDueMail(deps);
  await remove(again);
  const anew = await inviteJane();
  await pass(2 * MINUTE);
  expect(sent().map(({ Subject }) => Subject)).toEqual(
    Array.from({ length: 2 }, () => "Video Call Invitation: Progress Meeting"),
  );
  await remove(anew, "not_me");
  await pass(2 * MINUTE);
  expect(sent()).toEqual([]);
});

test("when a student leaves the evening, or the guardian may no longer book, the seat ends and the guest is told", async () => {
  const { db, schoolId, ids } = school;
  const inviteId = await inviteJane();
  await sendDueMail(deps);
  sent();
  await db.delete(enrolments).where(and(eq(enrolments.schoolId, schoolId), eq(enrolments.studentId, ids.sophie)));
  await commit(db, coveredStudentsLost(schoolScope(db, schoolId, clock.now, ids.office)));
  expect(await db.select().from(invites).where(eq(invites.id, inviteId))).toMatchObject([
    { state: "removed", removedBecause: "student_left", version: 2 },
  ]);
  expect(await db.select().from(consents).where(eq(consents.inviteId, inviteId))).toMatchObject([
    { withdrawnAt: clock.now },
  ]);
  expect(await db.select().from(audit).where(eq(audit.object, inviteId))).toMatchObject([
    { action: "invite.sent" },
    { action: "invite.student_left", actor: ids.office },
  ]);
  await pass(2 * MINUTE);
  expect(sent()).toMatchObject([
    { To: "jane@guest.example", TextBody: expect.stringContaining("no longer takes part in this evening") },
  ]);
});

test("a guest of two students keeps the one that stays, and hears no more of the other", async () => {
  const { db, schoolId, ids } = school;
  await db.insert(guardianships).values({
    ...{ schoolId, guardianId: ids.david, studentId: ids.ben, relationship: "Father", priority: 1 },
    ...{ parentalResponsibility: true, livesWith: true, courtOrder: false, mayBook: true },
  });
  await press(2);
  await booked(school, {
    ...{ guardian: ids.david, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot: 4 },
  });
  const inviteId = await inviteJane([ids.sophie, ids.ben]);
  await sendDueMail(deps);
  sent();
  await db
    .update(guardianships)
    .set({ mayBook: false })
    .where(and(eq(guardianships.guardianId, ids.david), eq(guardianships.studentId, ids.ben)));
  await commit(db, coveredStudentsLost(schoolScope(db, schoolId, clock.now, ids.office)));
  expect(await db.select().from(invites).where(eq(invites.id, inviteId))).toMatchObject([
    { state: "sent", version: 1 },
  ]);
  expect(
    await db
      .select({ studentId: inviteStudents.studentId })
      .from(inviteStudents)
      .where(and(eq(inviteStudents.inviteId, inviteId), eq(inviteStudents.live, true))),
  ).toEqual([{ studentId: ids.sophie }]);
  await pass(2 * MINUTE);
  const [mail] = sent();
  expect(mail?.Subject).toBe("Appointments changed: Progress Meeting");
  expect(mail?.TextBody).toContain("Taken out: ");
  expect(mail?.TextBody).not.toContain("Ben");
});

test("where nothing has left, the records' import changes no invite", async () => {
  const { db, schoolId, ids } = school;
  const inviteId = await inviteJane();
  await commit(db, coveredStudentsLost(schoolScope(db, schoolId, clock.now, ids.office)));
  expect(await db.select().from(invites).where(eq(invites.id, inviteId))).toMatchObject([{ state: "sent" }]);
  expect(await db.select().from(audit).where(eq(audit.object, inviteId))).toHaveLength(1);
});

test("a teacher is told of changes once their schedule is out, and not before", async () => {
  const { db, schoolId, ids } = school;
  const id = await press(2);
  await sendDueMail(deps);
  expect((await waiting()).map(([kind]) => kind)).toEqual([]);
  const subject = JSON.stringify({ teacherId: ids.anita, eveningId: ids.evening });
  await db.insert(outbox).values({
    ...{ schoolId, id: crypto.randomUUID(), kind: "teacher_schedule", subject, state: "sent" },
    ...{ listed: "[]", dueAt: clock.now, createdAt: clock.now, sentAt: clock.now },
  });
  sent();
  await press(6, id, true);
  expect((await waiting()).map(([kind]) => kind).sort()).toEqual(["booking_confirmation", "schedule_changed"]);
  clock.now += 5 * MINUTE;
  await press(7, id, true);
  await pass(10 * MINUTE);
  const told = sent().filter(({ To }) => To === "anita@mail.example");
  expect(told).toMatchObject([{ Subject: "Your schedule has changed: Progress Meeting" }]);
  expect(told[0]?.TextBody).toMatch(/New: \d\d:\d\d, Mrs Anita Abell, Sophie Aaron/);
});

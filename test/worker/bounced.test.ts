import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { signInLinkSent } from "../../worker/changes/sign-in-links.ts";
import { commit } from "../../worker/db/guard.ts";
import { outbox, people } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const PASSWORD = "local-webhook-password";
const at = (seconds: number) => Date.UTC(2026, 10, 5, 16, 0, seconds);
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

type Report = { mail: string; to?: string; seconds?: number; kind?: "Bounce" | "SpamComplaint" | "Delivery" };

/** What Postmark's webhook tells of a mail of the school's. */
async function reported(school: SmallSchool, { mail, to = "", seconds = 0, kind = "Bounce" }: Report) {
  const { app } = testApp(school.db);
  const when =
    kind === "Delivery" ? { DeliveredAt: iso(seconds), Recipient: to } : { BouncedAt: iso(seconds), Email: to };
  const headers = { "content-type": "application/json", authorization: `Basic ${btoa(`postmark:${PASSWORD}`)}` };
  const body = JSON.stringify({
    ...{ RecordType: kind, Type: "HardBounce", MessageID: "m1", Metadata: { id: mail, school: school.slug }, ...when },
  });
  const answer = await app.fetch(new Request("http://localhost/webhooks/postmark", { method: "POST", headers, body }));
  expect(await answer.json()).toEqual({ noted: true });
}

const bouncedOf = async ({ db, schoolId }: SmallSchool) =>
  Object.fromEntries(
    (await db.select().from(people).where(eq(people.schoolId, schoolId))).flatMap(({ forename, bouncedAt }) =>
      bouncedAt === null ? [] : [[forename, bouncedAt]],
    ),
  );

/** A mail that has left; its id. */
async function sent({ db, schoolId }: SmallSchool): Promise<string> {
  const [row] = await db.select().from(outbox).where(eq(outbox.schoolId, schoolId));
  await db.update(outbox).set({ attempts: 1, state: "sent" }).where(eq(outbox.schoolId, schoolId));
  return row?.id ?? "";
}

async function confirmation(school: SmallSchool): Promise<string> {
  const { db, schoolId, ids } = school;
  const scope = schoolScope(db, schoolId, 1);
  await commit(db, [
    enqueueMail(scope, { kind: "booking_confirmation", guardianId: ids.david, eveningId: ids.evening }),
  ]);
  return sent(school);
}

test("a mail that came back is noted of the person whom it was for, in their school alone", async () => {
  const school = await smallSchool();
  const twin = await smallSchool(Date.now(), school);
  const mail = await confirmation(school);
  await confirmation(twin);
  await reported(school, { mail, to: "David@Mail.example" });
  expect([await bouncedOf(school), await bouncedOf(twin)]).toEqual([{ David: at(0) }, {}]);
  // A complaint is the same: nothing goes there any more.
  await reported(school, { mail, to: "david@mail.example", kind: "SpamComplaint", seconds: 5 });
  expect(await bouncedOf(school)).toEqual({ David: at(5) });
});

test("what came back from an address that they no longer have says nothing of the one that they have", async () => {
  const school = await smallSchool();
  const mail = await confirmation(school);
  await reported(school, { mail, to: "david@old.example" });
  expect(await bouncedOf(school)).toEqual({});
});

test("the newest report holds, in whatever order they come: a mail delivered later ends it, one delivered before does not", async () => {
  const school = await smallSchool();
  const mail = await confirmation(school);
  await reported(school, { mail, to: "david@mail.example", seconds: 10 });
  await reported(school, { mail, to: "david@mail.example", kind: "Delivery", seconds: 9 });
  await reported(school, { mail, to: "david@mail.example", seconds: 8 });
  expect(await bouncedOf(school)).toEqual({ David: at(10) });
  await reported(school, { mail, to: "david@mail.example", kind: "Delivery", seconds: 11 });
  expect(await bouncedOf(school)).toEqual({});
});

test("a teacher is found by their schedule, everybody of a shared address by its sign-in link, a guest's host never", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const mailOf = async (kind: "teacher_schedule" | "invitation", subject: object) => {
    await db.delete(outbox).where(eq(outbox.schoolId, schoolId));
    await db.insert(outbox).values({
      ...{ schoolId, id: crypto.randomUUID(), kind, subject: JSON.stringify(subject), state: "sent", attempts: 1 },
      ...{ dueAt: 1, createdAt: 1 },
    });
    return sent(school);
  };
  const schedule = await mailOf("teacher_schedule", { teacherId: ids.anita, eveningId: ids.evening });
  await reported(school, { mail: schedule, to: "anita@mail.example" });
  expect(await bouncedOf(school)).toEqual({ Anita: at(0) });
  const invitation = await mailOf("invitation", { inviteId: "some-invite" });
  await reported(school, { mail: invitation, to: "jane@guest.example" });
  expect(await bouncedOf(school)).toEqual({ Anita: at(0) });
  await db.delete(outbox).where(eq(outbox.schoolId, schoolId));
  const both = [ids.david, ids.rachael];
  await db
    .update(people)
    .set({ email: "both@mail.example", emailKey: "both@mail.example" })
    .where(and(eq(people.schoolId, schoolId), eq(people.role, "guardian")));
  const link = { id: "link", tokenHash: crypto.randomUUID(), keyId: "k1", personIds: both, returnTo: "", expiresAt: 2 };
  await commit(db, signInLinkSent(schoolScope(db, schoolId, 1), link));
  await reported(school, { mail: await sent(school), to: "both@mail.example" });
  expect(await bouncedOf(school)).toEqual({ Anita: at(0), David: at(0), Rachael: at(0) });
});

test("an address that Postmark refuses to send to is noted as one that mail came back from, of its person alone", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const postmark = fakePostmark();
  const { deps, clock } = testApp(db, { postmark });
  const { science, sophie, ben, anita, david, rachael } = ids;
  for (const [guardian, student, slot] of [
    [david, sophie, 20],
    [rachael, ben, 21],
  ] as const)
    await booked(school, { guardian, student, classId: science, teachers: [anita], slot });
  const scope = schoolScope(db, schoolId, clock.now);
  const told = (guardianId: string) =>
    enqueueMail(scope, { kind: "booking_confirmation", guardianId, eveningId: ids.evening });
  await commit(db, [told(david)]);
  postmark.faults.push({ each: 406 });
  await sendDueMail(deps);
  await commit(db, [told(rachael)]);
  await sendDueMail(deps);
  expect(await bouncedOf(school)).toEqual({ David: clock.now });
});

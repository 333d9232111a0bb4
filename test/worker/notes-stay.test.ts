import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { noteKept } from "../../worker/changes/teaching.ts";
import { commit } from "../../worker/db/guard.ts";
import { evenings, inviteStudents, invites, outbox } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { enqueueReminders } from "../../worker/mail/enqueue-reminders.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { fakePostmark, type Message } from "../support/worker/fake-postmark.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const HOUR = 3_600_000;
const SECRET = "Ben-hides-his-homework";

test("no mail and no file attached to one holds a teacher's note", async () => {
  const postmark = fakePostmark();
  const { school, product, inviteId } = await schoolWithNote({ postmark });
  const { db, schoolId, ids } = school;
  await db.delete(outbox);
  await enqueueReminders(product.deps);
  for (const mail of [
    { kind: "booking_confirmation", guardianId: ids.rachael, eveningId: ids.evening },
    { kind: "invitation", inviteId },
    { kind: "invitation_changed", inviteId },
  ] as const)
    await enqueueMail(schoolScope(db, schoolId, product.clock.now), mail);
  for (let hour = 0; hour < 3; hour += 1) {
    await sendDueMail(product.deps);
    product.clock.now += HOUR;
  }
  const sent = postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug);
  const whom = new Set(sent.map(({ To }) => To.split("@")[0]));
  for (const reader of ["anita", "jane", "john", "rachael"]) expect(whom).toContain(reader);
  expect(sent.some(({ Attachments }) => (Attachments?.length ?? 0) > 0)).toBe(true);
  for (const mail of sent) expect(textOf(mail).includes(SECRET), mail.Subject).toBe(false);
});

test("no page, feed or file of anybody but its teacher holds a note: family, guest, colleague or office", async () => {
  const { school, product, inviteId } = await schoolWithNote();
  const { ids } = school;
  const app = createApp(product.deps);
  const keys = product.deps.settings.SIGNING_KEYS;
  const guestToken = await guestTokenOf(keys, { schoolId: school.schoolId, id: inviteId, version: 1, keyId: "k1" });
  const evening = `evening=${ids.evening}`;
  const read = async (path: string, personId: string) => {
    const headers = { cookie: await cookieOf(school, personId, product.clock.now) };
    const response = await app.fetch(new Request(`${school.origin}${path}`, { headers }));
    expect([path, response.status]).toEqual([path, 200]);
    return response.text();
  };
  const feedOf = async (path: string, personId: string) =>
    /\/calendar\/[^"<\s]+\.ics/.exec(await read(path, personId))?.[0] ?? "no feed";
  const pages: Record<string, string[]> = {
    [ids.rachael]: [
      ...[`/bookings?${evening}`, `/video?${evening}`, `/video/records?${evening}`, `/bookings/invites?${evening}`],
      ...[`/evenings/${ids.evening}/book/manual`, `/bookings/calendar.ics?${evening}`],
      await feedOf("/bookings/calendar", ids.rachael),
      ...[
        `/guests/video/${inviteId}?guestToken=${guestToken}`,
        `/guests/video/${inviteId}/records?guestToken=${guestToken}`,
      ],
    ],
    [ids.john]: [
      ...[`/staff/schedule?${evening}`, `/staff/video?${evening}`, `/staff/video/records?${evening}`],
      `/staff/calendar.ics?${evening}`,
    ],
    [ids.office]: [
      ...["/admin", `/admin/evenings/${ids.evening}`, `/admin/evenings/${ids.evening}/teachers`, "/admin/invites"],
      ...[`/admin/evenings/${ids.evening}/board`, `/admin/evenings/${ids.evening}/board/records`],
      `/admin/invites/consents.csv?${evening}`,
    ],
    [ids.anita]: [`/staff/calendar.ics?${evening}`, await feedOf("/staff/calendar", ids.anita)],
  };
  for (const [personId, paths] of Object.entries(pages))
    for (const path of paths) expect((await read(path, personId)).includes(SECRET), path).toBe(false);
  for (const path of [`/staff/schedule?${evening}`, `/staff/video?${evening}`])
    expect((await read(path, ids.anita)).includes(SECRET), path).toBe(true);
});

/** Tomorrow's joint appointment of Rachael's with Anita and John, a guest, and what Anita wrote on it. */
async function schoolWithNote(options: Parameters<typeof testApp>[1] = {}) {
  const startsAt = Date.UTC(2027, 0, 16, 16);
  const school = await smallSchool(startsAt + 60_000);
  const { db, schoolId, ids } = school;
  const product = testApp(db, { now: startsAt - 24 * HOUR, ...options });
  await db.update(evenings).set({ state: "published" }).where(eq(evenings.schoolId, schoolId));
  const review = { guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] };
  const appointmentId = await booked(school, { ...review, slot: 2, units: 6 });
  const scope = schoolScope(db, schoolId, product.clock.now, ids.anita);
  expect(await commit(db, noteKept(scope, { appointmentId, teacherId: ids.anita }, SECRET))).toBeNull();
  return { school, product, inviteId: await invited(school) };
}

async function invited({ db, schoolId, ids }: SmallSchool): Promise<string> {
  const id = crypto.randomUUID();
  const of = { schoolId, eveningId: ids.evening, guardianId: ids.rachael };
  await db.batch([
    db.insert(invites).values({
      ...{ ...of, id, name: "Jane Abbot", email: "jane@guest.example", state: "sent" },
      ...{ version: 1, keyId: "k1", createdAt: 0 },
    }),
    db.insert(inviteStudents).values({ ...of, inviteId: id, studentId: ids.ben, live: true }),
  ]);
  return id;
}

/** With its attachments as they are read. */
function textOf(mail: Message): string {
  const files = (mail.Attachments ?? []).map(({ Content }) => atob(Content));
  return [JSON.stringify(mail), ...files].join("\n");
}

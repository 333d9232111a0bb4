import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { inviteSent } from "../../worker/changes/invites.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  appointments,
  audit,
  claims,
  evenings,
  inviteStudents,
  invites,
  outbox,
  schools,
  waiting,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { enqueueReminders } from "../../worker/mail/enqueue-reminders.ts";
import type { OutboxRow } from "../../worker/mail/outbox.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { everythingOf } from "../support/worker/booking.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { booked, cookieOf, MINUTE, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

type Kind = OutboxRow["kind"];

/** A school whose evening is a rehearsal, or not, with an appointment, a guest and somebody who waits. */
async function schoolWith(rehearsal: boolean) {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const ofIt = and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening));
  await db
    .update(evenings)
    .set({ rehearsal, name: rehearsal ? "Rehearsal: Meeting" : "Meeting" })
    .where(ofIt);
  const science = { classId: ids.science, teachers: [ids.anita] };
  const appointment = await booked(school, { guardian: ids.rachael, student: ids.ben, slot: 8, ...science });
  const now = school.startsAt;
  const invite = {
    ...{ id: `invite-${school.slug}`, eveningId: ids.evening, guardianId: ids.rachael, name: "Jane Guest" },
    ...{ email: "jane@mail.example", studentIds: [ids.ben], keyId: "k1", consent: { words: "I agree", version: 1 } },
  };
  expect(await commit(db, inviteSent(schoolScope(db, schoolId, now), { ...invite, onBehalf: false }))).toBeNull();
  const waitingId = `waits-${school.slug}`;
  await db.insert(waiting).values({
    ...{ schoolId, id: waitingId, eveningId: ids.evening, guardianId: ids.david, studentId: ids.sophie },
    ...{ classId: ids.science, note: "", state: "offered", joinedAt: now, offeredAt: now, appointmentId: null },
    ...{ startsAt: now + 20 * 5 * MINUTE, heldUntil: now + 60 * MINUTE },
  });
  return { school, appointment, inviteId: invite.id, waitingId };
}

/** What a mail of each kind names; null where it is about no evening. A new kind fails the types here until it is thought of. */
function subjects({
  school,
  inviteId,
  waitingId,
}: Awaited<ReturnType<typeof schoolWith>>): Record<Kind, object | null> {
  const { ids } = school;
  const family = { guardianId: ids.rachael, eveningId: ids.evening };
  const teaching = { teacherId: ids.anita, eveningId: ids.evening };
  return {
    ...{ sign_in: null, staff_account: null, address_changed: null, new_device: null },
    ...{ first_admin: null, admin_let_in: null },
    ...{ booking_confirmation: family, reminder: family, teacher_schedule: teaching, schedule_changed: teaching },
    ...{ invitation: { inviteId }, invitation_changed: { inviteId }, invitation_withdrawn: { inviteId } },
    ...{ guest_reminder: { inviteId }, waiting_list_offer: { waitingId } },
  };
}

/** What leaves when a mail of a kind is due in such an evening. */
async function sentOf(kind: Kind, rehearsal: boolean) {
  const made = await schoolWith(rehearsal);
  const { db, schoolId, startsAt } = made.school;
  const subject = subjects(made)[kind];
  // Some say only what has changed since the last.
  const last = { id: "last", state: "sent", sentAt: startsAt, listed: JSON.stringify([]), kind } as const;
  const due = { id: "due", state: "waiting", kind } as const;
  if (kind === "invitation_withdrawn")
    await db
      .update(invites)
      .set({ state: "removed", removedBecause: "removed" })
      .where(and(eq(invites.schoolId, schoolId), eq(invites.id, made.inviteId)));
  await db.delete(outbox).where(eq(outbox.schoolId, schoolId));
  for (const row of [last, due])
    await db
      .insert(outbox)
      .values({ ...row, schoolId, subject: JSON.stringify(subject), dueAt: 0, createdAt: startsAt });
  const postmark = fakePostmark();
  await sendDueMail(testApp(db, { postmark, now: startsAt + MINUTE }).deps);
  const [row] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.schoolId, schoolId), eq(outbox.id, "due")));
  return { mails: postmark.taken.filter(({ Metadata }) => Metadata.school === made.school.slug).length, row };
}

const KINDS = Object.entries(subjects(await schoolWith(true))).flatMap(([kind, of]) => (of ? [kind as Kind] : []));

test.each(KINDS)("a rehearsal mails nobody: %s, which another evening does", async (kind) => {
  expect(KINDS.length).toBeGreaterThan(8);
  expect((await sentOf(kind, false)).mails).toBe(1);
  const { mails, row } = await sentOf(kind, true);
  expect([mails, row?.state, row?.problem]).toEqual([0, "failed", "not_needed"]);
});

test("what a rehearsal's reminders and schedules write goes to nobody either", async () => {
  const { school } = await schoolWith(true);
  const { db, schoolId, ids } = school;
  const now = school.startsAt;
  const later = now + 30 * 60 * MINUTE;
  await db
    .update(evenings)
    .set({ startsAt: later, endsAt: later + 180 * MINUTE })
    .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, ids.evening)));
  const postmark = fakePostmark();
  const { deps, clock } = testApp(db, { postmark, now });
  for (let hour = 0; hour < 30; hour += 1) {
    clock.now += 60 * MINUTE;
    await enqueueReminders(deps);
    await sendDueMail(deps);
  }
  expect(postmark.taken.filter(({ Metadata }) => Metadata.school === school.slug)).toEqual([]);
});

async function deskOf(school: SmallSchool, options: Parameters<typeof testApp>[1] = {}) {
  const { app, told, forgotten } = testApp(school.db, options);
  const cookie = await cookieOf(school, school.ids.office);
  const send = (path: string, form?: Record<string, string>) =>
    app.fetch(
      new Request(`${school.origin}${path}`, {
        ...{ headers: { cookie, origin: school.origin }, redirect: "manual" },
        ...(form && { method: "POST", body: new URLSearchParams(form) }),
      }),
    );
  return { app, send, told, forgotten };
}

/** All but what waits to be sent: whoever presses something sends what is due, of any school. */
async function recordOf(school: SmallSchool) {
  const { outbox: _mails, room_notices: _notices, ...record } = await everythingOf(school);
  return record;
}

const FORM = {
  ...{ name: "Trying it", message: "", day: "2031-01-14", from: "16:00", to: "19:00", length: "5", gap: "0" },
  ...{ ending: "on-time", opensDay: "2031-01-01", opensTime: "18:00", closesDay: "2031-01-14", closesTime: "12:00" },
  ...{ lead: "0", most: "", meetings: "separate", waiting: "1", offer: "120" },
};

test("the form makes a rehearsal by a tick, and its name says so on every page; without the tick no name may", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const { send } = await deskOf(school);
  const [id, plain] = [crypto.randomUUID(), crypto.randomUUID()];
  expect(await (await send("/admin/evenings/new?rehearsal=1")).text()).toMatch(/name="rehearsal" value="1" checked/);
  expect((await send("/admin/evenings/new", { ...FORM, id, rehearsal: "1" })).status).toBe(303);
  const row = async (which = id) =>
    (
      await db
        .select()
        .from(evenings)
        .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, which)))
    )[0];
  expect(await row()).toMatchObject({ name: "Rehearsal: Trying it", rehearsal: true });
  const rules = await (await send(`/admin/evenings/${id}/rules`)).text();
  expect(rules).toContain('value="Trying it"');
  const refused = await send("/admin/evenings/new", { ...FORM, id: plain, name: "rehearsal: no" });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("is a rehearsal’s");
  await send(`/admin/evenings/${id}/classes`, { class: ids.science, [`units-${ids.science}`]: "1" });
  expect((await send(`/admin/evenings/${id}/publish`, {})).status).toBe(303);
  // What is published stays what it is, whatever the form says.
  expect((await send(`/admin/evenings/${id}/rules`, { ...FORM, name: "Still", state: "published" })).status).toBe(303);
  expect(await row()).toMatchObject({ name: "Rehearsal: Still", rehearsal: true });
  const { app } = testApp(db, { now: Date.UTC(2031, 0, 10) });
  const cookie = await cookieOf(school, ids.david, Date.UTC(2031, 0, 10));
  const office = await cookieOf(school, ids.office, Date.UTC(2031, 0, 10));
  const seen = async (path: string, who: string) =>
    (await app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie: who } }))).text();
  for (const [path, who] of [
    ...[
      ["/", cookie],
      [`/evenings/${id}/book`, cookie],
      [`/evenings/${id}/book/manual`, cookie],
    ],
    ...[
      ["/admin", office],
      [`/admin/evenings/${id}`, office],
      [`/admin/evenings/${id}/board`, office],
    ],
  ] as [string, string][])
    expect([path, (await seen(path, who)).includes("Rehearsal: Still")]).toEqual([path, true]);
});

test("a rehearsal is deleted when published: calls end, rooms forget, nothing of it is left, and the checklist knows that it was", async () => {
  const { school, appointment } = await schoolWith(true);
  const { db, schoolId, ids } = school;
  const other = (await schoolWith(true)).school;
  const before = await recordOf(other);
  const { send, told, forgotten } = await deskOf(school, { now: school.startsAt + MINUTE });
  expect(await (await send(`/admin/evenings/${ids.evening}`)).text()).toContain("Delete this rehearsal");
  const deleted = await send(`/admin/evenings/${ids.evening}/delete`, {});
  expect([deleted.status, deleted.headers.get("location")]).toEqual([303, "/admin"]);
  expect(told.filter(({ facts }) => facts.state === "cancelled").map(({ roomId }) => roomId)).toEqual([
    `${schoolId}/${appointment}`,
  ]);
  expect(forgotten).toEqual([`${schoolId}/${appointment}`]);
  for (const table of [evenings, appointments, invites, inviteStudents, waiting, claims])
    expect(await db.select().from(table).where(eq(table.schoolId, schoolId))).toEqual([]);
  const trail = await db.select().from(audit).where(eq(audit.schoolId, schoolId));
  expect(trail.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["evening.rehearsal_over", "evening.draft_deleted", "school.rehearsed"]),
  );
  await db.update(schools).set({ detailsSavedAt: null }).where(eq(schools.id, schoolId));
  expect(await (await send("/admin/setup")).text()).toMatch(/A rehearsal<\/strong>[\s\S]*?Done/);
  expect(await recordOf(other)).toEqual(before);
});

test("while a room can't be reached the rehearsal is a draft that lets nobody in, and it is deleted later", async () => {
  const { school } = await schoolWith(true);
  const { db, schoolId, ids } = school;
  const now = school.startsAt + MINUTE;
  const refused = await (await deskOf(school, { now, roomsDown: true })).send(
    `/admin/evenings/${ids.evening}/delete`,
    {},
  );
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain("Its calls are just ending");
  const rows = await db.select().from(appointments).where(eq(appointments.schoolId, schoolId));
  expect(rows.map(({ state }) => state)).toEqual(["cancelled"]);
  const [evening] = await db.select().from(evenings).where(eq(evenings.schoolId, schoolId));
  expect(evening).toMatchObject({ state: "draft", rehearsal: true });
  // The sweep, or the next press, tells the room; then it goes.
  const later = await deskOf(school, { now: now + 5 * MINUTE });
  await later.send(`/admin/evenings/${ids.evening}/close-booking`, {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await later.send(`/admin/evenings/${ids.evening}/delete`, {})).status).toBe(303);
  expect(await db.select().from(evenings).where(eq(evenings.schoolId, schoolId))).toEqual([]);
});

test("an evening that is no rehearsal stays where it is published", async () => {
  const { school } = await schoolWith(false);
  const { send } = await deskOf(school);
  expect(await (await send(`/admin/evenings/${school.ids.evening}`)).text()).not.toContain("Delete this rehearsal");
  expect((await send(`/admin/evenings/${school.ids.evening}/delete`, {})).status).toBe(409);
  const rows = await school.db.select().from(appointments).where(eq(appointments.schoolId, school.schoolId));
  expect(rows.map(({ state }) => state)).toEqual(["booked"]);
});

import { and, eq, isNotNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { deliverNotices } from "../../worker/after-commit/deliver-notices.ts";
import { forgetRooms } from "../../worker/after-commit/forget-rooms.ts";
import { offerFreedTimes } from "../../worker/after-commit/offer-freed-times.ts";
import { teachersFollowed } from "../../worker/changes/appointments-moved.ts";
import { holdsLapsed } from "../../worker/changes/holds-lapsed.ts";
import { inviteRemoved, inviteSent } from "../../worker/changes/invites.ts";
import { mailingWritten } from "../../worker/changes/mailing-written.ts";
import { remindersStopped } from "../../worker/changes/reminders-stopped.ts";
import { retentionRun } from "../../worker/changes/retention-run.ts";
import { whoMayBookChanged } from "../../worker/changes/school-settings.ts";
import { officeCodeGiven } from "../../worker/changes/sign-in-codes.ts";
import { commit } from "../../worker/db/guard.ts";
import {
  absences,
  appointmentFlags,
  claims,
  classTeachers,
  evenings,
  formerTeachers,
  guardianships,
  people,
  roomNotices,
  schoolLogos,
  schoolOidc,
  signInCodes,
  waiting,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { keyOf } from "../../worker/features/bookings/automatic-view.ts";
import { enqueueReminders } from "../../worker/mail/enqueue-reminders.ts";
import { browserOf, everythingOf, SLOT_MS } from "../support/worker/booking.ts";
import { MINUTE, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const DAY = 24 * 60 * MINUTE;
const NOW = Date.UTC(2027, 0, 12, 16);

/** What happens in a school: of each kind of row one at least, all of them under ids that its twin has too. */
async function history(school: SmallSchool): Promise<void> {
  const { db, schoolId, ids } = school;
  const at = (name: string) => `${name}-of-both`;
  const rachael = await browserOf(school, ids.rachael, NOW);
  const david = await browserOf(school, ids.david, NOW);
  const office = await browserOf(school, ids.office, NOW);
  const anita = await browserOf(school, ids.anita, NOW);
  const post = (who: typeof rachael, path: string, body: Record<string, string>) =>
    who.app.fetch(
      new Request(`${school.origin}${path}`, {
        ...{ method: "POST", headers: { cookie: who.cookie, origin: school.origin }, redirect: "manual" },
        body: new URLSearchParams(body),
      }),
    );
  const done = async (answer: Response | Promise<Response>) => {
    const { status, headers } = await answer;
    expect([status, headers.get("location")]).toEqual([303, expect.not.stringContaining("sign-in")]);
  };
  await done(rachael.press({ id: at("science"), student: ids.ben, classId: ids.science, slot: 4 }));
  await done(rachael.press({ id: at("review"), student: ids.ben, classId: ids.review, slot: 8 }));
  await done(rachael.press({ id: at("science"), student: ids.ben, classId: ids.science, slot: 6, moves: true }));
  await done(david.press({ id: at("sophie"), student: ids.sophie, classId: ids.science, slot: 5 }));
  const evening = `/evenings/${ids.evening}`;
  const scope = schoolScope(db, schoolId, NOW, ids.rachael);
  const invite = {
    id: at("invite"),
    eveningId: ids.evening,
    guardianId: ids.rachael,
    name: "Jane",
    email: "jane@x.example",
  };
  const consent = { words: "I agree", version: 1 };
  expect(
    await commit(db, inviteSent(scope, { ...invite, studentIds: [ids.ben], keyId: "k1", consent, onBehalf: false })),
  ).toBeNull();
  await done(post(anita, `/staff/appointments/${at("science")}/note`, { text: "Reads well" }));
  await done(post(anita, `/staff/appointments/${at("science")}/late`, { minutes: "5" }));
  await done(
    post(office, `/admin${evening}/teachers/breaks`, {
      ...{ id: "7b0c6f0e-3f0e-4c57-9a3f-0d7f0a7f0a7f", teacher: ids.john, from: "16:10", to: "16:15" },
    }),
  );
  await done(
    post(david, `${evening}/book/manual`, { id: "x", student: ids.sophie, class: ids.science, cancel: at("sophie") }),
  );
  await done(post(david, `${evening}/book/automatic`, automatic(school)));
  await done(post(rachael, "/bookings/calendar", {}));
  const entry = {
    id: at("entry"),
    eveningId: ids.evening,
    guardianId: ids.david,
    studentId: ids.sophie,
    classId: ids.science,
  };
  await db.batch([
    db.insert(waiting).values({ ...entry, schoolId, note: "", state: "waiting", joinedAt: NOW }),
    db.insert(absences).values({ schoolId, eveningId: ids.evening, guardianId: ids.david, saidAt: NOW }),
    db.insert(formerTeachers).values({ schoolId, teacherId: ids.john, appointmentId: at("science") }),
    db
      .insert(roomNotices)
      .values({ schoolId, appointmentId: at("science"), version: 1, dueAt: NOW + DAY })
      .onConflictDoNothing(),
    db.insert(appointmentFlags).values({
      ...{ schoolId, appointmentId: at("science"), eveningId: ids.evening, because: "teacher_ended", flaggedAt: NOW },
    }),
    db.insert(signInCodes).values({
      ...{ schoolId, id: at("code"), personId: ids.rachael, codeHash: "", createdAt: NOW, expiresAt: NOW + DAY },
    }),
    db.insert(schoolLogos).values({ schoolId, type: "image/png", bytes: "", savedAt: NOW }),
    db.insert(schoolOidc).values({ schoolId, issuer: "", clientId: "", clientSecret: "", savedAt: NOW }),
  ]);
  await commit(db, mailingWritten(scope, ids.evening, "day_before"));
  await commit(db, remindersStopped(scope, ids.rachael));
  const code = { id: at("code"), personId: ids.rachael, codeHash: "hash", expiresAt: NOW + DAY };
  await commit(db, officeCodeGiven(scope, code));
}

function automatic({ ids, startsAt }: SmallSchool): Record<string, string> {
  const [from, to] = [startsAt + 20 * SLOT_MS, startsAt + 30 * SLOT_MS];
  return { id: "proposal-of-both", from: String(from), to: String(to), want: keyOf(ids.sophie, ids.science) };
}

const PAGES = {
  rachael: [
    "/",
    "/bookings",
    "/bookings/invites",
    "/bookings/calendar",
    "/video",
    "/video/records",
    "/bookings/calendar.ics?evening=E",
  ],
  david: [
    "/evenings/E/book",
    "/evenings/E/book/manual",
    "/evenings/E/book/automatic",
    "/evenings/E/book/automatic/proposal-of-both",
  ],
  anita: [
    "/staff/schedule",
    "/staff/video",
    "/staff/video/records",
    "/staff/calendar",
    "/staff/calendar.ics?evening=E",
  ],
  office: [
    ...["/admin/people/:david", "/admin/people/:anita", "/admin/students/:ben", "/admin/classes/:science"],
    ...[
      "/admin/students/:ben/guardians/:rachael",
      "/admin/people?kind=students",
      "/admin/people?kind=guardians",
      "/admin/people?kind=staff&q=a",
    ],
    ...["/admin/people?kind=guardians&is=no-booking&evening=E", "/admin/people?kind=classes"],
    ...["/admin", "/admin/settings", "/admin/invites", "/admin/invites/consents.csv?evening=E", "/admin/evenings/E"],
    ...[
      "/admin/evenings/E/rules",
      "/admin/evenings/E/classes",
      "/admin/evenings/E/teachers",
      "/admin/evenings/E/board",
    ],
    ...["/admin/evenings/E/board/records", "/admin/invites/new?evening=E&name=a"],
  ],
} as const;

/** What has been freed is offered at once. Whoever adds a table to the schema adds to the history. */
const NOT_IN_HISTORY = ["freed_times"];

function addressOf({ ids }: SmallSchool, path: string): string {
  return path.replaceAll(/:(\w+)/g, (_, name: keyof typeof ids) => ids[name]).replace("E", ids.evening);
}

/** Every page of a school as its people see it, without what is made anew for each. */
async function pagesOf(school: SmallSchool): Promise<Record<string, string>> {
  const pages: Record<string, string> = {};
  for (const [name, paths] of Object.entries(PAGES)) {
    const browser = await browserOf(school, school.ids[name as keyof typeof PAGES], NOW);
    for (const path of paths) {
      const answer = await browser.get(addressOf(school, path));
      expect([path, answer.status]).toEqual([path, 200]);
      // Ids of forms are made anew each time, and mail leaves meanwhile.
      const text = (await answer.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "an id");
      pages[path] = text.replace(/\d+ messages sent, \d+ waiting/, "some mail");
    }
  }
  return pages;
}

/** A school's rows, without the sessions that looking at its pages makes, and of its mail what does not change as it is sent. */
async function recordOf(school: SmallSchool): Promise<Record<string, unknown[]>> {
  const { sessions: _, outbox, ...rest } = await everythingOf(school);
  const mails = outbox?.map((row) => {
    const { id, kind, subject, created_at } = row as Record<string, unknown>;
    return { id, kind, subject, created_at };
  });
  return { ...rest, outbox: mails ?? [] };
}

/** Everything that the product does by itself, and what the office's imports do, in a school whose evening is long over. */
async function sweeps(school: SmallSchool): Promise<void> {
  const { db, schoolId, ids } = school;
  const { deps } = testApp(db, { now: NOW });
  const scope = schoolScope(db, schoolId, NOW, ids.office);
  await db
    .update(classTeachers)
    .set({ teacherId: ids.john })
    .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.classId, ids.science)));
  await commit(db, teachersFollowed(scope));
  await db
    .update(guardianships)
    .set({ courtOrder: true })
    .where(and(eq(guardianships.schoolId, schoolId), eq(guardianships.guardianId, ids.rachael)));
  await commit(db, whoMayBookChanged(scope));
  await commit(db, inviteRemoved(scope, "invite-of-both", "removed"));
  await offerFreedTimes(deps);
  await db
    .update(claims)
    .set({ heldUntil: NOW - 1 })
    .where(and(eq(claims.schoolId, schoolId), isNotNull(claims.heldUntil)));
  await db
    .update(waiting)
    .set({ heldUntil: NOW - 1 })
    .where(eq(waiting.schoolId, schoolId));
  await commit(db, holdsLapsed(db, NOW));
  await db
    .update(evenings)
    .set({ startsAt: NOW - 61 * DAY, endsAt: NOW - 60 * DAY })
    .where(eq(evenings.schoolId, schoolId));
  await commit(db, retentionRun(db, NOW));
  await forgetRooms(deps);
  await deliverNotices(deps);
  await db.update(people).set({ surname: "Changed" }).where(eq(people.schoolId, schoolId));
}

test("a school whose ids are all the same as another's changes nothing of it, and none of its pages, whatever it does", async () => {
  const here = await smallSchool(NOW);
  await history(here);
  const { deps } = testApp(here.db, { now: NOW });
  await commit(here.db, holdsLapsed(here.db, NOW + 60 * MINUTE));
  await offerFreedTimes(deps);
  await enqueueReminders(deps);
  await deliverNotices(deps);
  const [rows, pages] = [await recordOf(here), await pagesOf(here)];
  const empty = Object.entries(rows).flatMap(([table, all]) => (all.length === 0 ? [table] : []));
  expect(empty.sort()).toEqual(NOT_IN_HISTORY);

  const there = await smallSchool(NOW, here);
  await history(there);
  await sweeps(there);
  expect(await recordOf(here)).toEqual(rows);
  const after = await pagesOf(here);
  expect(Object.keys(pages).filter((path) => pages[path] !== after[path])).toEqual([]);
  // And it did happen there.
  const other = await recordOf(there);
  expect(JSON.stringify(other.appointments)).toContain('"cancelled"');
  expect(other.teacher_notes).toEqual([]);
});

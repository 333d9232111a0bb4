import { env } from "cloudflare:workers";
import { and, eq, getTableColumns, getTableName, is, sql } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, test, vi } from "vitest";
import { ENDINGS } from "../../durable-objects/protocol.ts";
import { forgetRooms } from "../../worker/after-commit/forget-rooms.ts";
import { offerFreedTimes } from "../../worker/after-commit/offer-freed-times.ts";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { schoolDeleted } from "../../worker/changes/schools.ts";
import { commit } from "../../worker/db/guard.ts";
import * as schema from "../../worker/db/schema.ts";
import {
  evenings,
  freedTimes,
  inviteStudents,
  invites,
  operatorAudit,
  outbox,
  schools,
} from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { liveAddress } from "../../worker/features/bookings/live-times.ts";
import { enqueueReminders } from "../../worker/mail/enqueue-reminders.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { roomIdOf } from "../../worker/ports/object-ids.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { runScheduled } from "../../worker/scheduled.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { joinAs, liveSchool } from "../support/worker/live-school.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const DAY = 24 * 3_600_000;
const TOKEN = readSettings(env).OPERATOR_TOKEN ?? "";
type App = ReturnType<typeof testApp>["app"];

/** What the command asks for. */
function command(app: App, path: string, method = "POST") {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  return app.fetch(new Request(`http://localhost/operator/api/${path}`, { method, headers }));
}

const science = ({ ids }: SmallSchool, slot = 0) => ({
  ...{ guardian: ids.rachael, student: ids.ben, classId: ids.science, teachers: [ids.anita], slot },
});

/** A guest of Rachael's, with the token of the link. */
async function invited({ db, schoolId, ids }: SmallSchool) {
  const id = crypto.randomUUID();
  const of = { schoolId, eveningId: ids.evening, guardianId: ids.rachael };
  await db.batch([
    db.insert(invites).values({
      ...{ ...of, id, name: "Jane Abbot", email: "jane@guest.example" },
      ...{ state: "sent", version: 1, keyId: "k1", createdAt: 0 },
    }),
    db.insert(inviteStudents).values({ ...of, inviteId: id, studentId: ids.ben, live: true }),
  ]);
  const { SIGNING_KEYS } = readSettings(env);
  return { id, token: await guestTokenOf(SIGNING_KEYS, { schoolId, id, keyId: "k1", version: 1 }) };
}

test.each([
  ["suspend", 403, "is closed here for now", "schoolSuspended"],
  ["end", 410, "has left Parlour", "schoolEnded"],
] as const)(
  "%s: every page, pass, socket, guest link and feed of the school is refused, and says whom to ask",
  async (change, status, words, code) => {
    const school = await smallSchool();
    const { app } = testApp(school.db);
    const appointmentId = await booked(school, science(school));
    const guest = await invited(school);
    await school.db.update(schools).set({ officePhone: "01632 960123" }).where(eq(schools.id, school.schoolId));
    const cookie = await cookieOf(school, school.ids.rachael);
    const admin = await cookieOf(school, school.ids.office);
    const paths = [
      ...[
        "/",
        "/sign-in",
        "/staff/sign-in",
        "/bookings",
        "/video",
        "/check",
        "/privacy",
        "/theme.css",
        "/calendar/x.ics",
      ],
      ...["/admin", "/admin/import", "/staff/schedule", `/guests/video/${guest.id}?guestToken=${guest.token}`],
      ...[
        `/rooms/${appointmentId}/socket`,
        `/staff/board/${school.ids.evening}/socket`,
        "/video/records",
        "/dev/people.json",
      ],
    ];
    const look = (path: string, who = cookie) =>
      app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie: who } }));
    expect((await look("/bookings")).status).toBe(200);
    expect((await command(app, `schools/${school.slug}/${change}`)).status).toBe(200);
    for (const path of paths)
      expect([path, (await look(path, path.startsWith("/admin") ? admin : cookie)).status]).toEqual([path, status]);
    const page = await (await look("/")).text();
    expect(page).toContain(`Test Primary School ${words}`);
    expect(page).toContain("01632 960123");
    const pass = await app.fetch(
      new Request(`${school.origin}/rooms/${appointmentId}/pass`, {
        ...{ method: "POST", body: "{}" },
        headers: { cookie, "content-type": "application/json" },
      }),
    );
    expect([pass.status, ((await pass.json()) as { error: string }).error]).toEqual([status, code]);
    expect((await command(app, `schools/${school.slug}/resume`)).status).toBe(200);
    expect((await look("/bookings")).status).toBe(200);
  },
);

test("a call that is on ends when its school is suspended, and can be joined again once it is resumed", async () => {
  const live = await liveSchool();
  const { app, school, ids, appointmentId } = live;
  const sockets = [await joinAs(live, ids.rachael, appointmentId), await joinAs(live, ids.anita, appointmentId)];
  const closed = sockets.map(
    (socket) => new Promise<number>((resolve) => socket.addEventListener("close", ({ code }) => resolve(code))),
  );
  await command(app as App, `schools/${school.slug}/suspend`);
  const codes = await Promise.all(closed);
  // By the notice, and not because nobody pings.
  expect(codes).toEqual([ENDINGS.cancelled.code, ENDINGS.cancelled.code]);
  await command(app as App, `schools/${school.slug}/resume`);
  const again = await joinAs(live, ids.anita, appointmentId);
  again.close();
});

test("rooms that are open, or soon are, hear that there is no call; those of later find no way in", async () => {
  const school = await smallSchool();
  const { ids, schoolId } = school;
  const { app, told } = testApp(school.db);
  const now = roomIdOf(schoolId, await booked(school, science(school)));
  const sophie = { ...science(school, 1), guardian: ids.david, student: ids.sophie };
  const soon = roomIdOf(schoolId, await booked(school, sophie));
  const later = { ...science(school, 10), classId: ids.review, teachers: [ids.anita, ids.john], units: 6 };
  await booked(school, later);
  await command(app, `schools/${school.slug}/suspend`);
  expect(told.map(({ roomId, facts }) => [roomId, facts.state]).sort()).toEqual(
    [now, soon].map((roomId) => [roomId, "cancelled"]).sort(),
  );
  told.length = 0;
  await command(app, `schools/${school.slug}/resume`);
  expect(told.map(({ facts }) => [facts.state, facts.version])).toEqual([
    ["booked", 3],
    ["booked", 3],
  ]);
});

test("a big school's rooms all hear of it: a press goes on where a round was full", async () => {
  const school = await smallSchool();
  const { app, told } = testApp(school.db);
  const { db, schoolId } = school;
  const of = await booked(school, science(school));
  // As many as a large school has at one moment: each of a student of its own.
  await db.run(sql`INSERT INTO students (school_id, id, external_id, forename, surname, name_key, birth_key, year_group, registration_group)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 119)
    SELECT ${schoolId}, 'st' || i, 'st' || i, 'A', 'B', 'a b', 'none', '6', '6A' FROM n`);
  await db.run(sql`INSERT INTO appointments (school_id, id, evening_id, guardian_id, student_id, class_id, starts_at, ends_at, state, version, created_at)
    SELECT a.school_id, 'more' || s.id, a.evening_id, a.guardian_id, s.id, a.class_id, a.starts_at, a.ends_at, 'booked', 1, 0
    FROM students AS s JOIN appointments AS a ON a.school_id = s.school_id AND a.id = ${of} WHERE s.school_id = ${schoolId} AND s.id LIKE 'st%'`);
  await command(app, `schools/${school.slug}/suspend`);
  expect(new Set(told.map(({ roomId }) => roomId)).size).toBe(120);
});

test("nothing is mailed, reminded or offered for a school that isn't open; resumed, what is fresh leaves", async () => {
  const postmark = fakePostmark();
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  const { app, deps, clock } = testApp(db, { postmark });
  await db.delete(outbox);
  const guest = await invited(school);
  const scope = () => schoolScope(db, schoolId, clock.now);
  await booked(school, science(school));
  await command(app, `schools/${school.slug}/suspend`);
  await enqueueMail(scope(), { kind: "invitation", inviteId: guest.id });
  await db.insert(freedTimes).values({ schoolId, eveningId: ids.evening, teacherId: ids.anita, freedAt: 1 });
  await db
    .update(evenings)
    .set({ startsAt: clock.now + 3_600_000, endsAt: clock.now + 3 * 3_600_000 })
    .where(eq(evenings.schoolId, schoolId));
  const mine = () => db.select().from(outbox).where(eq(outbox.schoolId, schoolId));
  const pass = async () => {
    await enqueueReminders(deps);
    await offerFreedTimes(deps);
    await sendDueMail(deps);
  };
  await pass();
  clock.now += DAY + 1;
  await pass();
  expect((await mine()).map(({ kind, state, attempts }) => [kind, state, attempts])).toEqual([
    ["invitation", "waiting", 0],
  ]);
  expect(await db.$count(freedTimes, eq(freedTimes.schoolId, schoolId))).toBe(1);
  await enqueueMail(scope(), { kind: "invitation_changed", inviteId: guest.id });
  await command(app, `schools/${school.slug}/resume`);
  await vi.waitFor(async () => expect((await mine()).map(({ state }) => state)).not.toContain("waiting"), {
    timeout: 10_000,
  });
  const became = (await mine()).map(({ kind, state, problem, attempts }) => [kind, state, problem, attempts]);
  expect(became.sort()).toMatchObject([
    ["invitation", "failed", "not_needed", 0],
    ["invitation_changed", expect.anything(), expect.anything(), 1],
  ]);
});

test("an open booking page is told nothing of a school that isn't open", async () => {
  const school = await smallSchool();
  const { ids, schoolId } = school;
  await booked(school, science(school));
  const { app, clock } = testApp(school.db);
  const address = await liveAddress(readSettings(env), schoolId, ids.evening, [ids.anita]);
  const units = async () => {
    // Longer than what was read last is kept for all who ask.
    clock.now += 1_000;
    const told = (await (await app.fetch(new Request(`${school.origin}${address}`))).json()) as Record<
      string,
      number[]
    >;
    return told[ids.anita]?.length;
  };
  expect(await units()).toBe(1);
  await command(app, `schools/${school.slug}/suspend`);
  expect(await units()).toBe(0);
});

test("a state that a school has already is refused, and not noted", async () => {
  const school = await smallSchool();
  const { app } = testApp(school.db);
  const acts = () => school.db.select().from(operatorAudit).where(eq(operatorAudit.slug, school.slug));
  expect((await command(app, `schools/${school.slug}/resume`)).status).toBe(409);
  expect((await command(app, `schools/${school.slug}/suspend`)).status).toBe(200);
  expect((await command(app, `schools/${school.slug}/suspend`)).status).toBe(409);
  expect((await command(app, `schools/${school.slug}/end`)).status).toBe(200);
  expect((await command(app, `schools/${school.slug}/end`)).status).toBe(409);
  expect((await command(app, `schools/${school.slug}/burn`)).status).toBe(404);
  expect((await command(app, `schools/nobody/end`)).status).toBe(404);
  expect((await acts()).map(({ operator, action }) => [operator, action])).toEqual([
    ["command", "school.suspended"],
    ["command", "school.ended"],
  ]);
});

const schoolTables = Object.values(schema).flatMap((table) => {
  if (!is(table, SQLiteTable) || !("schoolId" in getTableColumns(table))) return [];
  return [getTableName(table)];
});

async function rowsOf({ db, schoolId }: SmallSchool): Promise<string[]> {
  const counts = await Promise.all(
    schoolTables.map((name) =>
      db.all<{ n: number }>(sql`SELECT count(*) AS n FROM ${sql.identifier(name)} WHERE school_id = ${schoolId}`),
    ),
  );
  return schoolTables.filter((_, at) => (counts[at]?.[0]?.n ?? 0) > 0);
}

test("an ended school's rows and rooms go when its retention is over, all of them, and nobody else's", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const { db, schoolId } = school;
  const { app, deps, clock, forgotten, log } = testApp(db, { postmark: fakePostmark() });
  const appointmentId = await booked(school, science(school));
  await booked(other, science(other));
  await invited(school);
  await cookieOf(school, school.ids.rachael);
  const before = await rowsOf(other);
  const exists = async () => (await db.$count(schools, eq(schools.id, schoolId))) === 1;
  await command(app, `schools/${school.slug}/end`);
  clock.now += 30 * DAY - 1;
  await runScheduled(deps);
  expect(await exists()).toBe(true);
  expect(await commit(db, schoolDeleted(db, { id: schoolId, slug: school.slug }, clock.now))).toBe("not-over");
  clock.now += 1;
  // Not while a room still knows something.
  expect(await commit(db, schoolDeleted(db, { id: schoolId, slug: school.slug }, clock.now))).toBe("not-over");
  await runScheduled(deps);
  expect(log.of("sweep_failed")).toEqual([]);
  expect(forgotten).toContain(roomIdOf(schoolId, appointmentId));
  expect(await exists()).toBe(false);
  expect(await rowsOf(school)).toEqual([]);
  expect(await rowsOf(other)).toEqual(before.filter((name) => name !== "sessions"));
  const acts = await db.select().from(operatorAudit).where(eq(operatorAudit.slug, school.slug));
  expect(acts.map(({ operator, action }) => [operator, action]).sort()).toEqual([
    ["command", "school.ended"],
    ["system", "school.deleted"],
  ]);
});

test("a school that ended is resumed as it was, until it is deleted", async () => {
  const school = await smallSchool();
  const { db, schoolId } = school;
  const { app, deps, clock } = testApp(db, { postmark: fakePostmark() });
  await command(app, `schools/${school.slug}/end`);
  clock.now += 29 * DAY;
  expect((await command(app, `schools/${school.slug}/resume`)).status).toBe(200);
  clock.now += 2 * DAY;
  await forgetRooms(deps);
  await runScheduled(deps);
  expect(await db.select({ state: schools.state }).from(schools).where(eq(schools.id, schoolId)).get()).toEqual({
    state: "open",
  });
});

test("an ended school's records are handed out once it has ended, whole, and without what lets anybody in", async () => {
  const postmark = fakePostmark();
  const school = await smallSchool();
  const { app } = testApp(school.db, { postmark });
  await booked(school, science(school));
  await invited(school);
  const secret = await cookieOf(school, school.ids.rachael);
  const origin = "http://localhost";
  const press = (path: string, fields: Record<string, string> = {}, cookie = "") =>
    app.fetch(
      new Request(`${origin}${path}`, {
        method: "POST",
        body: new URLSearchParams(fields),
        headers: { origin, cookie },
      }),
    );
  await press("/operator/sign-in", { email: "operator@parlour.example" });
  await vi.waitFor(() => expect(postmark.taken).toHaveLength(1), { timeout: 10_000 });
  const path = /\/operator\/sign-in\/\w+/.exec(postmark.taken[0]?.TextBody ?? "")?.[0] ?? "";
  const cookie = ((await press(path)).headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const asked = () => press(`/operator/schools/${school.slug}/export`, {}, cookie);
  expect((await asked()).status).toBe(409);
  await command(app, `schools/${school.slug}/end`);
  const response = await asked();
  expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${school.slug}.json"`);
  const text = await response.text();
  const data = JSON.parse(text) as Record<string, object[]>;
  expect(data.schools).toMatchObject([{ slug: school.slug }]);
  expect(data.people).toHaveLength(5);
  expect(data.students).toHaveLength(2);
  expect(data.appointments).toHaveLength(1);
  expect(data.invites).toMatchObject([{ email: "jane@guest.example" }]);
  const names = schoolTables.filter((name) => !(name in data)).sort();
  expect(names).toEqual([
    ...["claims", "freed_times", "room_notices", "sessions", "sign_in_codes", "sign_in_links"],
    "teacher_notes",
  ]);
  expect(text).not.toContain(secret.split("=")[1]);
  expect(text).not.toMatch(/birth_key|client_secret|key_id/);
  const acts = await school.db
    .select()
    .from(operatorAudit)
    .where(and(eq(operatorAudit.slug, school.slug), eq(operatorAudit.action, "school.exported")));
  expect(acts).toHaveLength(1);
});

import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { CallPageData } from "../../web/pages/call-props.ts";
import { appointmentMarks, audit, inviteStudents, invites, teacherNotes } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { readMarks } from "../../worker/queries/marks.ts";
import { readNotes } from "../../worker/queries/notes.ts";
import { readOfficeOverview } from "../../worker/queries/office-overview.ts";
import { loadFacts } from "../../worker/queries/room-facts.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { eventually } from "../support/eventually.ts";
import { joinAs, type LiveSchool, liveSchool, roomOf } from "../support/worker/live-school.ts";
import { runRetention } from "../support/worker/run-retention.ts";
import { booked, cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

const DAY = 24 * 3_600_000;
const SECRET_WORDS = "Ben-hides-his-homework";

async function press(
  live: LiveSchool,
  personId: string,
  what: string,
  body: Record<string, string>,
  more: { appointmentId?: string; headers?: Record<string, string> } = {},
) {
  const { school, app, appointmentId } = live;
  const url = `${school.origin}/staff/appointments/${more.appointmentId ?? appointmentId}/${what}`;
  const headers = { cookie: await cookieOf(school, personId), origin: school.origin, ...more.headers };
  return app.fetch(new Request(url, { method: "POST", body: new URLSearchParams(body), headers }));
}

const auditOf = async ({ school, appointmentId }: LiveSchool) =>
  (
    await school.db
      .select({ action: audit.action })
      .from(audit)
      .where(and(eq(audit.schoolId, school.schoolId), eq(audit.object, appointmentId)))
  ).map(({ action }) => action);

const marksOf = async ({ school, appointmentId }: LiveSchool) =>
  (await readMarks(schoolScope(school.db, school.schoolId, Date.now()), [appointmentId])).get(appointmentId);

test("a teacher's note is kept, changed and thrown away, and is theirs alone", async () => {
  const live = await liveSchool();
  const { school, ids, appointmentId } = live;
  const noteOf = async (teacherId: string) =>
    (await readNotes(schoolScope(school.db, school.schoolId, Date.now()), teacherId, [appointmentId])).get(
      appointmentId,
    )?.text;
  expect((await press(live, ids.anita, "note", { text: " Good with numbers \r\n ask about sleep " })).status).toBe(303);
  expect(await noteOf(ids.anita)).toBe("Good with numbers \n ask about sleep");
  const json = { headers: { accept: "application/json" } };
  expect(await (await press(live, ids.anita, "note", { text: "Changed" }, json)).json()).toHaveProperty("savedAt");
  expect(await noteOf(ids.anita)).toBe("Changed");
  expect(await noteOf(ids.john)).toBeUndefined();
  await press(live, ids.anita, "note", { text: "  " });
  expect(await noteOf(ids.anita)).toBeUndefined();
  expect((await press(live, ids.anita, "note", { text: "x".repeat(4001) })).status).toBe(422);
});

test("teachers who meet a family together have a note each", async () => {
  const live = await liveSchool();
  const { school, ids } = live;
  const both = { guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] };
  const appointmentId = await booked(school, { ...both, slot: 3, units: 6 });
  await press(live, ids.anita, "note", { text: "Anita’s" }, { appointmentId });
  await press(live, ids.john, "note", { text: "John’s" }, { appointmentId });
  const texts = await Promise.all(
    [ids.anita, ids.john].map(
      async (id) =>
        (await readNotes(schoolScope(school.db, school.schoolId, Date.now()), id, [appointmentId])).get(appointmentId)
          ?.text,
    ),
  );
  expect(texts).toEqual(["Anita’s", "John’s"]);
});

test("only its own teachers write or mark anything on an appointment, from their own school's page", async () => {
  const live = await liveSchool();
  const { school, ids } = live;
  const presses = [
    ["note", { text: SECRET_WORDS }],
    ["absent", { on: "1" }],
    ["late", { minutes: "5" }],
    ["guest", { on: "1" }],
  ] as const;
  for (const [what, body] of presses) {
    expect((await press(live, ids.john, what, body)).status, what).toBe(404);
    expect((await press(live, ids.office, what, body)).status, what).toBe(403);
    expect((await press(live, ids.rachael, what, body)).status, what).toBe(303);
    const elsewhere = { headers: { origin: "https://elsewhere.example" } };
    expect((await press(live, ids.anita, what, body, elsewhere)).status, what).toBe(403);
    const other = await smallSchool();
    const foreign = { ...live, school: other } as LiveSchool;
    expect((await press(foreign, other.ids.anita, what, body)).status, what).toBe(404);
  }
  expect(await school.db.select().from(teacherNotes).where(eq(teacherNotes.schoolId, school.schoolId))).toEqual([]);
  expect(await marksOf(live)).toBeUndefined();
});

test("notes and marks go with the evening's retention", async () => {
  const live = await liveSchool();
  const { school, ids } = live;
  await press(live, ids.anita, "note", { text: "Kind" });
  await press(live, ids.anita, "absent", { on: "1" });
  const over = school.startsAt + 3 * 3_600_000 + 30 * DAY;
  const left = async () =>
    (await school.db.$count(teacherNotes, eq(teacherNotes.schoolId, school.schoolId))) +
    (await school.db.$count(appointmentMarks, eq(appointmentMarks.schoolId, school.schoolId)));
  await runRetention(testApp(school.db, { now: over - 1 }).deps);
  expect(await left()).toBe(2);
  await runRetention(testApp(school.db, { now: over + 1 }).deps);
  expect(await left()).toBe(0);
});

test("marked as absent, and taken back, on the audit trail", async () => {
  const live = await liveSchool();
  const { ids } = live;
  await press(live, ids.anita, "absent", { on: "1" });
  expect((await marksOf(live))?.absentAt).toBeGreaterThan(0);
  await press(live, ids.anita, "absent", { on: "0" });
  expect((await marksOf(live))?.absentAt).toBeNull();
  expect(await auditOf(live)).toEqual(["appointment.marked_absent", "appointment.unmarked_absent"]);
});

test("a family that waits is told at once that the teacher is late, and when not any more", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  await joinAs(live, ids.rachael, appointmentId);
  await press(live, ids.anita, "late", { minutes: "5" });
  expect((await roomOf(live, appointmentId).look())?.lateMinutes).toBe(5);
  await press(live, ids.anita, "late", { minutes: "0" });
  expect((await roomOf(live, appointmentId).look())?.lateMinutes).toBeUndefined();
  expect((await press(live, ids.anita, "late", { minutes: "500" })).status).toBe(422);
});

test("a family that has not joined yet finds that the teacher is late on its pages, and when they are read again", async () => {
  const live = await liveSchool();
  const { school, ids, app } = live;
  const { inviteId, guestToken } = await invited(live);
  const read = async (path: string, personId: string) => {
    const headers = { cookie: await cookieOf(school, personId) };
    return (await app.fetch(new Request(`${school.origin}${path}`, { headers }))).text();
  };
  const evening = `evening=${ids.evening}`;
  const pages = [`/video?${evening}`, `/bookings?${evening}`, `/guests/video/${inviteId}?guestToken=${guestToken}`];
  const records = [`/video/records?${evening}`, `/guests/video/${inviteId}/records?guestToken=${guestToken}`];
  // Without the message catalogue and the props, which are there for scripts.
  const seen = async (path: string) => (await read(path, ids.rachael)).replace(/<script[\s\S]*?<\/script>/g, "");
  for (const path of pages) expect(/late/.test(await seen(path)), path).toBe(false);
  await press(live, ids.anita, "late", { minutes: "10" });
  for (const path of pages) expect(await seen(path), path).toContain("About 10 min late");
  expect(await seen(pages[0] ?? "")).toContain("Mrs Abell is running about 10 minutes late.");
  expect(await seen(pages[2] ?? "")).toContain("Mrs Abell is running about 10 minutes late.");
  for (const path of records) expect(JSON.parse(await read(path, ids.rachael)).appointments[0].lateMinutes).toBe(10);
  // The teacher has it among the own marks, and is not told to be patient.
  expect(await read(`/staff/video/records?${evening}`, ids.anita)).toContain('"lateMinutes":10');
  expect(await read(`/staff/video?${evening}`, ids.anita)).not.toContain("Mrs Abell is running");
});

test("in a call a teacher is called by title and surname for short, and a guardian by the whole name", async () => {
  const { school, ids, app } = await liveSchool();
  const headers = { cookie: await cookieOf(school, ids.anita) };
  const url = `${school.origin}/staff/video/records?evening=${ids.evening}`;
  const [first] = JSON.parse(await (await app.fetch(new Request(url, { headers }))).text()).appointments;
  expect(first.teachers).toContainEqual({ name: "Mrs Anita Abell", shortName: "Mrs Abell" });
  expect(first.guardian.shortName).toBe(first.guardian.name);
  expect(first.guardian.name).toMatch(/^\S+ \S+$/);
});

test("the records of a call are for the people in it: nobody else's token or session reads them", async () => {
  const live = await liveSchool();
  const { school, ids, app } = live;
  const { inviteId, guestToken } = await invited(live);
  const answer = async (path: string, personId: string) => {
    const headers = { cookie: await cookieOf(school, personId) };
    return app.fetch(new Request(`${school.origin}${path}`, { headers }));
  };
  const status = async (path: string, personId: string) => (await answer(path, personId)).status;
  const evening = `evening=${ids.evening}`;
  expect(await (await answer(`/video/records?${evening}`, ids.rachael)).json()).not.toEqual({ appointments: [] });
  // Who has nothing there, or nothing any more, is told so, and nothing of anybody else's.
  expect(await (await answer(`/video/records?${evening}`, ids.david)).json()).toEqual({ appointments: [] });
  expect(await (await answer(`/staff/video/records?${evening}`, ids.john)).json()).toEqual({ appointments: [] });
  expect(await status(`/video?${evening}`, ids.david)).toBe(404);
  expect(await status(`/video/records?${evening}`, ids.anita)).toBe(303);
  const guests = `/guests/video/${inviteId}/records`;
  expect(await status(`${guests}?guestToken=${guestToken}`, ids.david)).toBe(200);
  expect(
    await status(`${guests}?guestToken=${guestToken.replace(/^./, (first) => (first === "a" ? "b" : "a"))}`, ids.david),
  ).toBe(404);
});

test("a teacher's running order names the guest, for the teacher alone", async () => {
  const live = await liveSchool();
  const { school, ids, app } = live;
  await invited(live);
  const guestsOf = async (path: string, personId: string) => {
    const headers = { cookie: await cookieOf(school, personId) };
    const records = await (
      await app.fetch(new Request(`${school.origin}${path}?evening=${ids.evening}`, { headers }))
    ).json();
    return (records as CallPageData).appointments.map(({ guest }) => guest);
  };
  expect(await guestsOf("/staff/video/records", ids.anita)).toEqual(["Jane"]);
  expect(await guestsOf("/video/records", ids.rachael)).toEqual([undefined]);
});

test("the desk counts the families that were marked as absent", async () => {
  const live = await liveSchool();
  const { school, ids } = live;
  await booked(school, {
    guardian: ids.david,
    student: ids.sophie,
    classId: ids.science,
    teachers: [ids.anita],
    slot: 1,
  });
  const counts = async () => {
    const found = (await readOfficeOverview(schoolScope(school.db, school.schoolId, Date.now()))).evenings.find(
      ({ id }) => id === ids.evening,
    );
    return [found?.appointments, found?.guardians, found?.noShows];
  };
  expect(await counts()).toEqual([2, 2, 0]);
  await press(live, ids.anita, "absent", { on: "1" });
  await press(live, ids.anita, "late", { minutes: "5" });
  expect(await counts()).toEqual([2, 2, 1]);
  const desk = await live.app.fetch(
    new Request(`${school.origin}/admin`, { headers: { cookie: await cookieOf(school, ids.office) } }),
  );
  expect(await desk.text()).toMatch(/data-label="Absences">1</);
});

test("a guest taken out of a call is out at once and stays out of this one alone; let back in they may come", async () => {
  const live = await liveSchool();
  const { school, ids, app, appointmentId } = live;
  const later = { guardian: ids.rachael, student: ids.ben, classId: ids.review, teachers: [ids.anita, ids.john] };
  const other = await booked(school, { ...later, slot: 3, units: 6 });
  const { inviteId, guestToken } = await invited(live);
  const pass = (id: string) =>
    app.fetch(
      new Request(`${school.origin}/rooms/${id}/pass`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ inviteId, guestToken }),
      }),
    );
  expect((await pass(appointmentId)).status).toBe(200);
  await joinAs(live, ids.rachael, appointmentId);
  expect((await press(live, ids.anita, "guest", { on: "1" })).status).toBe(303);
  await eventually(async () =>
    expect((await roomOf(live, appointmentId).look())?.people.map(({ role }) => role)).toEqual(["teacher", "guardian"]),
  );
  expect((await pass(appointmentId)).status).toBe(403);
  expect((await pass(other)).status).toBe(200);
  // Pressed twice it is still the same guest.
  await press(live, ids.anita, "guest", { on: "1" });
  expect((await marksOf(live))?.guestOut).toBe(inviteId);
  await press(live, ids.anita, "guest", { on: "0" });
  expect((await pass(appointmentId)).status).toBe(200);
  expect((await auditOf(live)).slice(-1)).toEqual(["call.guest_let_back"]);
});

test("there is nobody to take out of a call without a guest; a guest invited anew is not the one who was", async () => {
  const live = await liveSchool();
  const { school, ids, appointmentId } = live;
  expect((await press(live, ids.anita, "guest", { on: "1" })).status).toBe(404);
  const first = await invited(live);
  await press(live, ids.anita, "guest", { on: "1" });
  const ofFirst = and(eq(inviteStudents.schoolId, school.schoolId), eq(inviteStudents.inviteId, first.inviteId));
  await school.db.update(inviteStudents).set({ live: false }).where(ofFirst);
  const second = await invited(live);
  const [room] = await loadFacts(schoolScope(school.db, school.schoolId, Date.now()), [appointmentId]);
  expect(room?.facts.people.map(({ participantId }) => participantId)).toContain(second.inviteId);
});

test("teachers of one appointment come and go while it goes on", async () => {
  const live = await liveSchool({ joint: true });
  const { ids, appointmentId } = live;
  const room = roomOf(live, appointmentId);
  const here = async () =>
    (await room.look())?.people.filter(({ state }) => state === "present").map(({ participantId }) => participantId);
  await joinAs(live, ids.rachael, appointmentId);
  const anita = await joinAs(live, ids.anita, appointmentId);
  const john = await joinAs(live, ids.john, appointmentId);
  expect(await here()).toEqual([ids.anita, ids.john, ids.rachael]);
  anita.send('{"type":"leave"}');
  await eventually(async () => expect(await here()).toEqual([ids.john, ids.rachael]));
  await joinAs(live, ids.anita, appointmentId);
  john.send('{"type":"leave"}');
  await eventually(async () => expect(await here()).toEqual([ids.anita, ids.rachael]));
});

async function invited({ school, ids, deps }: LiveSchool) {
  const id = crypto.randomUUID();
  const of = { schoolId: school.schoolId, eveningId: ids.evening, guardianId: ids.rachael };
  await school.db.batch([
    school.db.insert(invites).values({
      ...{ ...of, id, name: "Jane", email: `${id}@guest.example`, state: "sent" },
      ...{ version: 1, keyId: "k1", createdAt: 0 },
    }),
    school.db.insert(inviteStudents).values({ ...of, inviteId: id, studentId: ids.ben, live: true }),
  ]);
  const token = { schoolId: school.schoolId, id, version: 1, keyId: "k1" };
  return { inviteId: id, guestToken: await guestTokenOf(deps.settings.SIGNING_KEYS, token) };
}

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import type { Presence } from "../../durable-objects/board-protocol.ts";
import type { EveningBoard } from "../../durable-objects/evening-board.ts";
import { ENDINGS } from "../../durable-objects/protocol.ts";
import type { BoardProps } from "../../web/pages/board-rows.ts";
import type { CallPageData } from "../../web/pages/call-props.ts";
import { afterCommitOf } from "../../worker/after-commit/after-commit.ts";
import { deliverNotices } from "../../worker/after-commit/deliver-notices.ts";
import { type App, createApp } from "../../worker/app.tsx";
import { roomsNoticed } from "../../worker/changes/room-notices.ts";
import { appointmentMarks, appointments, appointmentTeachers, formerTeachers } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { bookAppointment } from "../../worker/features/bookings/book-appointment.ts";
import { lookAtBoard } from "../../worker/features/rooms/board.ts";
import { markAppointment } from "../../worker/features/teaching/mark-appointment.ts";
import { eventually } from "../support/eventually.ts";
import {
  askBoard,
  BoardPage,
  boardOf,
  joinAs,
  type LiveSchool,
  listenAs,
  liveSchool,
  roomOf,
  stateOf,
} from "../support/worker/live-school.ts";
import { NO_BOARDS } from "../support/worker/no-boards.ts";
import { booked, cookieOf, MINUTE, smallSchool } from "../support/worker/small-school.ts";

const ALL = { listener: { teacherId: null, until: Number.MAX_SAFE_INTEGER }, open: [] };

test("who comes into a room is on staff's pages in a moment, and so is who goes", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const [teacher, office] = [await listenAs(live, ids.anita), await listenAs(live, ids.office)];
  const page = await joinAs(live, ids.rachael, appointmentId);
  await Promise.all([teacher, office].map((one) => one.sees(appointmentId, ids.rachael, "present")));
  expect(teacher.messages[0]).toMatchObject({ type: "picture", rooms: [] });
  page.send('{"type":"leave"}');
  const took = await Promise.all([teacher, office].map((one) => one.sees(appointmentId, ids.rachael, "absent")));
  console.log(`from leaving the room to staff's pages: ${took.join(" and ")} ms`);
});

test("whoever waits for a start is on the board, and since when", async () => {
  const live = await liveSchool();
  const { school, ids } = live;
  const next = { guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 1 };
  const soon = await booked(school, next);
  const before = Date.now();
  await joinAs(live, ids.david, soon);
  const teacher = await listenAs(live, ids.anita);
  await teacher.sees(soon, ids.david, "waiting");
  const since = teacher.room(soon)?.people.find(({ role }) => role === "guardian")?.since ?? 0;
  expect(since).toBeGreaterThanOrEqual(before);
  expect(since).toBeLessThanOrEqual(Date.now());
});

test("a dropped line shows as held, and who comes back keeps the time of coming", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const office = await listenAs(live, ids.office);
  const page = await joinAs(live, ids.rachael, appointmentId);
  await office.sees(appointmentId, ids.rachael, "present");
  const came = sinceOf(office.room(appointmentId), ids.rachael);
  page.close(1001, "gone");
  await office.sees(appointmentId, ids.rachael, "held");
  await joinAs(live, ids.rachael, appointmentId);
  await office.sees(appointmentId, ids.rachael, "present");
  expect(sinceOf(office.room(appointmentId), ids.rachael)).toBe(came);
});

test("an appointment that its teacher ended says so", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const office = await listenAs(live, ids.office);
  await joinAs(live, ids.rachael, appointmentId);
  (await joinAs(live, ids.anita, appointmentId)).send('{"type":"end"}');
  await eventually(() => expect(office.room(appointmentId)?.ended).toBe(true));
  expect(stateOf(office.room(appointmentId), ids.rachael)).toBe("absent");
  // At rest the room keeps nothing of it (RM21).
  const kept = await runInDurableObject(roomOf(live, appointmentId), (_, { storage }) => storage.kv.get("report"));
  expect(kept).toBeUndefined();
});

test("an older report never takes the place of a newer", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const board = boardOf(live);
  const report = (at: number, state: "present" | "absent"): Presence => ({
    ...{ appointmentId, at, ended: false },
    people: [{ participantId: ids.rachael, role: "guardian", state, since: at }],
  });
  await board.report(report(2, "present"));
  await board.report(report(1, "absent"));
  await board.report({ ...report(2, "absent") });
  expect(stateOf((await board.look(ALL))[0], ids.rachael)).toBe("present");
  await board.report(report(3, "absent"));
  expect(stateOf((await board.look(ALL))[0], ids.rachael)).toBe("absent");
});

test("evicted, the board goes on with the pages that listen", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const office = await listenAs(live, ids.office);
  const page = await joinAs(live, ids.rachael, appointmentId);
  await office.sees(appointmentId, ids.rachael, "present");
  await evictDurableObject(boardOf(live));
  page.send('{"type":"leave"}');
  await office.sees(appointmentId, ids.rachael, "absent");
  expect(office.closed).toBe(false);
});

test("a board that has lost everything is full again for the next page, and stores nothing itself", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  await joinAs(live, ids.rachael, appointmentId);
  const before = await listenAs(live, ids.office);
  await before.sees(appointmentId, ids.rachael, "present");
  await evictDurableObject(boardOf(live));
  const later = await listenAs(live, ids.office);
  await later.sees(appointmentId, ids.rachael, "present");
  expect(later.room(appointmentId)).toEqual(before.room(appointmentId));
  const rows = await runInDurableObject(boardOf(live), (_, { storage }) => [...storage.kv.list()]);
  expect(rows).toEqual([]);
});

test("a board that has lost everything is full for each teacher, however soon they come one after the other", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  await joinAs(live, ids.rachael, appointmentId);
  await (await listenAs(live, ids.anita)).sees(appointmentId, ids.rachael, "present");
  await evictDurableObject(boardOf(live));
  const john = await listenAs(live, ids.john);
  await vi.waitFor(() => expect(john.messages).toHaveLength(1));
  await (await listenAs(live, ids.anita)).sees(appointmentId, ids.rachael, "present");
});

test("what a board missed it is told at the room's next event, and the room does not notice", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const office = await listenAs(live, ids.office);
  const refuse = await runInDurableObject(boardOf(live), (instance: EveningBoard) =>
    // Calls of other objects find what the class has, not the instance.
    vi.spyOn(Object.getPrototypeOf(instance) as EveningBoard, "report").mockRejectedValue(new Error("down")),
  );
  const page = await joinAs(live, ids.rachael, appointmentId);
  expect((await roomOf(live, appointmentId).look())?.people.map(({ state }) => state)).toContain("present");
  await eventually(() => expect(refuse).toHaveBeenCalled());
  refuse.mockRestore();
  expect(office.room(appointmentId)).toBeUndefined();
  page.send('{"type":"mute","trackId":"none","muted":true}');
  await office.sees(appointmentId, ids.rachael, "present");
});

test("a page drawn without the board is drawn all the same", async () => {
  const { school, ids, deps } = await liveSchool();
  const down = { ...deps, boards: { ...deps.boards, look: () => Promise.reject(new Error("down")) } };
  const slow = { ...deps, boards: { ...deps.boards, look: () => new Promise<never>(() => undefined) } };
  for (const broken of [down, slow])
    expect(await lookAtBoard(broken, schoolScope(broken.db, school.schoolId, Date.now()), ids.evening, ALL)).toBeNull();
});

test("teachers hear of their own appointments, admins of all", async () => {
  const live = await liveSchool();
  const { ids, appointmentId } = live;
  const [anita, john, office] = [
    await listenAs(live, ids.anita),
    await listenAs(live, ids.john),
    await listenAs(live, ids.office),
  ];
  const page = await joinAs(live, ids.rachael, appointmentId);
  await Promise.all([anita, office].map((one) => one.sees(appointmentId, ids.rachael, "present")));
  page.send('{"type":"leave"}');
  await anita.sees(appointmentId, ids.rachael, "absent");
  expect(john.room(appointmentId)).toBeUndefined();
  expect(john.messages.map(({ type }) => type)).toEqual(["picture"]);
  expect((await listenAs(live, ids.john)).room(appointmentId)).toBeUndefined();
});

test("the board is closed to families, strangers, other sites and other schools", async () => {
  const live = await liveSchool();
  const { ids } = live;
  const status = async (who: string | null, changes = {}) => (await askBoard(live, who, changes)).status;
  expect(await status(ids.rachael)).toBe(404);
  expect(await status(null)).toBe(404);
  expect(await status(ids.office, { origin: "https://elsewhere.example" })).toBe(404);
  expect(await status(ids.office, { upgrade: "none" })).toBe(404);
  const other = { ...live, school: await smallSchool() } as LiveSchool;
  expect((await askBoard(other, other.school.ids.office)).status).toBe(404);
});

test("nobody writes their own pass, and who speaks to the board is not listened to", async () => {
  const live = await liveSchool();
  const { ids } = live;
  const forged = { "parlour-listener": encodeURIComponent(JSON.stringify(ALL)) };
  expect((await askBoard(live, ids.rachael, forged)).status).toBe(404);
  const john = new BoardPage(await askBoard(live, ids.john, forged));
  await joinAs(live, ids.rachael, live.appointmentId);
  const office = await listenAs(live, ids.office);
  await office.sees(live.appointmentId, ids.rachael, "present");
  expect(john.room(live.appointmentId)).toBeUndefined();
  john.socket.send("anything");
  await eventually(() => expect(john.closed).toBe(true));
  expect(office.closed).toBe(false);
});

test("a change of the records is told at once to the office and to the teachers of the appointment, and to nobody else", async () => {
  const live = await liveSchool();
  const { school, ids, app, appointmentId } = live;
  const pages = await Promise.all([ids.anita, ids.john, ids.office].map((id) => listenAs(live, id)));
  const told = () => pages.map(({ messages }) => messages.filter(({ type }) => type === "records").length);
  await eventually(() => expect(pages.every(({ messages }) => messages.length > 0)).toBe(true));
  const mark = async (what: string, body: Record<string, string>) => {
    const headers = { cookie: await cookieOf(school, ids.anita), origin: school.origin };
    const url = `${school.origin}/staff/appointments/${appointmentId}/${what}`;
    expect(
      (await app.fetch(new Request(url, { method: "POST", headers, body: new URLSearchParams(body) }))).status,
    ).toBe(303);
  };
  // An absence concerns no room; what a room is told, staff's pages are told with it.
  await mark("absent", { on: "1" });
  await eventually(() => expect(told()).toEqual([1, 0, 1]));
  await mark("late", { minutes: "5" });
  await eventually(() => expect(told()).toEqual([2, 0, 2]));
});

test("a teacher whom a move has left out is told at once: the call ends, and the running order is without it", async () => {
  const live = await liveSchool();
  const { school, ids, deps, appointmentId } = live;
  const { db, schoolId } = school;
  const page = await listenAs(live, ids.anita);
  await vi.waitFor(() => expect(page.messages.length).toBeGreaterThan(0));
  const call = await joinAs(live, ids.anita, appointmentId);
  const ended = new Promise<number>((resolve) => call.addEventListener("close", ({ code }) => resolve(code)));
  expect(await orderOf(live, ids.anita)).toEqual([appointmentId]);
  await db.batch([
    db.update(appointmentTeachers).set({ teacherId: ids.john }).where(eq(appointmentTeachers.schoolId, schoolId)),
    db.insert(formerTeachers).values({ schoolId, teacherId: ids.anita, appointmentId }),
    ...roomsNoticed(schoolScope(db, schoolId, Date.now()), sql`SELECT ${appointmentId}`),
  ]);
  await deliverNotices(deps);
  expect(await ended).toBe(ENDINGS.removed.code);
  await vi.waitFor(() => expect(page.messages.map(({ type }) => type)).toContain("records"));
  expect(await orderOf(live, ids.anita)).toEqual([]);
  expect(await orderOf(live, ids.john)).toEqual([appointmentId]);
});

test("a time booked on the day itself is told to the teacher whose page is open", async () => {
  const live = await liveSchool();
  const { school, ids, deps, appointmentId } = live;
  const page = await listenAs(live, ids.anita);
  await vi.waitFor(() => expect(page.messages.length).toBeGreaterThan(0));
  const added = crypto.randomUUID();
  const choice = { appointmentId: added, eveningId: ids.evening, studentId: ids.sophie, classId: ids.science };
  const startsAt = school.startsAt + 10 * MINUTE;
  const result = await bookAppointment(schoolScope(deps.db, school.schoolId, Date.now()), ids.david, {
    ...choice,
    startsAt,
    moves: false,
  });
  expect(result.kind).toBe("booked");
  await deliverNotices(deps);
  await vi.waitFor(() => expect(page.messages.map(({ type }) => type)).toContain("records"));
  expect(await orderOf(live, ids.anita)).toEqual([appointmentId, added]);
});

test("a room hears of a change though nobody can find out whom else to tell", async () => {
  const live = await liveSchool();
  const { school, ids, deps, appointmentId } = live;
  const call = await joinAs(live, ids.rachael, appointmentId);
  const ended = new Promise<number>((resolve) => call.addEventListener("close", ({ code }) => resolve(code)));
  await school.db.batch([
    school.db.update(appointments).set({ state: "cancelled" }).where(eq(appointments.id, appointmentId)),
    ...roomsNoticed(schoolScope(school.db, school.schoolId, Date.now()), sql`SELECT ${appointmentId}`),
  ]);
  await env.DB.exec("ALTER TABLE former_teachers RENAME TO out_of_reach");
  try {
    await deliverNotices(deps);
  } finally {
    await env.DB.exec("ALTER TABLE out_of_reach RENAME TO former_teachers");
  }
  expect(await ended).toBe(ENDINGS.cancelled.code);
});

/** The appointments that a teacher's page reads again. */
async function orderOf({ school, ids, app }: LiveSchool, teacherId: string): Promise<string[]> {
  const headers = { cookie: await cookieOf(school, teacherId) };
  const url = `${school.origin}/staff/video/records?evening=${ids.evening}`;
  const { appointments } = (await (await app.fetch(new Request(url, { headers }))).json()) as CallPageData;
  return appointments.map(({ id }) => id);
}

test("a mark is kept though no board can be told", async () => {
  const live = await liveSchool();
  const { school, ids, deps, appointmentId } = live;
  const scope = schoolScope(school.db, school.schoolId, Date.now(), ids.anita);
  const by = { scope, appointmentId, teacherId: ids.anita };
  const down = { ...NO_BOARDS, changed: () => Promise.reject(new Error("down")) };
  expect(await markAppointment(by, { kind: "no-show", on: true })).toBe(ids.evening);
  await afterCommitOf({ ...deps, boards: down })().rooms;
  const marks = school.db.select().from(appointmentMarks).where(eq(appointmentMarks.appointmentId, appointmentId));
  expect(await marks).toMatchObject([{ absentAt: scope.now }]);
});

test("what the live board reads again is what it would be given anew, for the office alone", async () => {
  const live = await liveSchool();
  const { school, ids, app, deps, appointmentId } = live;
  const read = async (personId: string) =>
    app.fetch(
      new Request(`${school.origin}/admin/evenings/${ids.evening}/board/records`, {
        headers: { cookie: await cookieOf(school, personId) },
      }),
    );
  const absences = async () =>
    ((await (await read(ids.office)).json()) as BoardProps).appointments.map((one) => one.absent);
  expect(await absences()).toEqual([false]);
  const scope = schoolScope(school.db, school.schoolId, Date.now(), ids.anita);
  const by = { scope, appointmentId, teacherId: ids.anita };
  await markAppointment(by, { kind: "no-show", on: true });
  await deps.afterCommit().rooms;
  expect(await absences()).toEqual([true]);
  expect((await read(ids.anita)).status).toBe(403);
  expect((await read(ids.rachael)).status).toBe(303);
});

function sinceOf(room: Presence | undefined, personId: string): number | null | undefined {
  return room?.people.find(({ participantId }) => participantId === personId)?.since;
}

test("the desk's live board says who is where, in the page itself, and without the board what is booked", async () => {
  const live = await liveSchool();
  const { school, ids, appointmentId, deps } = live;
  await joinAs(live, ids.rachael, appointmentId);
  const read = async (from: App, personId: string, evening = ids.evening) => {
    const headers = { cookie: await cookieOf(school, personId) };
    return from.fetch(new Request(`${school.origin}/admin/evenings/${evening}/board`, { headers }));
  };
  const text = await (await read(live.app, ids.office)).text();
  for (const words of ["Mrs Anita Abell", "Ben Abbot", "Rachael Abbot is waiting", "Starting", "1 of 4"])
    expect(text).toContain(words);
  const down = createApp({ ...deps, boards: NO_BOARDS });
  const without = await (await read(down, ids.office)).text();
  expect(without).toContain("We can’t see who is in the calls at the moment");
  expect(without).toContain("Ben Abbot");
  expect((await read(live.app, ids.anita)).status).toBe(403);
  expect((await read(live.app, ids.rachael)).status).toBe(303);
  expect((await read(live.app, ids.office, (await smallSchool()).ids.evening)).status).toBe(404);
});

import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { PassReply } from "../../durable-objects/protocol.ts";
import { openTicket } from "../../durable-objects/ticket.ts";
import { deliverNotices } from "../../worker/after-commit/deliver-notices.ts";
import { roomsNoticed } from "../../worker/changes/room-notices.ts";
import { commit } from "../../worker/db/guard.ts";
import { inviteStudents, invites, roomNotices } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { guestTokenOf } from "../../worker/rules/links.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const SECRET = "local-only-key-never-used-in-production";

async function withReview() {
  const school = await smallSchool();
  const { ids } = school;
  const appointmentId = await booked(school, {
    guardian: ids.rachael,
    student: ids.ben,
    classId: ids.review,
    teachers: [ids.anita, ids.john],
    slot: 0,
    units: 6,
  });
  return { school, ids, appointmentId };
}

function ask(
  school: SmallSchool,
  appointmentId: string,
  body: unknown,
  headers: Record<string, string> = {},
  { app } = testApp(school.db),
) {
  return app.fetch(
    new Request(`${school.origin}/rooms/${appointmentId}/pass`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  );
}

async function guest(school: SmallSchool, guardianId: string, studentId: string) {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  const row = { schoolId, id, eveningId: ids.evening, guardianId, name: "Jane", email: "j@x.example" };
  await db.batch([
    db.insert(invites).values({ ...row, state: "sent", version: 1, keyId: "k1", createdAt: 0 }),
    db
      .insert(inviteStudents)
      .values({ schoolId, inviteId: id, eveningId: ids.evening, guardianId, studentId, live: true }),
  ]);
  const ring = testApp(db).deps.settings.SIGNING_KEYS;
  return { inviteId: id, guestToken: await guestTokenOf(ring, { schoolId, id, version: 1, keyId: "k1" }) };
}

test("a guardian's pass carries the facts and everyone expected", async () => {
  const { school, ids, appointmentId } = await withReview();
  const response = await ask(school, appointmentId, {}, { cookie: await cookieOf(school, ids.rachael) });
  expect(response.status).toBe(200);
  const reply = (await response.json()) as PassReply;
  expect(reply).toMatchObject({ participantId: ids.rachael, iceServers: [] });
  const ticket = await openTicket(reply.ticket, SECRET, `${school.schoolId}/${appointmentId}`, Date.now());
  expect(ticket).toMatchObject({ participantId: ids.rachael, role: "guardian", name: "Rachael Abbot" });
  expect(ticket?.facts.people.map((one) => one.name)).toEqual(["Mrs Anita Abell", "Mr John Atkinson", "Rachael Abbot"]);
});

test("a ticket of one room opens no other", async () => {
  const { school, ids, appointmentId } = await withReview();
  const reply = (await (
    await ask(school, appointmentId, {}, { cookie: await cookieOf(school, ids.john) })
  ).json()) as PassReply;
  expect(await openTicket(reply.ticket, SECRET, `${school.schoolId}/another`, Date.now())).toBeNull();
  expect(await openTicket(reply.ticket, SECRET, `${school.schoolId}/${appointmentId}`, Date.now() + 31_000)).toBeNull();
});

test("nobody gets a pass to an appointment that is not theirs", async () => {
  const { school, ids, appointmentId } = await withReview();
  expect((await ask(school, appointmentId, {}, { cookie: await cookieOf(school, ids.david) })).status).toBe(404);
  expect((await ask(school, appointmentId, {}, { cookie: await cookieOf(school, ids.office) })).status).toBe(404);
  expect((await ask(school, appointmentId, {})).status).toBe(401);
  expect((await ask(school, "no-such-appointment", {}, { cookie: await cookieOf(school, ids.rachael) })).status).toBe(
    404,
  );
});

test("a pass at another school's address is not found, whatever the cookie", async () => {
  const { school, ids, appointmentId } = await withReview();
  const other = await smallSchool();
  const response = await ask(other, appointmentId, {}, { cookie: await cookieOf(school, ids.rachael) });
  expect([401, 404]).toContain(response.status);
});

test("whoever presents the guest token is the guest, signed in as the guardian or not", async () => {
  const { school, ids, appointmentId } = await withReview();
  const request = await guest(school, ids.rachael, ids.ben);
  const reply = (await (
    await ask(school, appointmentId, request, { cookie: await cookieOf(school, ids.rachael) })
  ).json()) as PassReply;
  expect(reply.participantId).toBe(request.inviteId);
});

test("a guest token with one letter changed, or for another's student, lets nobody in", async () => {
  const { school, ids, appointmentId } = await withReview();
  const { inviteId, guestToken } = await guest(school, ids.rachael, ids.ben);
  const changed = `${guestToken.slice(0, -1)}${guestToken.endsWith("0") ? "1" : "0"}`;
  const cookie = await cookieOf(school, ids.rachael);
  expect((await ask(school, appointmentId, { inviteId, guestToken: changed }, { cookie })).status).toBe(404);
  const davids = await guest(school, ids.david, ids.sophie);
  expect((await ask(school, appointmentId, davids, { cookie })).status).toBe(404);
});

test("a reconnect keeps its epoch, a press gets a later one, a forged epoch is refused", async () => {
  const { school, ids, appointmentId } = await withReview();
  const cookie = await cookieOf(school, ids.rachael);
  const product = testApp(school.db);
  const reply = async (body: object) =>
    (await (await ask(school, appointmentId, body, { cookie }, product)).json()) as PassReply;
  const first = await reply({});
  const again = await reply({ epoch: first.epoch });
  const roomId = `${school.schoolId}/${appointmentId}`;
  const epochOf = async (reply: PassReply) => (await openTicket(reply.ticket, SECRET, roomId, Date.now()))?.epoch ?? 0;
  expect(await epochOf(again)).toBe(await epochOf(first));
  product.clock.now += 5;
  const press = await reply({});
  expect(await epochOf(press)).toBeGreaterThan(await epochOf(first));
  expect((await ask(school, appointmentId, { epoch: `${first.epoch}0` }, { cookie })).status).toBe(400);
  const johns = await cookieOf(school, ids.john);
  expect((await ask(school, appointmentId, { epoch: first.epoch }, { cookie: johns })).status).toBe(400);
});

test("a malformed request is refused, and so is one from another site", async () => {
  const { school, ids, appointmentId } = await withReview();
  const cookie = await cookieOf(school, ids.rachael);
  for (const body of [null, [], "x", { epoch: 5 }, { surprise: true }])
    expect((await ask(school, appointmentId, body, { cookie })).status).toBe(400);
  expect((await ask(school, appointmentId, {}, { cookie, origin: "https://elsewhere.example" })).status).toBe(403);
});

test("a change raises the version and reaches the room once; a room that can't be reached is told later", async () => {
  const { school, appointmentId } = await withReview();
  const { db, schoolId } = school;
  const now = Date.now();
  await commit(db, roomsNoticed(schoolScope(db, schoolId, now), sql`SELECT ${appointmentId}`));
  const ours = () => db.select().from(roomNotices).where(eq(roomNotices.schoolId, schoolId));
  expect(await ours()).toMatchObject([{ appointmentId, version: 2 }]);

  const down = testApp(db, { roomsDown: true });
  await deliverNotices(down.deps);
  expect(await ours()).toMatchObject([{ attempts: 1 }]);
  expect(down.log.lines).toMatchObject([
    { level: "warn", event: "notice_put_off", schoolId, appointmentId, attempts: 0, kind: "Error" },
  ]);

  const later = testApp(db, { now: now + 60_000 });
  await deliverNotices(later.deps);
  expect(later.told.filter((one) => one.roomId.startsWith(schoolId))).toMatchObject([
    { roomId: `${schoolId}/${appointmentId}`, facts: { version: 2, state: "booked" } },
  ]);
  expect(await ours()).toEqual([]);
});

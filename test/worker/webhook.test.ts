import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test, vi } from "vitest";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { inviteStudents, invites, outbox } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { fakePostmark } from "../support/worker/fake-postmark.ts";
import { cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 30_000 });

let postmark: ReturnType<typeof fakePostmark>;
let school: SmallSchool;
let product: ReturnType<typeof testApp>;

beforeEach(async () => {
  postmark = fakePostmark();
  school = await smallSchool();
  product = testApp(school.db, { postmark });
  await school.db.delete(outbox);
});

const PASSWORD = "local-webhook-password";

function report(
  body: unknown,
  authorization: string | null = `Basic ${btoa(`postmark:${PASSWORD}`)}`,
  host = "localhost",
) {
  const headers = new Headers({ "content-type": "application/json" });
  if (authorization) headers.set("authorization", authorization);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return product.app.fetch(new Request(`http://${host}/webhooks/postmark`, { method: "POST", headers, body: text }));
}

/** An invitation that Postmark has taken; the id is the invite's, `mail` the message's. */
async function sentInvitation() {
  const { db, schoolId, ids } = school;
  const id = crypto.randomUUID();
  await db.batch([
    db.insert(invites).values({
      ...{ schoolId, id, eveningId: ids.evening, guardianId: ids.rachael, name: "Jane Abbot" },
      ...{ email: "jane@guest.example", state: "sent", version: 1, keyId: "k1", createdAt: product.clock.now },
    }),
    db.insert(inviteStudents).values({
      ...{ schoolId, inviteId: id, eveningId: ids.evening, guardianId: ids.rachael, studentId: ids.ben, live: true },
    }),
    enqueueMail(schoolScope(db, schoolId, product.clock.now), { kind: "invitation", inviteId: id }),
  ]);
  await sendDueMail(product.deps);
  return { id, mail: (await row()).id };
}

async function row() {
  const found = await school.db.select().from(outbox).where(eq(outbox.schoolId, school.schoolId)).get();
  if (!found) throw new Error("no mail");
  return found;
}

const of = (id: string, slug = school.slug) => ({
  MessageID: "m1",
  MessageStream: "outbound",
  Metadata: { id, school: slug },
});
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 5, 16, 0, seconds)).toISOString();
const delivered = (id: string, seconds = 0) => ({ RecordType: "Delivery", ...of(id), DeliveredAt: at(seconds) });
const bounced = (id: string, Type = "HardBounce", seconds = 0) => ({
  RecordType: "Bounce",
  ...of(id),
  Type,
  BouncedAt: at(seconds),
});
const complained = (id: string, seconds = 0) => ({
  ...{ RecordType: "SpamComplaint", ...of(id), Type: "SpamComplaint", BouncedAt: at(seconds) },
});

async function pageOf(person: string, path: string): Promise<string> {
  const headers = { cookie: await cookieOf(school, person) };
  const answer = await product.app.fetch(new Request(`${school.origin}${path}`, { headers }));
  return (await answer.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

test("Delivery, Bounce and SpamComplaint are noted by the message's id", async () => {
  const { mail } = await sentInvitation();
  expect((await report(delivered(mail))).status).toBe(200);
  expect(await row()).toMatchObject({ delivery: "delivered", deliveryProblem: null, deliveryAt: Date.parse(at(0)) });
  await report(bounced(mail, "HardBounce", 1));
  expect(await row()).toMatchObject({ delivery: "bounced", deliveryProblem: "no_such_address", state: "sent" });
  await report(complained(mail, 2));
  expect(await row()).toMatchObject({ delivery: "complained" });
});

test("only whoever knows the password is listened to, and only on the platform's own address", async () => {
  const { mail } = await sentInvitation();
  const wrong = [
    null,
    "Basic",
    `Bearer ${PASSWORD}`,
    `Basic ${btoa("postmark:")}`,
    `Basic ${btoa(`postmark:${PASSWORD}x`)}`,
    `Basic ${btoa(`other:${PASSWORD}`)}`,
    `Basic ${btoa("postmark:undefined")}`,
  ];
  for (const authorization of wrong) {
    const answer = await report(delivered(mail), authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain("Basic");
  }
  expect((await report(delivered(mail), undefined, new URL(school.origin).host)).status).toBe(404);
  product.deps.settings.POSTMARK_WEBHOOK_PASSWORD = undefined;
  expect((await report(delivered(mail), `Basic ${btoa("postmark:undefined")}`)).status).toBe(401);
  expect((await report(delivered(mail), `Basic ${btoa("postmark:")}`)).status).toBe(401);
  expect((await row()).delivery).toBeNull();
  const refused = product.log.of("webhook_refused");
  expect(refused).toHaveLength(wrong.length + 2);
  expect(refused[0]).toEqual({ level: "warn", event: "webhook_refused", webhook: "postmark", status: 401 });
});

test("twice is as good as once, and the newest report holds in whatever order they come; a complaint stays", async () => {
  const { mail } = await sentInvitation();
  await report(bounced(mail, "SoftBounce", 5));
  await report(bounced(mail, "SoftBounce", 5));
  await report(delivered(mail, 3));
  expect(await row()).toMatchObject({ delivery: "bounced", deliveryProblem: "mailbox" });
  await report(delivered(mail, 9));
  expect(await row()).toMatchObject({ delivery: "delivered", deliveryProblem: null });
  await report(complained(mail, 10));
  await report(delivered(mail, 11));
  expect(await row()).toMatchObject({ delivery: "complained", deliveryAt: Date.parse(at(10)) });
});

test("delays, replies, other reports, other people's mail and nonsense change nothing", async () => {
  const { mail } = await sentInvitation();
  for (const body of [
    bounced(mail, "Transient"),
    bounced(mail, "AutoResponder"),
    { RecordType: "Open", ...of(mail), ReceivedAt: at(1) },
    { ...delivered(mail), Metadata: { id: mail } },
    { ...delivered(mail), Metadata: { id: mail, school: "another" } },
    delivered(crypto.randomUUID()),
    { ...delivered(mail), DeliveredAt: "yesterday" },
    [],
    null,
  ])
    expect((await report(body)).status).toBe(200);
  expect((await report("{")).status).toBe(400);
  expect((await report({ ...delivered(mail), Details: "x".repeat(600_000) })).status).toBe(413);
  expect((await row()).delivery).toBeNull();
});

test("a report settles a mail of which nobody knew whether Postmark had it: it is not sent again", async () => {
  postmark.faults.push("taken-then-silence");
  const { mail } = await sentInvitation();
  expect(await row()).toMatchObject({ state: "waiting", uncertain: true });
  await report(delivered(mail));
  expect(await row()).toMatchObject({ state: "sent", uncertain: false, problem: null, delivery: "delivered" });
  product.clock.now += 3_600_000;
  await sendDueMail(product.deps);
  expect(postmark.taken).toHaveLength(1);
});

test("Manage Invites says that the address doesn't exist and what to do, until a new mail is sent; the desk says it too", async () => {
  const { id, mail } = await sentInvitation();
  expect(await pageOf(school.ids.rachael, "/bookings/invites")).not.toContain("Not delivered");
  await report(bounced(mail));
  const words = "Not delivered: the address doesn’t exist. Check the ending, then remove this invite and invite again.";
  expect(await pageOf(school.ids.rachael, "/bookings/invites")).toContain(words);
  expect(await pageOf(school.ids.office, "/admin/invites")).toContain("Not delivered: the address doesn’t exist");
  expect(await pageOf(school.ids.office, "/admin")).toContain("The address doesn’t exist.");
  await school.db.batch([
    enqueueMail(schoolScope(school.db, school.schoolId, product.clock.now + 1), { kind: "invitation", inviteId: id }),
  ]);
  expect(await pageOf(school.ids.rachael, "/bookings/invites")).not.toContain("Not delivered");
});

test("what is reported of one school's mail touches no other school's with the same id", async () => {
  const { mail } = await sentInvitation();
  const other = await smallSchool();
  await other.db.insert(outbox).values({
    ...{ schoolId: other.schoolId, id: mail, kind: "invitation", subject: "{}", state: "sent", attempts: 1 },
    ...{ dueAt: 0, createdAt: 0 },
  });
  await report(bounced(mail));
  const theirs = await other.db
    .select()
    .from(outbox)
    .where(and(eq(outbox.schoolId, other.schoolId), eq(outbox.id, mail)));
  expect(theirs).toMatchObject([{ delivery: null }]);
  expect((await row()).delivery).toBe("bounced");
});

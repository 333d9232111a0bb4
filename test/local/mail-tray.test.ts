import { once } from "node:events";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Errors, type Models, ServerClient } from "postmark";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RunningMailTray, startMailTray } from "../../local/mail-tray.ts";
import { freePorts } from "../support/local-run.ts";

const TOKEN = "a-token-for-this-test";
let port = 0;
let state = "";
let tray: RunningMailTray;

beforeEach(async () => {
  [port = 0] = await freePorts(1);
  state = await mkdtemp(join(tmpdir(), "parlour-mail-"));
  tray = await startMailTray({ port, token: TOKEN, state });
});

afterEach(async () => {
  await tray.stop();
  await rm(state, { recursive: true });
});

test("a message sent by Postmark's SDK is in the tray, with its school and its headers", async () => {
  const sent = await client().sendEmail(message({ Headers: [{ Name: "X-Evening", Value: "e1" }] }));
  expect(sent).toMatchObject({ ErrorCode: 0, Message: "OK", To: '"Aaron, Jane" <jane@test.example>' });
  const [seen] = await list();
  expect(seen).toMatchObject({
    id: sent.MessageID,
    to: "jane@test.example",
    from: "evenings@parlour.example",
    subject: "Video Call Invitation",
    school: "greenabbey",
    headers: { "X-PM-Message-Id": sent.MessageID, "X-PM-Metadata-outbox": "o1", "X-Evening": "e1" },
  });
  expect(Date.parse(seen?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
});

test("the newest message comes first", async () => {
  await client().sendEmail(message({ Subject: "first" }));
  await client().sendEmail(message({ Subject: "second" }));
  expect((await list()).map(({ subject }) => subject)).toEqual(["second", "first"]);
});

test("a wrong token is refused as Postmark refuses it", async () => {
  const attempt = client("another-token").sendEmail(message());
  await expect(attempt).rejects.toMatchObject({ name: "InvalidAPIKeyError", statusCode: 401, code: 10 });
  expect(await list()).toEqual([]);
});

test.each([
  ["an address that is none", { To: "jane at test" }],
  ["an address without an end", { To: "jane@test" }],
  ["nobody to send to", { To: "" }],
  ["a message without a body", { HtmlBody: "", TextBody: "" }],
  ["a metadata value over 80 characters", { Metadata: { outbox: "x".repeat(81) } }],
])("%s is an invalid request: 422, code 300", async (_, fault) => {
  const error = await client()
    .sendEmail(message(fault))
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Errors.InvalidEmailRequestError);
  expect(error).toMatchObject({ statusCode: 422, code: 300 });
});

test("a batch is accepted message by message", async () => {
  const answers = await client().sendEmailBatch([message({ Subject: "good" }), message({ To: "bad" }), message()]);
  expect(answers.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 300, 0]);
  expect(await list()).toHaveLength(2);
});

test("a batch of more than 500 is refused whole", async () => {
  const attempt = client().sendEmailBatch(Array.from({ length: 501 }, () => message()));
  await expect(attempt).rejects.toMatchObject({ statusCode: 422, code: 410 });
  expect(await list()).toEqual([]);
});

test("a message is found again by its metadata", async () => {
  await client().sendEmail(message({ Metadata: { school: "greenabbey", outbox: "o1" } }));
  const wanted = await client().sendEmail(message({ Metadata: { school: "greenabbey", outbox: "o2" } }));
  const found = await client().getOutboundMessages({ count: 10, offset: 0, metadata_outbox: "o2" });
  expect(found).toMatchObject({
    TotalCount: 1,
    Messages: [{ MessageID: wanted.MessageID, Metadata: { outbox: "o2" } }],
  });
  const none = await client().getOutboundMessages({ count: 10, offset: 0, metadata_outbox: "o3" });
  expect(none.Messages).toEqual([]);
});

test("messages outlive the tray, one cut short by a hard stop does not", async () => {
  await client().sendEmail(message());
  await restart(() => appendFile(join(state, "mail/messages.jsonl"), '{"MessageID":"half'));
  expect(await list()).toHaveLength(1);
  await client().sendEmail(message());
  await restart();
  expect(await list()).toHaveLength(2);
});

test.each([
  ["422", { name: "InvalidEmailRequestError", code: 300 }],
  ["429", { name: "RateLimitExceededError" }],
  ["500", { name: "InternalServerError" }],
])("a planned %s answers one request, and the next one passes", async (next, expected) => {
  await plan({ next });
  await expect(client().sendEmail(message())).rejects.toMatchObject(expected);
  expect((await client().sendEmail(message())).ErrorCode).toBe(0);
});

test("an inactive recipient can be planned, and is named by the SDK's own error", async () => {
  await plan({ next: "422", code: 406 });
  await expect(client().sendEmail(message())).rejects.toBeInstanceOf(Errors.InactiveRecipientsError);
});

test.each([
  ["timeout", 0],
  ["accept-then-timeout", 1],
])("after a planned %s the caller hears nothing, and the tray holds %i", async (next, held) => {
  await plan({ next });
  await expect(client(TOKEN, 1).sendEmail(message())).rejects.toThrow();
  expect(await list()).toHaveLength(held);
});

test("faults are JSON only, so that no web page can set them", async () => {
  const reply = await fetch(`${address()}/faults`, { method: "POST", body: '{"next":"500"}' });
  expect(reply.status).toBe(400);
  expect((await client().sendEmail(message())).ErrorCode).toBe(0);
});

test("a person sees the message's text with its links, and its document under a policy that runs nothing", async () => {
  const { MessageID } = await client().sendEmail(message({ Subject: "<script>alert(1)</script>" }));
  const page = await (await fetch(`${address()}/dev/mail/${MessageID}`)).text();
  expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(page).not.toContain("<script>alert");
  expect(page).toContain(
    '<a href="http://greenabbey.localhost:8787/guests/video/i1?guestToken=ab&amp;x=1" target="_top">',
  );
  const document = await fetch(`${address()}/dev/mail/${MessageID}/html`);
  expect(document.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await document.text()).toContain('<head><base target="_top">');
});

test("a message that is not there is a page with 404", async () => {
  expect((await fetch(`${address()}/dev/mail/none`)).status).toBe(404);
});

interface Listed {
  id: string;
  to: string;
  subject: string;
  at: string;
}

function address(): string {
  return `http://127.0.0.1:${port}`;
}

function client(token = TOKEN, timeout = 5): ServerClient {
  return new ServerClient(token, { requestHost: `127.0.0.1:${port}`, useHttps: false, timeout });
}

function message(changes: Partial<Models.Message> = {}): Models.Message {
  return {
    From: "Parlour <evenings@parlour.example>",
    To: '"Aaron, Jane" <jane@test.example>',
    Subject: "Video Call Invitation",
    HtmlBody: "<!doctype html><html><head><title>x</title></head><body><p>Hello</p></body></html>",
    TextBody: "Hello\nhttp://greenabbey.localhost:8787/guests/video/i1?guestToken=ab&x=1.\n",
    Metadata: { school: "greenabbey", outbox: "o1" },
    ...changes,
  };
}

async function list(): Promise<Listed[]> {
  return (await (await fetch(`${address()}/dev/mail.json`)).json()) as Listed[];
}

/** On another port, so that no connection kept open to the old one is used. */
async function restart(meanwhile = async () => {}): Promise<void> {
  await tray.stop();
  await meanwhile();
  [port = 0] = await freePorts(1);
  tray = await startMailTray({ port, token: TOKEN, state });
}

async function plan(body: object): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const reply = await fetch(`${address()}/faults`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(reply.status).toBe(200);
}

test("a press on a report's button tells the product what Postmark would, and says whether it was taken", async () => {
  await tray.stop();
  const reports: { authorization: string | undefined; body: unknown }[] = [];
  const product = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    reports.push({ authorization: request.headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(reports.length < 4 ? 200 : 401).end();
  });
  const [productPort = 0] = await freePorts(1);
  await once(product.listen(productPort, "127.0.0.1"), "listening");
  const webhook = { url: `http://127.0.0.1:${productPort}/webhooks/postmark`, password: "a-password" };
  tray = await startMailTray({ port, token: TOKEN, state, webhook });
  const { MessageID } = await client().sendEmail(message({ Metadata: { id: "o1", school: "greenabbey" } }));
  const press = async (event: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/dev/mail/${MessageID}/reports`, {
      ...{ method: "POST", body: new URLSearchParams({ event }), redirect: "manual" },
    });
    return answer.headers.get("location");
  };
  for (const event of ["delivered", "bounced", "complained"])
    expect(await press(event)).toBe(`/dev/mail/${MessageID}?reported=${event}`);
  expect(await press("delivered")).toBe(`/dev/mail/${MessageID}?reported=not`);
  expect(reports[1]).toMatchObject({
    authorization: `Basic ${btoa("postmark:a-password")}`,
    body: { RecordType: "Bounce", Type: "HardBounce", Metadata: { id: "o1", school: "greenabbey" } },
  });
  expect(await press("sold")).toBeNull();
  expect(reports).toHaveLength(4);
  product.close();
});

test("a message's files can be had, and its preview shows it at two widths by day and by night", async () => {
  const Attachments = [
    { Name: "appointments.ics", ContentType: "text/calendar", Content: btoa("BEGIN:VCALENDAR"), ContentID: null },
  ];
  const dark = "<style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style><p>Hello</p>";
  const { MessageID } = await client().sendEmail(message({ HtmlBody: dark, Attachments }));
  const at = (path: string) => fetch(`http://127.0.0.1:${port}/dev/mail/${MessageID}${path}`);
  const page = await (await at("")).text();
  expect(page).toContain(`/dev/mail/${MessageID}/attachments/0`);
  const file = await at("/attachments/0");
  expect(file.headers.get("content-disposition")).toBe('attachment; filename="appointments.ics"');
  expect(await file.text()).toBe("BEGIN:VCALENDAR");
  for (const path of ["/attachments/1", "/attachments/x", "/other"]) expect((await at(path)).status).toBe(404);
  const preview = await (await at("/preview")).text();
  expect(preview.match(/<iframe/g)).toHaveLength(4);
  expect(await (await at("/html?look=dark")).text()).toContain("@media all");
  expect(await (await at("/html?look=light")).text()).toContain("@media not all");
  expect(await (await at("/html")).text()).toContain("prefers-color-scheme: dark");
});

test("an address that bounced takes nothing more until it is let go; one whose owner complained stays stopped", async () => {
  const report = async (id: string, event: string) => {
    const body = new URLSearchParams({ event });
    await fetch(`${address()}/dev/mail/${id}/reports`, { method: "POST", body, redirect: "manual" });
  };
  await tray.stop();
  // Nobody listens there: the tray stops the address all the same.
  tray = await startMailTray({ port, token: TOKEN, state, webhook: { url: "http://127.0.0.1:1/", password: "x" } });
  const [kind, angry] = [message({ To: "kind@test.example" }), message({ To: "angry@test.example" })];
  await report((await client().sendEmail(kind)).MessageID, "bounced");
  await report((await client().sendEmail(angry)).MessageID, "complained");
  await expect(client().sendEmail(kind)).rejects.toMatchObject({ code: 406 });
  expect(await client().sendEmailBatch([kind, message()])).toMatchObject([{ ErrorCode: 406 }, { ErrorCode: 0 }]);
  const lift = (EmailAddress: string) => client().deleteSuppressions("outbound", { Suppressions: [{ EmailAddress }] });
  expect(await lift("Kind@test.example")).toMatchObject({ Suppressions: [{ Status: "Deleted" }] });
  expect(await lift("nobody@test.example")).toMatchObject({ Suppressions: [{ Status: "Deleted" }] });
  expect(await lift("angry@test.example")).toMatchObject({ Suppressions: [{ Status: "Failed" }] });
  expect(await client().sendEmail(kind)).toMatchObject({ ErrorCode: 0 });
  await expect(client().sendEmail(angry)).rejects.toMatchObject({ code: 406 });
});

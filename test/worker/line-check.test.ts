import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { beforeEach, expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { FakeSfu } from "../support/room/fake-sfu.ts";
import { type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

const SDP = "v=0\r\n";

let sfu: FakeSfu;

beforeEach(() => {
  sfu = new FakeSfu();
});

type Reply = { status: number; token: string; sdp?: string; error?: string; number?: string };

function pageOf(school: SmallSchool, now = Date.now()) {
  const { app, clock, log } = testApp(school.db, { now, fetch: sfu.fetch });
  const context = createExecutionContext();
  const post = async (step: string, body: object, address = "192.0.2.1"): Promise<Reply> => {
    const request = new Request(`${school.origin}/check/line${step}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        origin: school.origin,
        "cf-connecting-ip": address,
      },
      body: JSON.stringify(body),
    });
    const response = await app.fetch(request, {}, context);
    const reply = response.status === 204 ? {} : ((await response.json()) as object);
    return { token: "", ...reply, status: response.status };
  };
  const start = async () => (await post("", {})).token;
  const both = async () => {
    const sent = await post("/send", { token: await start(), sdp: SDP, mid: "0" });
    return post("/receive", { token: sent.token });
  };
  return { post, start, both, context, clock, log };
}

test("a check's own track goes out and comes back, and the end closes both by force", async () => {
  const page = pageOf(await smallSchool());
  const received = await page.both();
  expect(received).toMatchObject({ status: 200, sdp: SDP });
  const [pull] = sfu.asked.filter(({ body }) => JSON.stringify(body).includes("remote"));
  const [sends] = [...sfu.active.keys()];
  expect(pull?.body?.tracks).toEqual([{ location: "remote", sessionId: sends, trackName: "line" }]);
  expect(sfu.flowing).toHaveLength(2);
  expect((await page.post("/answer", { token: received.token, sdp: SDP })).status).toBe(204);
  expect((await page.post("/end", { token: received.token })).status).toBe(204);
  expect(sfu.flowing).toEqual([]);
  expect(sfu.calls("PUT", "/tracks/close").every(({ body }) => body?.force === true)).toBe(true);
});

test("a page that never ends its check is ended: nobody stays in it", async () => {
  const page = pageOf(await smallSchool());
  await page.both();
  expect(sfu.flowing).toHaveLength(2);
  page.clock.now += 19_999;
  await page.start();
  expect(sfu.flowing).toHaveLength(2);
  page.clock.now += 1;
  await waitOnExecutionContext(page.context);
  expect(sfu.flowing).toEqual([]);
});

test("only the token that came before opens the next step, once, at its own school and in its own minute", async () => {
  const school = await smallSchool();
  const [page, other] = [pageOf(school), pageOf(await smallSchool())];
  const token = await page.start();
  expect((await page.post("/receive", { token })).status).toBe(400);
  expect((await page.post("/answer", { token, sdp: SDP })).status).toBe(400);
  expect((await other.post("/send", { token, sdp: SDP, mid: "0" })).status).toBe(400);
  const [keyId, body = "", mac] = token.split(".");
  const forged = btoa(atob(body).replace('"sends":null', '"sends":{"sfuSessionId":"another","mids":["0"]}'));
  expect((await page.post("/receive", { token: `${keyId}.${forged}.${mac}` })).status).toBe(400);
  expect((await page.post("/send", { token, sdp: SDP, mid: "0" })).status).toBe(200);
  expect((await page.post("/send", { token, sdp: SDP, mid: "0" })).status).toBe(429);
  const later = pageOf(school, Date.now() + 61_000);
  expect((await later.post("/end", { token })).status).toBe(400);
});

test("what is no request of the page's is refused before the video service hears of it", async () => {
  const page = pageOf(await smallSchool());
  const token = await page.start();
  for (const body of [{}, { token }, { token, sdp: "hello", mid: "0" }, { token: 7, sdp: SDP, mid: "0" }])
    expect((await page.post("/send", body)).status).toBe(400);
  expect((await page.post("/send", { token, sdp: `v=0${"x".repeat(20_000)}`, mid: "0" })).status).toBe(400);
  expect(sfu.asked).toEqual([]);
});

test("one address may try a hundred times in a quarter of an hour", async () => {
  const page = pageOf(await smallSchool());
  const statuses: number[] = [];
  for (let tries = 0; tries < 101; tries += 1) statuses.push((await page.post("", {})).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(100);
  expect(statuses.at(-1)).toBe(429);
  expect((await page.post("", {}, "192.0.2.2")).status).toBe(200);
});

test("where no platform tells the address, one's own machine counts nothing, and any other takes all callers for one", async () => {
  const school = await smallSchool();
  const { deps } = testApp(school.db, { now: Date.now() });
  const statusesOn = async (stage: "local" | "production") => {
    const app = createApp({ ...deps, settings: { ...deps.settings, STAGE: stage } });
    const statuses: number[] = [];
    for (let tries = 0; tries < 102; tries += 1) {
      const headers = { "content-type": "application/json", accept: "application/json", origin: school.origin };
      const request = new Request(`${school.origin}/check/line`, { method: "POST", headers, body: "{}" });
      statuses.push((await app.fetch(request, {}, createExecutionContext())).status);
    }
    return statuses.filter((status) => status === 429).length;
  };
  expect(await statusesOn("local")).toBe(0);
  expect(await statusesOn("production")).toBe(2);
});

test("a video service that is down is answered with 503, in words", async () => {
  sfu.interfere = () => new Response("down", { status: 502 });
  const page = pageOf(await smallSchool());
  const answer = await page.post("/send", { token: await page.start(), sdp: SDP, mid: "0" });
  expect(answer).toMatchObject({ status: 503, error: "noVideoService", words: "Try again in a moment." });
  expect(page.log.of("sfu_call_failed")).toMatchObject([{ level: "warn", op: "open", status: 502 }]);
  expect(page.log.of("request_failed")).toMatchObject([
    { status: 503, problem: "noVideoService", number: answer.number, route: "/check/line/send" },
  ]);
  expect(answer.number).toMatch(/^\d{8}$/);
});

import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reset } from "../../local/reset.ts";
import { collect, freePorts, type LocalRun, spawnStart, startLocal } from "../support/local-run.ts";
import { childOf, descendants } from "../support/processes.ts";

let run: LocalRun;
let state: string;

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), "parlour-start-"));
  run = await startLocal({ PARLOUR_STATE: state });
}, 60_000);

afterAll(async () => {
  await run?.stop();
  await rm(state, { recursive: true, force: true });
});

test("it prints the addresses, how to sign in and how to stop", () => {
  for (const words of [run.origin, run.school, `${run.origin}/dev/mail`, "To sign in", "Ctrl-C"]) {
    expect(run.output()).toContain(words);
  }
});

test("the Worker answers for the apex and for a school under their own names", async () => {
  expect(await (await fetch(`${run.origin}/healthz`)).json()).toEqual({ ok: true });
  const school = await getAs(new URL(run.school).host, run.origin);
  expect(school.status).toBe(200);
  expect(school.text).toContain("Green Abbey Primary School");
});

test("static files come from the assets, with their headers", async () => {
  const page = await (await fetch(run.origin)).text();
  const path = /\/static\/parlour-[A-Z0-9]{8}\.css/.exec(page)?.[0];
  const sheet = await fetch(`${run.origin}${path}`);
  expect(sheet.status).toBe(200);
  expect(sheet.headers.get("content-type")).toContain("text/css");
  expect(sheet.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(sheet.headers.get("x-content-type-options")).toBe("nosniff");
  // The mail tray's pages know the plain name alone.
  expect((await fetch(`${run.origin}/static/parlour.css`)).url).toBe(sheet.url);
});

test("a taken port is named, with the variable that moves it", async () => {
  const [port, mailPort, sfuPort] = await freePorts(3);
  const holder = await hold(mailPort ?? 0);
  const env = { PORT: String(port), MAIL_PORT: String(mailPort), SFU_PORT: String(sfuPort) };
  const { code, output } = await untilEnd({ ...env, PARLOUR_STATE: await mkdtemp(join(tmpdir(), "parlour-")) });
  holder.close();
  expect(code).toBe(1);
  expect(output).toContain(`Port ${mailPort} is already in use`);
  expect(output).toContain(`MAIL_PORT=`);
});

test("a part that dies is started again, and the state is as it was", async () => {
  for (const [part, words] of [
    ["local/sfu/main.ts", "The media server is back."],
    ["workerd", ""],
  ] as const) {
    process.kill(childOf(run.pid, part), "SIGKILL");
    await expect.poll(() => run.output(), { timeout: 20_000 }).toContain(words);
    await expect
      .poll(() => answers(part === "workerd" ? `${run.origin}/healthz` : `${new URL(run.sfu).origin}/debug/sessions`), {
        timeout: 20_000,
      })
      .toBe(200);
  }
  expect((await getAs(new URL(run.school).host, run.origin)).text).toContain("Green Abbey Primary School");
});

test("a state folder in use is refused to a second run and to a reset", async () => {
  const [port, mailPort, sfuPort] = await freePorts(3);
  const env = { PORT: String(port), MAIL_PORT: String(mailPort), SFU_PORT: String(sfuPort), PARLOUR_STATE: state };
  const second = await untilEnd(env);
  expect(second).toMatchObject({ code: 1, output: expect.stringContaining("Parlour is running on") });
  await expect(reset(state)).rejects.toThrow("Parlour is running on");
});

test("SIGTERM ends every process with 0, the state stays, and a reset empties it", async () => {
  const family = descendants(run.pid).map(({ pid }) => pid);
  expect(family.length).toBeGreaterThanOrEqual(3);
  expect(await run.stop()).toBe(0);
  await expect.poll(() => family.filter(isAlive), { timeout: 5_000 }).toEqual([]);
  expect(await readdir(state)).toEqual(expect.arrayContaining(["mail", "worker"]));
  await reset(state);
  expect(await readdir(state)).toEqual([]);
});

test("a run killed outright leaves neither workerd nor the media server behind", async () => {
  const killed = await startLocal();
  const family = descendants(killed.pid).map(({ pid }) => pid);
  process.kill(killed.pid, "SIGKILL");
  await expect.poll(() => family.filter(isAlive), { timeout: 5_000 }).toEqual([]);
  await killed.stop();
});

async function answers(url: string): Promise<number> {
  return fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
}

/** Browsers resolve every name under localhost; Node asks the system, which may not, and its `fetch` sets Host itself. */
async function getAs(host: string, origin: string): Promise<{ status: number | undefined; text: string }> {
  const [response] = (await once(get(origin, { headers: { Host: host } }), "response")) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response) };
}

async function untilEnd(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child: ChildProcess = spawnStart(env);
  const output = collect(child);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output() };
}

async function hold(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** One that has ended and that nobody has collected yet is not alive: a container's first process may collect nothing. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

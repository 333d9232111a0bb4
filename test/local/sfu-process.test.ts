import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { startSfu } from "../../local/sfu/sfu.ts";
import { APP } from "../support/local/sfu-client.ts";

const MAIN = new URL("../../local/sfu/main.ts", import.meta.url).pathname;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function start(port: number): ChildProcess {
  const child = fork(MAIN, { env: { ...process.env, SFU_PORT: String(port) }, silent: true });
  children.push(child);
  return child;
}

async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
  if (!stream) throw new Error("The child has no such stream");
  const [chunk] = await once(stream, "data");
  return String(chunk).trim();
}

it("says one line when ready, and ends cleanly on SIGTERM", async () => {
  const child = start(0);
  expect(await firstLine(child.stdout)).toMatch(/^Local SFU ready at http:\/\/127\.0\.0\.1:\d+$/);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

it("ends when its parent goes away", async () => {
  const child = start(0);
  await firstLine(child.stdout);
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});

it("says which variable to set when its port is taken", async () => {
  const sfu = await startSfu({ port: 0, ...APP });
  const { port } = new URL(sfu.url);
  const child = start(Number(port));
  const [line, [code]] = await Promise.all([firstLine(child.stderr), once(child, "exit")]);
  expect(line).toBe(`Port ${port} is taken: set SFU_PORT to a free one.`);
  expect(code).toBe(1);
  await sfu.close();
});

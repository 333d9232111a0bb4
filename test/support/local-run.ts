import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../local/settings.ts";

export interface LocalRun {
  /** `http://localhost:{port}`. */
  readonly origin: string;
  /** `http://greenabbey.localhost:{port}`. */
  readonly school: string;
  /** `http://127.0.0.1:{port}`, the mail tray itself, for `/faults`. */
  readonly mail: string;
  readonly sfu: string;
  readonly pid: number;
  /** Everything printed so far. */
  readonly output: () => string;
  /** Sends SIGTERM, waits for the end and removes the state. Resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
}

/**
 * Runs `local/start.ts` as a process, on free ports and an empty state of its own, until it is ready. It ends with the test's process.
 * @throws Error with what it printed, if it ends first.
 */
export async function startLocal(env: Record<string, string> = {}): Promise<LocalRun> {
  const [port, mailPort, sfuPort] = await freePorts(3);
  const state = await mkdtemp(join(tmpdir(), "parlour-"));
  const ports = { PORT: String(port), MAIL_PORT: String(mailPort), SFU_PORT: String(sfuPort) };
  const child = spawnStart({ ...ports, PARLOUR_STATE: state, ...env });
  const output = collect(child);
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const outcome = await Promise.race([once(child, "message").then(() => "ready"), ended]);
  if (outcome !== "ready") throw new Error(`npm start ended with ${outcome}:\n${output()}`);
  return {
    origin: `http://localhost:${port}`,
    school: `http://greenabbey.localhost:${port}`,
    mail: `http://127.0.0.1:${mailPort}`,
    sfu: `http://127.0.0.1:${sfuPort}/v1`,
    pid: child.pid ?? 0,
    output,
    stop: async () => {
      child.kill("SIGTERM");
      const code = await ended;
      await rm(state, { recursive: true, force: true });
      return code;
    },
  };
}

/** Starts `local/start.ts` on the Node that runs this test; the channel lets it notice when the test is gone. */
export function spawnStart(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(ROOT, "local/start.ts")], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

/** Gathers what a process prints, first the one stream and then the other, so that no line is cut by another's. */
export function collect(child: ChildProcess): () => string {
  const texts = [child.stdout, child.stderr].map((stream) => {
    let text = "";
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    return () => text;
  });
  return () => texts.map((read) => read()).join("\n");
}

/** Ports of 127.0.0.1 that nobody had a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

async function listen() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

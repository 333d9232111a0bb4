import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "./settings.ts";

const PATIENCE_MS = 10_000;
const FAREWELL_MS = 2_000;

export interface RunningSfu {
  /** Resolves, with words for a person, when the media server has ended, asked to or not. */
  readonly ended: Promise<string>;
  stop: () => Promise<void>;
}

/**
 * Runs the media server as a child, because its work must not hold up ours. The channel between us is its lifeline: it ends by
 * itself when the channel closes, however we ended. Resolves at its first printed line.
 * @throws Error if it ends, or says nothing for ten seconds.
 */
export async function runSfu(options: { port: number; appId: string; appSecret: string }): Promise<RunningSfu> {
  const child = fork(join(ROOT, "local/sfu/main.ts"), {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      SFU_PORT: String(options.port),
      SFU_APP_ID: options.appId,
      SFU_APP_SECRET: options.appSecret,
    },
  });
  const ended = once(child, "exit").then(([code, signal]) => `The media server ended (${signal ?? code}).`);
  await firstLine(child, ended);
  return { ended, stop: () => end(child, ended) };
}

async function firstLine(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The media server did not start within ten seconds.")), PATIENCE_MS);
  const died = ended.then((words) => Promise.reject(new Error(words)));
  try {
    if (child.stdout) await Promise.race([once(child.stdout, "data"), late, died]);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
    died.catch(() => {});
  }
  child.stdout?.resume();
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
  await ended;
  clearTimeout(timer);
}

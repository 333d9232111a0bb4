import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "./settings.ts";

const PATIENCE_MS = 120_000;
const FAREWELL_MS = 2_000;

export interface ChildOptions {
  /** For people: "The media server". */
  readonly name: string;
  /** Path of the script from the repository's root. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** What tells that the child is ready: its first printed line (the rest is not shown), or its first message to us. */
  readonly ready: "line" | "message";
}

export interface RunningChild {
  /** Rejects, with words for a person, if the child ends first or is not ready within two minutes. */
  readonly ready: Promise<void>;
  /** Resolves, with words for a person, when the child has ended, asked to or not. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Runs a part of the product as a Node process of its own. The channel between us is its lifeline: it ends by itself when the channel
 * closes, however we ended.
 */
export function runChild(options: ChildOptions): RunningChild {
  const child = fork(join(ROOT, options.script), {
    cwd: ROOT,
    stdio: ["ignore", options.ready === "line" ? "pipe" : "inherit", "inherit", "ipc"],
    env: { ...process.env, ...options.env },
  });
  const ended = once(child, "exit").then(([code, signal]) => `${options.name} ended (${signal ?? `code ${code}`}).`);
  return { ready: untilReady(child, ended, options), ended, stop: () => end(child, ended) };
}

async function untilReady(child: ChildProcess, ended: Promise<string>, { name, ready }: ChildOptions): Promise<void> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve(`${name} did not start within two minutes.`), PATIENCE_MS);
  const started = once(ready === "line" && child.stdout ? child.stdout : child, ready === "line" ? "data" : "message");
  const failure = await Promise.race([started.then(() => undefined), late.promise, ended]);
  clearTimeout(timer);
  child.stdout?.resume();
  if (failure) throw new Error(failure);
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
  await ended;
  clearTimeout(timer);
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

interface Holder {
  readonly pid: number;
  readonly mailPort: number;
}

/**
 * Marks a state folder as in use, so that no second run and no reset touches it. A run that was killed leaves its mark behind, and
 * the system may have given its number to another process since, so a mark counts only while its mail tray's port answers too.
 * @throws Error with words for a person where the folder is in use.
 */
export async function lockState(state: string, mailPort: number): Promise<() => void> {
  await requireUnlocked(state);
  mkdirSync(state, { recursive: true });
  writeFileSync(markOf(state), JSON.stringify({ pid: process.pid, mailPort } satisfies Holder));
  return () => rmSync(markOf(state), { force: true });
}

/** @throws Error with words for a person where Parlour is running on this state folder. */
export async function requireUnlocked(state: string): Promise<void> {
  const holder = readHolder(state);
  if (!holder || !isAlive(holder.pid) || !(await answers(holder.mailPort))) return;
  throw new Error(
    `Parlour is running on ${state} (process ${holder.pid}). Stop it first, or set PARLOUR_STATE to another folder.`,
  );
}

function markOf(state: string): string {
  return join(state, "running.json");
}

function readHolder(state: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(markOf(state), "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, "127.0.0.1");
  socket.once("connect", () => resolve(true));
  socket.once("error", () => resolve(false));
  return promise.finally(() => socket.destroy());
}

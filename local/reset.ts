import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readSettings } from "./settings.ts";
import { requireUnlocked } from "./state-lock.ts";

/**
 * What `npm start` keeps in its state folder. Only this is removed: PARLOUR_STATE may name a folder with other things in it.
 */
const OURS = ["worker", "mail", "running.json"];

/** Empties the state folder and returns the names of what was removed. Nothing is touched while Parlour runs on it. */
export async function reset(state: string): Promise<string[]> {
  await requireUnlocked(state);
  const present = await readdir(state).catch((): string[] => []);
  const found = OURS.filter((name) => present.includes(name));
  for (const name of found) await rm(join(state, name), { recursive: true, force: true });
  return found;
}

if (import.meta.main) {
  try {
    const { state } = readSettings();
    const removed = await reset(state);
    console.log(
      removed.length === 0
        ? `${state} was empty already.`
        : `Emptied ${state}. The next npm start begins with a fresh demo school.`,
    );
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

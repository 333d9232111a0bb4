import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file that would not change is left alone: another run may be serving it at this moment. */
export async function writeChanged(path: string, content: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(content)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

const DAY_MS = 86_400_000;

/**
 * Removes what earlier builds have left: names with a hash a day later, because a run that began with them may still be serving them; others
 * at once, because a browser would keep them for a year.
 */
export async function removeFormer(folder: string, keep: ReadonlyMap<string, unknown>): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  const former = present.filter((name) => !keep.has(name)).map((name) => join(folder, name));
  await Promise.all(former.map(removeOld));
}

async function removeOld(path: string): Promise<void> {
  // Another run may have removed it in the meantime.
  const written = await stat(path).catch(() => undefined);
  const isServed = written && /-[A-Z0-9]{8}\.[a-z]+$/.test(path) && written.mtimeMs > Date.now() - DAY_MS;
  if (!isServed) await rm(path, { recursive: true, force: true });
}

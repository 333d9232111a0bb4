import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file that would not change is left alone: another run may be serving it at this moment. */
export async function writeChanged(path: string, content: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(content)) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

export async function removeOthers(folder: string, keep: ReadonlyMap<string, unknown>): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  await Promise.all(
    present.filter((name) => !keep.has(name)).map((name) => rm(join(folder, name), { recursive: true })),
  );
}

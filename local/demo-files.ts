import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./settings.ts";

const FILES = ["students", "staff", "guardians", "guardianships", "classes", "class_teachers", "enrolment"] as const;

/** The demo school's files, as a school would send them: the text of each, by name. */
export async function readDemoFiles(): Promise<Record<string, string>> {
  const folder = join(ROOT, "local/demo/greenabbey");
  const entries = FILES.map(async (name) => [name, await readFile(join(folder, `${name}.csv`), "utf8")] as const);
  return Object.fromEntries(await Promise.all(entries));
}

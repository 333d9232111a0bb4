import { readDemoFiles } from "../../../local/demo-files.ts";

/** The forenames and surnames of everybody at the demo school, its office too. */
export async function demoNames(): Promise<string[]> {
  const files = Object.entries(await readDemoFiles()).filter(([file]) =>
    ["students", "guardians", "staff"].includes(file),
  );
  const names = files.flatMap(([, text]) => columns(text, ["forename", "surname"]));
  // A teacher's forename is an initial.
  return [...new Set([...names, "Eleanor", "Hart"])].filter((name) => name.length > 1);
}

function columns(text: string, wanted: readonly string[]): string[] {
  const [head = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((row) => row.split(","));
  return rows.flatMap((row) => wanted.map((name) => row[head.indexOf(name)] ?? ""));
}

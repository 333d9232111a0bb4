import { Problem } from "../../http/problem.ts";
import { FILE_NAMES, type FileName } from "../../rules/import/import-files.ts";
import type { FileTexts } from "./import-school.ts";

/** Ten times a large school. */
const MOST_BYTES = 10_000_000;

export type Upload = { texts: FileTexts; unknown: string[] };

/** The chosen files by name, "Students.CSV" for students.csv. Names of files that are none of the seven come back as `unknown`. */
export async function readUpload(form: FormData): Promise<Upload> {
  const upload: Upload = { texts: {}, unknown: [] };
  const files = form.getAll("files").filter((entry) => entry instanceof File && entry.name !== "") as File[];
  checkSize(files.reduce((total, file) => total + file.size, 0));
  for (const file of files) {
    const name = fileNameOf(file.name);
    if (name) upload.texts[name] = await file.text();
    else upload.unknown.push(file.name);
  }
  return upload;
}

/** The texts that the look beforehand sent along. */
export function readTexts(form: FormData): FileTexts {
  const entries = FILE_NAMES.map((name) => [name, form.get(name)] as const);
  const texts = entries.filter((entry): entry is [FileName, string] => typeof entry[1] === "string");
  checkSize(texts.reduce((total, [, text]) => total + text.length, 0));
  return Object.fromEntries(texts);
}

function checkSize(bytes: number): void {
  if (bytes > MOST_BYTES)
    throw new Problem(413, {
      title: "These files are very large",
      words: "Ten megabytes is the most. Are they the right ones?",
    });
}

function fileNameOf(name: string): FileName | undefined {
  const stem = name.toLowerCase().replace(/\.csv$/, "");
  return FILE_NAMES.find((known) => known === stem);
}

import { CsvError, parse } from "csv-parse/browser/esm/sync";
import { bare } from "../characters.ts";
import { FILE_NAMES, type FileName, type Read, type ReadFiles, ROWS } from "./import-files.ts";

/** What keeps a file from being imported: where it is, and what to do. */
export type ImportError = { file: string; line: number; column: string; value: string; words: string };
export type ReadResult = { ok: true; files: ReadFiles } | { ok: false; errors: ImportError[] };

type Report = (fault: ImportError) => void;

/** The most teachers a class may have: they sit in one call, of four seats with the guardian. */
const MOST_TEACHERS = 3;

/** Reads and checks the texts of all seven files, `{students: "student_id,…", …}`. Names every error; one is enough to import nothing. */
export function readFiles(texts: Partial<Record<FileName, string>>): ReadResult {
  const errors: ImportError[] = [];
  const report: Report = (fault) => errors.push(fault);
  const read = Object.fromEntries(FILE_NAMES.map((name) => [name, readFile(name, texts[name], report)])) as ReadFiles;
  // References are only worth checking where all the rows could be read: otherwise one mistake would be told many times.
  if (errors.length === 0) checkTogether(read, report);
  return errors.length === 0 ? { ok: true, files: read } : { ok: false, errors };
}

function readFile<Name extends FileName>(name: Name, text: string | undefined, report: Report): Read<Name>[] {
  const file = `${name}.csv`;
  const whole = (line: number, column: string, words: string) => report({ file, line, column, value: "", words });
  if (text === undefined) {
    whole(1, "", `The file is missing: choose ${file} too`);
    return [];
  }
  if (text.includes("\uFFFD")) {
    const line = text.slice(0, text.indexOf("\uFFFD")).split("\n").length;
    whole(line, "", "A letter here is not UTF-8. Export the file again as “CSV UTF-8”");
    return [];
  }
  const records = readCsvRecords(text, whole);
  const [head, ...rest] = records;
  if (!head) {
    if (text.trim() === "") whole(1, "", "The file is empty: its first line has to name the columns");
    return [];
  }
  const columns = head.cells.map((cell) => bare(cell).toLowerCase());
  const missing = Object.keys(ROWS[name].shape).filter((column) => !columns.includes(column));
  for (const column of missing) whole(head.line, column, `There is no column “${column}”: name it in the first line`);
  if (missing.length > 0) return [];
  return rest.flatMap((record) => readRow(name, columns, record, report));
}

type CsvRecord = { cells: string[]; line: number };

function readCsvRecords(text: string, whole: (line: number, column: string, words: string) => void): CsvRecord[] {
  try {
    const rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as CsvError & { lines?: unknown }).lines ?? 1);
    whole(
      line,
      "",
      'The quotation marks do not come in pairs here. Put " around the whole box, and write "" for one inside it',
    );
    return [];
  }
}

function readRow<Name extends FileName>(
  name: Name,
  columns: string[],
  record: CsvRecord,
  report: Report,
): Read<Name>[] {
  const file = `${name}.csv`;
  const { cells, line } = record;
  if (cells.every((cell) => bare(cell) === "")) return [];
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== "")) {
    const words = `This line has ${cells.length} boxes, and the first line names ${columns.length}. A comma inside a box needs quotation marks around the box`;
    report({ file, line, column: "", value: "", words });
    return [];
  }
  const values = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  const result = ROWS[name].safeParse(values);
  if (result.success) return [{ ...result.data, line } as unknown as Read<Name>];
  for (const issue of result.error.issues) {
    const column = String(issue.path[0] ?? "");
    report({ file, line, column, value: values[column] ?? "", words: issue.message });
  }
  return [];
}

function checkTogether(files: ReadFiles, report: Report): void {
  const students = idsOf("students", "student_id", files.students, report);
  const guardians = idsOf("guardians", "guardian_id", files.guardians, report);
  const staff = idsOf("staff", "staff_id", files.staff, report);
  const classes = idsOf("classes", "class_id", files.classes, report);
  refer("guardianships", "guardian_id", files.guardianships, "guardians", guardians, report);
  refer("guardianships", "student_id", files.guardianships, "students", students, report);
  refer("class_teachers", "class_id", files.class_teachers, "classes", classes, report);
  refer("class_teachers", "staff_id", files.class_teachers, "staff", staff, report);
  refer("enrolment", "class_id", files.enrolment, "classes", classes, report);
  refer("enrolment", "student_id", files.enrolment, "students", students, report);
  checkPairs(files.guardianships, report);
  checkTeachers(files.class_teachers, report);
}

function idsOf<Column extends string>(
  name: FileName,
  column: Column,
  rows: readonly (Record<Column, string> & { line: number })[],
  report: Report,
): Set<string> {
  const lines = new Map<string, number>();
  for (const row of rows) {
    const first = lines.get(row[column]);
    if (first === undefined) lines.set(row[column], row.line);
    else fault(name, row.line, column, row[column], `Line ${first} has this id already: every id stands once`, report);
  }
  return new Set(lines.keys());
}

function refer<Column extends string>(
  name: FileName,
  column: Column,
  rows: readonly (Record<Column, string> & { line: number })[],
  other: FileName,
  known: ReadonlySet<string>,
  report: Report,
): void {
  for (const row of rows) {
    if (!known.has(row[column]))
      fault(name, row.line, column, row[column], `${other}.csv has no such id. Mend one of the two files`, report);
  }
}

/** Two lines for one guardian and student could say opposite things of a court order: a person has to decide. */
function checkPairs(rows: readonly Read<"guardianships">[], report: Report): void {
  const lines = new Map<string, number>();
  for (const row of rows) {
    const pair = JSON.stringify([row.guardian_id, row.student_id]);
    const first = lines.get(pair);
    const words = `Line ${first} has this guardian and student already: keep the one that is right`;
    if (first === undefined) lines.set(pair, row.line);
    else fault("guardianships", row.line, "student_id", row.student_id, words, report);
  }
}

function checkTeachers(rows: readonly Read<"class_teachers">[], report: Report): void {
  const teachers = new Map<string, Set<string>>();
  for (const row of rows) {
    const ofClass = teachers.get(row.class_id) ?? new Set<string>();
    teachers.set(row.class_id, ofClass.add(row.staff_id));
    const words = `Class ${row.class_id} has three teachers already: three is the most`;
    if (ofClass.size > MOST_TEACHERS) fault("class_teachers", row.line, "staff_id", row.staff_id, words, report);
  }
}

function fault(name: FileName, line: number, column: string, value: string, words: string, report: Report): void {
  report({ file: `${name}.csv`, line, column, value, words });
}

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FILE_NAMES, type FileName } from "../../worker/rules/import/import-files.ts";
import { readFiles } from "../../worker/rules/import/import-rules.ts";

const folder = new URL("../../local/demo/greenabbey/", import.meta.url);
const demo = () =>
  Object.fromEntries(FILE_NAMES.map((name) => [name, readFileSync(new URL(`${name}.csv`, folder), "utf8")])) as Record<
    FileName,
    string
  >;

const faultsOf = (change: Partial<Record<FileName, string | undefined>>) => {
  const result = readFiles({ ...demo(), ...change } as Partial<Record<FileName, string>>);
  return result.ok ? [] : result.errors;
};

test("the demo school reads whole", () => {
  const result = readFiles(demo());
  expect(result.ok && result.files.students).toHaveLength(6);
  expect(result.ok && result.files.students[0]).toMatchObject({
    student_id: "S001",
    date_of_birth: "2016-03-14",
    line: 2,
  });
  expect(result.ok && result.files.guardianships[6]).toMatchObject({ court_order: true, lives_with: false });
});

test("a byte order mark, Windows line ends, other columns and another order change nothing", () => {
  const classTeachers = '\uFEFFnote,staff_id,CLASS_ID \r\nhello,T01,C01\r\n\r\n,,\r\n"a, b",T02,C02\r\n';
  const result = readFiles({ ...demo(), class_teachers: classTeachers });
  expect(result.ok && result.files.class_teachers).toEqual([
    { class_id: "C01", staff_id: "T01", line: 2 },
    { class_id: "C02", staff_id: "T02", line: 5 },
  ]);
});

test.each(["T", "t", "Yes", "YES", "y", "true", "1"])("%s is yes", (word) => {
  const head = "guardian_id,student_id,relationship,priority,parental_responsibility,lives_with,court_order";
  const result = readFiles({ ...demo(), guardianships: `${head}\nG01,S001,Father,1,${word},No,f` });
  expect(result.ok && result.files.guardianships[0]).toMatchObject({
    parental_responsibility: true,
    lives_with: false,
  });
});

describe("every fault names file, line and column, and says what to do", () => {
  const students = "student_id,forename,surname,date_of_birth,year_group,registration_group\n";
  const guardians = "guardian_id,title,forename,surname,email\n";

  test("a date that is none", () => {
    expect(
      faultsOf({ students: `${students}S001,Sophie,Aaron,14/03/2016,6,6A\nS002,Liz,Aaron,31/06/2016,5,5A` }),
    ).toEqual([
      {
        file: "students.csv",
        line: 3,
        column: "date_of_birth",
        value: "31/06/2016",
        words: "Check the date: there is no 31st in June. Write it as dd/mm/yyyy",
      },
    ]);
  });

  test("a date in another form", () => {
    expect(faultsOf({ students: `${students}S001,Sophie,Aaron,2016-03-14,6,6A` })[0]?.words).toContain("dd/mm/yyyy");
  });

  test("an address without its end", () => {
    const [fault] = faultsOf({ guardians: `${guardians}G01,Mr,David,Aaron,david.aaron@mail` });
    expect(fault).toMatchObject({ file: "guardians.csv", line: 2, column: "email", value: "david.aaron@mail" });
  });

  test("an empty name, and several faults at once", () => {
    const errors = faultsOf({ guardians: `${guardians}G01,Mr,,Aaron,\nG02,Mr,Tom,,nothing` });
    expect(errors.map(({ line, column }) => [line, column])).toEqual([
      [2, "forename"],
      [3, "surname"],
      [3, "email"],
    ]);
  });

  test("a missing file, an empty file, a missing column", () => {
    expect(faultsOf({ staff: undefined })[0]).toMatchObject({
      file: "staff.csv",
      words: expect.stringContaining("missing"),
    });
    expect(faultsOf({ staff: "\n" })[0]).toMatchObject({ file: "staff.csv", words: expect.stringContaining("empty") });
    expect(faultsOf({ enrolment: "class_id\nC01" })[0]).toMatchObject({ line: 1, column: "student_id" });
  });

  test("a quotation mark without its twin", () => {
    const [fault] = faultsOf({ guardians: `${guardians}G01,Mr,"David,Aaron,\nG02,Mr,Tom,Abbot,` });
    expect(fault).toMatchObject({ file: "guardians.csv", words: expect.stringContaining("quotation marks") });
  });

  test("a comma too many", () => {
    expect(faultsOf({ enrolment: "class_id,student_id\nC01,S001,oops" })[0]).toMatchObject({
      line: 2,
      file: "enrolment.csv",
    });
  });

  test("a file that is not UTF-8", () => {
    expect(faultsOf({ guardians: `${guardians}G01,Mr,Zo\uFFFD,Okafor,` })[0]).toMatchObject({
      line: 2,
      words: expect.stringContaining("UTF-8"),
    });
  });

  test("an id that stands twice, one that is nowhere, and a fourth teacher", () => {
    expect(faultsOf({ guardians: `${demo().guardians}G01,Mr,David,Aaron,\n` })[0]).toMatchObject({
      line: 6,
      column: "guardian_id",
      words: expect.stringContaining("Line 2"),
    });
    expect(faultsOf({ enrolment: "class_id,student_id\nC09,S001" })[0]).toMatchObject({
      column: "class_id",
      value: "C09",
    });
  });

  test("a fourth teacher of a class", () => {
    expect(faultsOf({ class_teachers: `${demo().class_teachers}C05,T01\n` })[0]).toMatchObject({
      ...{ file: "class_teachers.csv", line: 9, value: "T01" },
      words: "Class C05 has three teachers already: three is the most",
    });
  });

  test("one guardian and student twice", () => {
    expect(faultsOf({ guardianships: `${demo().guardianships}G03,S005,Father,2,T,F,F\n` })[0]?.words).toContain(
      "Line 8",
    );
  });
});

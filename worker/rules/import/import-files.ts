import * as z from "zod";
import { checkDate, type DateError } from "../calendar-date.ts";
import { bare, oneLine } from "../characters.ts";
import { emailError } from "../email.ts";

/** The seven files that a school's management system exports, in the order in which a person would make them. */
export const FILE_NAMES = [
  "students",
  "guardians",
  "guardianships",
  "staff",
  "classes",
  "class_teachers",
  "enrolment",
] as const;
export type FileName = (typeof FILE_NAMES)[number];

const cell = z.string().transform(oneLine);
const needed = cell.pipe(z.string().min(1, "This box is empty: fill it in"));
const id = z
  .string()
  .transform(bare)
  .pipe(z.string().min(1, "This box is empty: fill it in").max(100, "An id has 100 letters at most"));
const optional = cell.pipe(z.string().max(200, "This is too long: 200 letters at most"));
const text = needed.pipe(z.string().max(200, "This is too long: 200 letters at most"));

const TRUE = new Set(["t", "true", "y", "yes", "1"]);
const FALSE = new Set(["f", "false", "n", "no", "0"]);
const yesNo = needed.transform((word, context) => {
  const lower = word.toLowerCase();
  if (TRUE.has(lower) || FALSE.has(lower)) return TRUE.has(lower);
  context.addIssue("Write T or F (Yes and No will do too)");
  return z.NEVER;
});

const date = needed.transform((word, context) => {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(word) ?? [];
  if (!day || !month || !year) {
    context.addIssue("Write the date as dd/mm/yyyy, like 14/03/2016");
    return z.NEVER;
  }
  const checked = checkDate({ day: Number(day), month: Number(month), year: Number(year) });
  if ("iso" in checked) return checked.iso;
  context.addIssue(`Check the date: ${inWords(checked.fault)}. Write it as dd/mm/yyyy`);
  return z.NEVER;
});

function inWords(fault: DateError): string {
  switch (fault.kind) {
    case "day":
      return "the day goes from 1 to 31";
    case "month":
      return "the month goes from 1 to 12";
    case "year":
      return "write the year with four figures";
    case "no-such-day": {
      const date = new Date(Date.UTC(2000, fault.month - 1));
      const month = date.toLocaleDateString("en-GB", { month: "long", timeZone: "UTC" });
      const leap = fault.month === 2 && fault.day === 29 ? ` ${fault.year}` : "";
      return `there is no ${fault.day}${fault.day === 31 ? "st" : "th"} in ${month}${leap}`;
    }
  }
}

const email = optional
  .transform(bare)
  .refine(
    (address) => address === "" || emailError(address) === null,
    "This is not a whole e-mail address, like name@mail.example. Mend it, or leave the box empty",
  );

const priority = needed.transform((word, context) => {
  if (/^\d{1,3}$/.test(word)) return Number(word);
  context.addIssue("Write a whole number: 1 is whom the school rings first");
  return z.NEVER;
});

/** What each file has to hold, column by column. Other columns are passed over. */
export const ROWS = {
  students: z.object({
    student_id: id,
    forename: text,
    surname: text,
    date_of_birth: date,
    year_group: optional,
    registration_group: optional,
  }),
  guardians: z.object({ guardian_id: id, title: optional, forename: text, surname: text, email }),
  guardianships: z.object({
    guardian_id: id,
    student_id: id,
    relationship: optional,
    priority,
    parental_responsibility: yesNo,
    lives_with: yesNo,
    court_order: yesNo,
  }),
  staff: z.object({ staff_id: id, title: optional, forename: text, surname: text, email, department: optional }),
  classes: z.object({
    class_id: id,
    code: optional,
    name: text,
    subject: text,
    department: optional,
    year_group: optional,
  }),
  class_teachers: z.object({ class_id: id, staff_id: id }),
  enrolment: z.object({ class_id: id, student_id: id }),
} as const satisfies Record<FileName, z.ZodObject>;

/** A row as it was read, and the line of the file on which it ends. */
export type Read<Name extends FileName> = z.infer<(typeof ROWS)[Name]> & { line: number };
export type ReadFiles = { [Name in FileName]: Read<Name>[] };

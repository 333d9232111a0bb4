import { z } from "zod";
import { checkDate } from "./calendar-date.ts";
import { foldEmail, foldName, nameKey } from "./fold.ts";

/** What the form sends, as typed: echoed when something is wrong. Titles are asked for and never compared. */
const box = z
  .string()
  .max(500)
  .catch("")
  .transform((text) => text.trim());
export const signInForm = z.object({
  title: box,
  firstName: box,
  surname: box,
  email: box,
  studentFirstName: box,
  studentSurname: box,
  day: box,
  month: box,
  year: box,
  next: box,
});
export type SignInInput = z.infer<typeof signInForm>;

/** What a person typed, ready to compare. */
export type SignInDetails = { nameKey: string; emailKey: string; studentNameKey: string; birth: string };

/** A mistake in typing; `field` is the id of the box. */
export type TypingError = { field: string; words: string };

/** Names every mistake in typing. What does not match the school's records is no mistake here, and is never named. */
export function checkSignIn(input: SignInInput): { details: SignInDetails } | { errors: TypingError[] } {
  const birth = checkBirth(input);
  const errors = [
    ...missing("first", input.firstName, "Type your first name"),
    ...missing("surname", input.surname, "Type your surname"),
    ...checkEmail("email", input.email),
    ...missing("s-first", input.studentFirstName, "Type the student’s first name"),
    ...missing("s-surname", input.studentSurname, "Type the student’s surname"),
    ...("error" in birth ? [birth.error] : []),
  ];
  if (errors.length > 0 || "error" in birth) return { errors };
  return {
    details: {
      nameKey: nameKey({ forename: input.firstName, surname: input.surname }),
      emailKey: foldEmail(input.email),
      studentNameKey: nameKey({ forename: input.studentFirstName, surname: input.studentSurname }),
      birth: birth.iso,
    },
  };
}

/** What is wrong with an address as typed: one error or none. */
export function checkEmail(field: string, email: string): TypingError[] {
  const error = (words: string) => [{ field, words }];
  if (email === "") return error("Type your email");
  if (!email.includes("@")) return error("The email is missing its @");
  if (!/@[^@]*\.[^@.]+$/.test(email)) return error("The email is missing its end, like .com or .co.uk");
  if (!z.email().safeParse(email).success) return error("Check the email: there is a letter or a space too many");
  return [];
}

/** A name of which nothing is left when it is folded was not typed. */
function missing(field: string, text: string, words: string): TypingError[] {
  return foldName(text) === "" ? [{ field, words }] : [];
}

function checkBirth({ day, month, year }: SignInInput): { iso: string } | { error: TypingError } {
  for (const [field, text, words] of [
    ["dob-day", day, "Type the day of the student’s date of birth"],
    ["dob-month", month, "Type the month of the student’s date of birth"],
    ["dob-year", year, "Type the year of the student’s date of birth"],
  ] as const) {
    if (text === "") return { error: { field, words } };
    if (!/^\d{1,4}$/.test(text)) return { error: { field, words: "Write the date of birth in numbers" } };
  }
  const checked = checkDate({ day: Number(day), month: Number(month), year: Number(year) });
  if ("iso" in checked) return checked;
  const field = checked.fault.includes("year") ? "dob-year" : checked.fault.includes("month") ? "dob-month" : "dob-day";
  return { error: { field, words: `Check the date of birth: ${checked.fault}` } };
}

import * as z from "zod";
import type { Words } from "../../web/words/words.ts";
import { checkDate, type DateError } from "./calendar-date.ts";
import { type EmailFault, emailError } from "./email.ts";
import { foldEmail, nameKey } from "./fold.ts";
import { type FieldError, hidden, typedAddress, typedLine } from "./form-fields.ts";

const MOST_PATH = 6000;

/** What the form sends, as typed: echoed when something is wrong. Titles are asked for and never compared. */
const box = typedLine(500);
const address = typedAddress(500);
/** A path of ours: with it come the choices of a form that met somebody signed out. */
const path = hidden(MOST_PATH);
export const signInForm = z.object({
  title: box,
  firstName: box,
  surname: box,
  email: address,
  studentFirstName: box,
  studentSurname: box,
  day: box,
  month: box,
  year: box,
  next: path,
});
export type SignInInput = z.infer<typeof signInForm>;

/** What a person typed, ready to compare. `emailKey` is empty where they have no address. */
export type SignInDetails = { nameKey: string; emailKey: string; studentNameKey: string; birth: string };

/** Names every mistake in typing. What does not match the school's records is no mistake here, and is never named. */
export function checkSignIn(input: SignInInput, t: Words): { details: SignInDetails } | { errors: FieldError[] } {
  const birth = checkBirth(input, t);
  const errors = [
    ...missing("first", input.firstName, t("signIn.you.firstName.error")),
    ...missing("surname", input.surname, t("signIn.you.surname.error")),
    ...(input.email === "" ? [] : checkEmail("email", input.email, t)),
    ...missing("s-first", input.studentFirstName, t("signIn.student.firstName.error")),
    ...missing("s-surname", input.studentSurname, t("signIn.student.surname.error")),
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

/** The least that finds the slip: whoever signs in types an address that they know. */
const EMAIL_WORDS = {
  empty: "signIn.email.missing.error",
  "no-at": "signIn.email.noAt.error",
  "no-domain": "signIn.email.noEnd.error",
  "no-end": "signIn.email.noEnd.error",
  several: "signIn.email.wrong.error",
  "two-ats": "signIn.email.wrong.error",
  "no-front": "signIn.email.wrong.error",
  wrong: "signIn.email.wrong.error",
} as const satisfies Record<EmailFault, string>;

/** What is wrong with an address as typed: one error or none. */
export function checkEmail(field: string, email: string, t: Words): FieldError[] {
  const fault = emailError(email);
  return fault ? [{ field, words: t(EMAIL_WORDS[fault]) }] : [];
}

/** Somebody who has one name types a dash or a full stop for the other, as the school's records do. */
function missing(field: string, text: string, words: string): FieldError[] {
  return text === "" ? [{ field, words }] : [];
}

function checkBirth({ day, month, year }: SignInInput, t: Words): { iso: string } | { error: FieldError } {
  for (const [field, text, words] of [
    ["dob-day", day, t("signIn.birth.day.missing.error")],
    ["dob-month", month, t("signIn.birth.month.missing.error")],
    ["dob-year", year, t("signIn.birth.year.missing.error")],
  ] as const) {
    if (text === "") return { error: { field, words } };
    if (!/^\d{1,4}$/.test(text)) return { error: { field, words: t("signIn.birth.notNumbers.error") } };
  }
  const checked = checkDate({ day: Number(day), month: Number(month), year: Number(year) });
  if ("iso" in checked) return checked;
  return { error: { field: BOX[checked.fault.kind], words: dateErrorWords(checked.fault, t) } };
}

const BOX = { year: "dob-year", month: "dob-month", day: "dob-day", "no-such-day": "dob-day" } as const;

function dateErrorWords(fault: DateError, t: Words): string {
  switch (fault.kind) {
    case "month":
      return t("signIn.birth.month.wrong.error");
    case "year":
      return t("signIn.birth.year.wrong.error");
    case "day":
      return t("signIn.birth.day.wrong.error");
    case "no-such-day": {
      const { day, month, year } = fault;
      const name = new Intl.DateTimeFormat(t.locale.intl, { month: "long", timeZone: "UTC" });
      const given = { day, month: name.format(Date.UTC(year, month - 1)), year: String(year) };
      return t("signIn.birth.noSuchDay.error", { ...given, leap: month === 2 && day === 29 ? "yes" : "no" });
    }
  }
}

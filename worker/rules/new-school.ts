import * as z from "zod";
import { type EmailFault, emailError } from "./email.ts";
import { foldName } from "./fold.ts";
import { type FieldError, typedAddress, typedLine } from "./form-fields.ts";
import { shortNameOf, slugFault, slugFaultWords, slugOf } from "./school-slug.ts";

const MOST_NAME = 120;

const box = typedLine(500);
/** What is sent to make a school, as typed: echoed where something is wrong. */
export const newSchoolForm = z.object({
  name: box,
  shortName: box,
  slug: typedAddress(500),
  zone: box,
  colour: box,
  title: box,
  forename: box,
  surname: box,
  email: typedAddress(500),
});
export type NewSchoolInput = z.infer<typeof newSchoolForm>;

/** What a form begins with. */
export const EMPTY_SCHOOL: NewSchoolInput = {
  ...{ name: "", shortName: "", slug: "", zone: "Europe/London", colour: "#2b4c8c" },
  ...{ title: "", forename: "", surname: "", email: "" },
};

export type NewSchool = { slug: string; name: string; shortName: string; zone: string; colour: string };
export type NewAdmin = { title: string; forename: string; surname: string; email: string };

/** Names every mistake of the form. The short name and the subdomain are made of the name where they are left empty. */
export function checkNewSchool(
  input: NewSchoolInput,
  taken: readonly string[],
): { school: NewSchool; admin: NewAdmin } | { errors: FieldError[] } {
  const shortName = input.shortName || shortNameOf(input.name);
  const slug = input.slug.toLowerCase() || slugOf(shortName);
  const colour = colourOf(input.colour);
  const fault = input.slug === "" && input.name === "" ? null : slugFault(slug, taken);
  const errors = [
    ...nameErrors("name", input.name, "Enter the school’s name"),
    ...(input.name === "" ? [] : nameErrors("shortName", shortName, "Enter a short name")),
    ...(fault ? [{ field: "slug", words: slugFaultWords(fault) }] : []),
    ...(isZone(input.zone) ? [] : [{ field: "zone", words: "Enter a time zone by its name, like Europe/London" }]),
    ...(colour
      ? []
      : [{ field: "colour", words: "Enter the colour as # and six figures or letters a to f, like #2b4c8c" }]),
    ...nameErrors("forename", input.forename, "Enter the admin’s first name"),
    ...nameErrors("surname", input.surname, "Enter the admin’s surname"),
    ...emailErrors(input.email),
  ];
  if (errors.length > 0) return { errors };
  const { title, forename, surname, email, name, zone } = input;
  return { school: { slug, name, shortName, zone, colour }, admin: { title, forename, surname, email } };
}

const EMAIL_WORDS: Record<EmailFault, string> = {
  empty: "Enter the admin’s e-mail address",
  "no-at": "An e-mail address has an @ in it",
  several: "Enter one address, without spaces, commas or semicolons",
  "two-ats": "An e-mail address has one @ only",
  "no-front": "Something is missing in front of the @",
  "no-domain": "Something is missing after the @",
  "no-end": "The end of the address is missing, like .org",
  wrong: "No mail can be sent to this address. Check it for slips",
};

/** What is wrong with an admin’s address, in words. */
export function emailErrors(email: string): FieldError[] {
  const fault = emailError(email);
  return fault ? [{ field: "email", words: EMAIL_WORDS[fault] }] : [];
}

function nameErrors(field: string, text: string, missing: string): FieldError[] {
  if (foldName(text) === "") return [{ field, words: missing }];
  return text.length > MOST_NAME ? [{ field, words: `Use ${MOST_NAME} letters at most` }] : [];
}

/** "#2B4C8C" and "2b4c8c" are one colour; empty where it is none. */
function colourOf(text: string): string {
  const [, figures] = /^#?([0-9a-f]{6})$/i.exec(text) ?? [];
  return figures ? `#${figures.toLowerCase()}` : "";
}

/** By its IANA name; of an offset the clocks never change. */
function isZone(zone: string): boolean {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$|^UTC$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

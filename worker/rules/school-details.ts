import * as z from "zod";
import { emailError } from "./email.ts";
import { type FieldError, typed, typedAddress, typedLine } from "./form-fields.ts";

/** Nobody reads more before a call. */
export const MAX_CALL_NOTE = 600;
const MOST_RETENTION_DAYS = 365;

const line = typedLine(1_000);

/** What the form of the school's details sends, as typed: echoed when something is wrong. */
export const detailsForm = z.object({
  name: line,
  shortName: line,
  zone: line,
  officePhone: line,
  replyTo: typedAddress(1_000),
  // As long as a form may be: it is never dropped for being too long.
  callNote: typed(Number.MAX_SAFE_INTEGER),
  retentionDays: line,
  signInBy: line,
});
export type DetailsInput = z.infer<typeof detailsForm>;
export type DetailsField = keyof DetailsInput;

export type SchoolDetails = {
  name: string;
  shortName: string;
  /** IANA zone. */
  zone: string;
  officePhone: string;
  /** Empty where replies go nowhere. */
  replyTo: string;
  callNote: string;
  retentionDays: number;
  signInBy: "code" | "details";
};

/** Reads the form. `zones`: those that may be chosen. */
export function readDetails(
  input: DetailsInput,
  zones: readonly string[],
): { details: SchoolDetails } | { errors: FieldError<DetailsField>[] } {
  const days = /^\d{1,4}$/.test(input.retentionDays) ? Number(input.retentionDays) : 0;
  const errors = [
    ...textError("name", input.name, 100, "Give the school’s name"),
    ...textError("shortName", input.shortName, 40, "Give a short name, as people say it"),
    ...wrong("zone", !zones.includes(input.zone), "Choose a zone from the list"),
    ...wrong("officePhone", !isPhone(input.officePhone), "Give a phone number, like 01632 960000, or leave it empty"),
    ...wrong(
      "replyTo",
      !isReplyTo(input.replyTo),
      "Give one e-mail address, like office@school.example, or leave it empty",
    ),
    ...wrong("callNote", input.callNote.length > MAX_CALL_NOTE, noteWords(input.callNote)),
    ...wrong(
      "retentionDays",
      days < 1 || days > MOST_RETENTION_DAYS,
      `Give whole days from 1 to ${MOST_RETENTION_DAYS}`,
    ),
    ...wrong("signInBy", input.signInBy !== "code" && input.signInBy !== "details", "Choose one of the two"),
  ];
  if (errors.length > 0) return { errors };
  return { details: { ...input, retentionDays: days, signInBy: input.signInBy === "details" ? "details" : "code" } };
}

function textError(field: DetailsField, text: string, most: number, missing: string): FieldError<DetailsField>[] {
  if (text === "") return [{ field, words: missing }];
  return wrong(field, text.length > most, `Use ${most} characters at most`);
}

function wrong(field: DetailsField, isWrong: boolean, words: string): FieldError<DetailsField>[] {
  return isWrong ? [{ field, words }] : [];
}

function noteWords(note: string): string {
  return `The note may have ${MAX_CALL_NOTE} characters; this one has ${note.length}`;
}

/** Anything that people write as one: figures, their usual signs, an extension. */
function isPhone(text: string): boolean {
  return (
    text === "" || (text.length <= 40 && /^[\d\s()+./,x-]+$/i.test(text.replace(/\bext\b/i, "")) && /\d{2}/.test(text))
  );
}

function isReplyTo(text: string): boolean {
  return text === "" || emailError(text) === null;
}

import * as z from "zod";
import { emailError } from "./email.ts";
import { type FieldError, hidden, typedAddress, typedLine } from "./form-fields.ts";

const line = typedLine(1_000);

/** What the form of a new account sends, as typed: echoed when something is wrong. */
export const staffForm = z.object({
  id: hidden(100),
  title: line,
  forename: line,
  surname: line,
  email: typedAddress(1_000),
  role: line,
});
export type StaffInput = z.infer<typeof staffForm>;
type Field = keyof StaffInput;

export type NewAccount = Omit<StaffInput, "role"> & { role: "admin" | "office" };

/** Reads the form of a new account. */
export function readStaff(input: StaffInput): { account: NewAccount } | { errors: FieldError<Field>[] } {
  const errors = [
    ...nameError("title", input.title, true),
    ...nameError("forename", input.forename, false),
    ...nameError("surname", input.surname, false),
    ...wrong("email", emailError(input.email) !== null, "Give one e-mail address, like office@school.example"),
    ...wrong("role", input.role !== "admin" && input.role !== "office", "Choose one of the two"),
  ];
  if (errors.length > 0) return { errors };
  return { account: { ...input, role: input.role === "admin" ? "admin" : "office" } };
}

function nameError(field: Field, text: string, mayBeEmpty: boolean): FieldError<Field>[] {
  if (text === "" && !mayBeEmpty)
    return [{ field, words: field === "forename" ? "Give the first name" : "Give the surname" }];
  return wrong(field, text.length > 60, "Use 60 characters at most");
}

function wrong(field: Field, isWrong: boolean, words: string): FieldError<Field>[] {
  return isWrong ? [{ field, words }] : [];
}

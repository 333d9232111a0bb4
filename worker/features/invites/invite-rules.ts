import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { Words } from "../../../web/words/words.ts";
import type { StudentId } from "../../db/ids.ts";
import { bare, oneLine } from "../../rules/characters.ts";
import { type EmailFault, emailError } from "../../rules/email.ts";
import { foldEmail } from "../../rules/fold.ts";
import type { FieldError } from "../../rules/form-fields.ts";

/** What the form sends, as it came. */
export type InviteForm = { name: string; email: string; consent: boolean; studentIds: readonly StudentId[] };

/** A student of the guardian's in the evening, and whether a guest may be invited for them. */
export type StudentChoice = { id: string; name: string; state: ChoiceState };
export type ChoiceState = { kind: "free" } | { kind: "invited"; guestName: string } | { kind: "not_allowed" };

/** What the checks need to know beside the form; addresses folded for comparison. */
export type InviteContext = {
  choices: readonly StudentChoice[];
  ownEmail: string;
  teacherEmails: readonly string[];
  /** Of this guardian's live invites in the evening. */
  guests: readonly { name: string; email: string }[];
};

export type InviteField = "name" | "email" | "consent" | "student";
export type InviteError = FieldError<InviteField>;
export type CheckedInvite = { name: string; email: string; studentIds: StudentId[] };

/** Its words are stored with each consent: raise the version with any change of them. */
export const CONSENT = { version: 1, words: "invites.consent.label" } as const;

/** What an admin ticks who invites for a guardian. */
export const CONSENT_ON_BEHALF = { version: 1, words: "invites.consent.onBehalf.label" } as const;

const NAME_MOST = 100;

/** The invite that a form asks for, or what to put right: at most one thing a field, in the form's order. */
export function checkInvite(
  form: InviteForm,
  context: InviteContext,
  t: Words,
): { ok: true; invite: CheckedInvite } | { ok: false; errors: InviteError[] } {
  const name = oneLine(form.name);
  const email = bare(form.email);
  const studentIds = chosenStudents(form, context.choices);
  const faults: [InviteField, string | undefined][] = [
    ["name", nameError(name, t)],
    ["email", emailWords(email, context, t)],
    ["consent", form.consent ? undefined : t("invites.consent.missing.error")],
    ["student", studentError(studentIds, context.choices, t)],
  ];
  const errors = faults.flatMap(([field, words]) => (words === undefined ? [] : [{ field, words }]));
  return errors.length > 0 ? { ok: false, errors } : { ok: true, invite: { name, email, studentIds } };
}

/** Whether there is a student left to invite somebody for. */
export function canInvite(choices: readonly StudentChoice[]): boolean {
  return choices.some((choice) => choice.state.kind === "free");
}

const EMAIL_WORDS = {
  empty: "invites.email.missing.error",
  "no-at": "invites.email.noAt.error",
  several: "invites.email.several.error",
  "two-ats": "invites.email.twoAts.error",
  "no-front": "invites.email.noFront.error",
  "no-domain": "invites.email.noDomain.error",
  "no-end": "invites.email.noEnd.error",
  wrong: "invites.email.wrong.error",
} as const satisfies Record<EmailFault, string>;

function emailWords(email: string, context: InviteContext, t: Words): string | undefined {
  const fault = emailError(email);
  return fault ? t(EMAIL_WORDS[fault]) : knownEmailError(email, context, t);
}

function nameError(name: string, t: Words): string | undefined {
  if (name === "") return t("invites.name.missing.error");
  if (name.length > NAME_MOST) return t("invites.name.tooLong.error", { most: NAME_MOST });
  if (/\p{Cc}/u.test(name) || !/[\p{L}\p{N}]/u.test(name)) return t("invites.name.noLetters.error");
  return undefined;
}

function knownEmailError(email: string, context: InviteContext, t: Words): string | undefined {
  const key = foldEmail(email);
  if (key === context.ownEmail) return t("invites.email.own.error");
  if (context.teacherEmails.includes(key)) return t("invites.email.teacher.error");
  const guest = context.guests.find((candidate) => candidate.email === key);
  if (guest) return t("invites.email.invited.error", { name: guest.name });
  return undefined;
}

/** A guardian with one student in the evening is shown no list, so nothing has to be ticked. */
function chosenStudents(form: InviteForm, choices: readonly StudentChoice[]): string[] {
  const [only, ...others] = choices;
  if (only && others.length === 0) return [only.id];
  return [...new Set(form.studentIds)];
}

function studentError(
  studentIds: readonly StudentId[],
  choices: readonly StudentChoice[],
  t: Words,
): string | undefined {
  if (studentIds.length === 0) return t("invites.student.missing.error");
  for (const id of studentIds) {
    const choice = choices.find((candidate) => candidate.id === id);
    if (!choice) return t("invites.student.notOwn.error");
    if (choice.state.kind !== "free")
      return t("invites.student.blocked.error", { name: choice.name, why: blockedWords(choice.state, t) });
  }
  return undefined;
}

/** Why a student can't be chosen. */
export function blockedWords(state: Exclude<ChoiceState, { kind: "free" }>, t: Words): string {
  switch (state.kind) {
    case "invited":
      return t("invites.student.invited.text", { name: state.guestName });
    case "not_allowed":
      return t("invites.student.noGuests.text");
    default:
      return assertNever(state);
  }
}

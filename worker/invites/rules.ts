import { foldEmail } from "../people/fold.ts";

/** What the form sends, as it came. */
export type InviteForm = { name: string; email: string; consent: boolean; studentIds: readonly string[] };

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
export type InviteError = { field: InviteField; words: string };
export type CheckedInvite = { name: string; email: string; studentIds: string[] };

/** Stored with each consent: raise the version with any change of the words. */
export const CONSENT = {
  version: 1,
  words: "I consent to sharing my name, student name, and list of appointments",
};

/** What an admin ticks who invites for a guardian. */
export const CONSENT_ON_BEHALF = {
  version: 1,
  words: `The guardian has told the school: “${CONSENT.words}”`,
};

const NAME_MOST = 100;
/** Embeddings, overrides and isolates: no name needs them, and they would turn the words around it. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/gu;

/** The invite that a form asks for, or what to put right: at most one thing a field, in the form's order. */
export function checkInvite(
  form: InviteForm,
  context: InviteContext,
): { ok: true; invite: CheckedInvite } | { ok: false; errors: InviteError[] } {
  const name = form.name.replaceAll(DIRECTION_MARKS, "").trim().replaceAll(/\s+/g, " ");
  const email = form.email.trim();
  const studentIds = chosenStudents(form, context.choices);
  const faults: [InviteField, string | undefined][] = [
    ["name", nameFault(name)],
    ["email", emailFault(email) ?? knownEmailFault(email, context)],
    ["consent", form.consent ? undefined : "Tick the box to agree to sharing"],
    ["student", studentFault(studentIds, context.choices)],
  ];
  const errors = faults.flatMap(([field, words]) => (words === undefined ? [] : [{ field, words }]));
  return errors.length > 0 ? { ok: false, errors } : { ok: true, invite: { name, email, studentIds } };
}

/** Whether there is a student left to invite somebody for. */
export function canInvite(choices: readonly StudentChoice[]): boolean {
  return choices.some((choice) => choice.state.kind === "free");
}

/** Why an address can't be one, in words that name the part; undefined where it can. */
export function emailFault(email: string): string | undefined {
  if (email === "") return "Enter their email";
  if (/[\s,;]/.test(email)) return "Enter one email only, without spaces or commas";
  const [local, domain, ...more] = email.split("@");
  if (domain === undefined) return "The email has no @ in it";
  if (more.length > 0) return "The email has more than one @ in it";
  if (!local) return "The email is missing the part in front of the @";
  if (domain === "") return "The email is missing the part after the @";
  if (!domain.includes(".") || domain.endsWith(".")) return "The email is missing its end, like .com or .co.uk";
  return isAddress(local, domain, email) ? undefined : "The email has something in it that an email can’t have";
}

/** As strict as Postmark: what it refuses would never arrive. */
function isAddress(local: string, domain: string, email: string): boolean {
  const localParts = /^[^<>()"\\:.\p{Cc}]+(\.[^<>()"\\:.\p{Cc}]+)*$/u;
  const label = /^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;
  const labels = domain.split(".");
  const end = labels.at(-1) ?? "";
  return (
    email.length <= 254 &&
    local.length <= 64 &&
    localParts.test(local) &&
    labels.every((part) => part.length <= 63 && label.test(part)) &&
    end.length >= 2 &&
    !/^\d+$/.test(end)
  );
}

function nameFault(name: string): string | undefined {
  if (name === "") return "Enter their name";
  if (name.length > NAME_MOST) return `The name is longer than ${NAME_MOST} letters`;
  if (/\p{Cc}/u.test(name) || !/[\p{L}\p{N}]/u.test(name)) return "Enter their name in letters";
  return undefined;
}

function knownEmailFault(email: string, context: InviteContext): string | undefined {
  const key = foldEmail(email);
  if (key === context.ownEmail) return "This is your own email. You sign in your own way: enter the other person’s";
  if (context.teacherEmails.includes(key))
    return "This is a teacher’s email. Teachers join the appointments by themselves";
  const guest = context.guests.find((candidate) => candidate.email === key);
  if (guest)
    return `${guest.name} is invited with this email already. To add a student, remove that invite and then invite again`;
  return undefined;
}

/** A guardian with one student in the evening is shown no list, so nothing has to be ticked. */
function chosenStudents(form: InviteForm, choices: readonly StudentChoice[]): string[] {
  const [only, ...others] = choices;
  if (only && others.length === 0) return [only.id];
  return [...new Set(form.studentIds)];
}

function studentFault(studentIds: readonly string[], choices: readonly StudentChoice[]): string | undefined {
  if (studentIds.length === 0) return "Choose at least one student";
  for (const id of studentIds) {
    const choice = choices.find((candidate) => candidate.id === id);
    if (!choice) return "Choose from your own students in this evening";
    if (choice.state.kind !== "free") return `${choice.name}: ${blockedWords(choice.state)}`;
  }
  return undefined;
}

/** Why a student can't be chosen. */
export function blockedWords(state: Exclude<ChoiceState, { kind: "free" }>): string {
  switch (state.kind) {
    case "invited":
      return `Already invited: ${state.guestName}`;
    case "not_allowed":
      return "The school allows no guests for this student";
    default:
      return assertNever(state);
  }
}

function assertNever(state: never): never {
  throw new Error(`Unknown state: ${JSON.stringify(state)}`);
}

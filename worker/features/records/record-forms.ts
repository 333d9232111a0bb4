import * as z from "zod";
import type { Words } from "../../../web/words/words.ts";
import { checkDate } from "../../rules/calendar-date.ts";
import { type FieldError, hidden, ticked, typedAddress, typedLine, yesOrNo } from "../../rules/form-fields.ts";
import { checkEmail } from "../../rules/sign-in-form.ts";

const MOST_NAME = 100;
const box = typedLine(500);
const address = typedAddress(500);

/** A person's name and address, as typed. */
export const personForm = z.object({ title: box, forename: box, surname: box, email: address });
export type PersonInput = z.infer<typeof personForm>;

/** With what only a new one is asked for. `student`: whose page led here. */
export const newPersonForm = personForm.extend({ id: z.uuid(), ownId: address, student: hidden(100) });
export type NewPersonInput = z.infer<typeof newPersonForm>;

export const studentForm = z.object({ forename: box, surname: box });
export type StudentInput = z.infer<typeof studentForm>;

export const newStudentForm = studentForm.extend({
  id: z.uuid(),
  ...{ ownId: address, birth: box, yearGroup: box, registrationGroup: box },
});
export type NewStudentInput = z.infer<typeof newStudentForm>;

/** What a guardian is to a student. */
export const bondForm = z.object({
  relationship: box,
  priority: box,
  parentalResponsibility: yesOrNo.catch(false),
  livesWith: yesOrNo.catch(false),
  courtOrder: yesOrNo.catch(false),
});
export type BondInput = z.infer<typeof bondForm>;

export const newBondForm = bondForm.extend({ guardian: z.string().min(1).max(100) });
export const guestsForm = z.object({ allowed: yesOrNo });
export const classesForm = z.object({ class: ticked.optional() });

export function checkPerson(input: PersonInput, t: Words): FieldError[] {
  return [
    ...checkName(input),
    ...(input.title.length > 30 ? [{ field: "title", words: "Use 30 characters at most for the title" }] : []),
    ...(input.email === "" ? [] : checkEmail("email", input.email, t)),
  ];
}

/** One name is enough: some people have no other. */
export function checkName({ forename, surname }: StudentInput): FieldError[] {
  if (forename === "" && surname === "") return [{ field: "surname", words: "Give a first name, a surname, or both" }];
  return [
    ...(forename.length > MOST_NAME ? [{ field: "forename", words: "Use 100 characters at most" }] : []),
    ...(surname.length > MOST_NAME ? [{ field: "surname", words: "Use 100 characters at most" }] : []),
  ];
}

export function checkOwnId(ownId: string): FieldError[] {
  if (ownId.length > 60) return [{ field: "ownId", words: "Use 60 characters at most for the id" }];
  return ownId.includes("/") ? [{ field: "ownId", words: "An id can’t have a slash in it" }] : [];
}

/** A new student's form: the date of birth as yyyy-mm-dd, or what is wrong with it all. */
export function checkNewStudent(input: NewStudentInput): { iso: string } | { errors: FieldError[] } {
  const birth = readDay(input.birth);
  const errors = [
    ...checkName(input),
    ...(birth ? [] : [{ field: "birth", words: "Give the date of birth, like 2016-03-14" }]),
    ...(input.yearGroup === "" ? [{ field: "yearGroup", words: "Give the year group, like 6" }] : []),
    ...(input.yearGroup.length > 30 ? [{ field: "yearGroup", words: "Use 30 characters at most" }] : []),
    ...(input.registrationGroup.length > 30
      ? [{ field: "registrationGroup", words: "Use 30 characters at most" }]
      : []),
    ...checkOwnId(input.ownId),
  ];
  return birth && errors.length === 0 ? { iso: birth } : { errors };
}

/** yyyy-mm-dd, as browsers send it, or dd/mm/yyyy, as people type it. */
function readDay(text: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  const [, ownDay, ownMonth, ownYear] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  const given = { day: Number(day ?? ownDay), month: Number(month ?? ownMonth), year: Number(year ?? ownYear) };
  const checked = checkDate(given);
  return "iso" in checked ? checked.iso : null;
}

/** What the office says of a guardian and a student, or what is wrong with it. */
export function checkBond(input: BondInput): { values: BondValues } | { errors: FieldError[] } {
  const { relationship, priority, parentalResponsibility, livesWith, courtOrder } = input;
  const errors = [
    ...(relationship === "" ? [{ field: "relationship", words: "Say what they are to the student, like Mother" }] : []),
    ...(relationship.length > 60 ? [{ field: "relationship", words: "Use 60 characters at most" }] : []),
    ...(/^\d{1,2}$/.test(priority) ? [] : [{ field: "priority", words: "Give a whole number from 0 to 99" }]),
  ];
  if (errors.length > 0) return { errors };
  return { values: { relationship, priority: Number(priority), parentalResponsibility, livesWith, courtOrder } };
}

type BondValues = Omit<BondInput, "priority"> & { priority: number };

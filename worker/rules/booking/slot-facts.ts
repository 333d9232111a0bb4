import type { AppointmentId, ClassId, EveningId, HoldId, PersonId, StudentId, TeacherId } from "../../db/ids.ts";
import type { evenings } from "../../db/schema.ts";

export type Teacher = { id: TeacherId; title: string; forename: string; surname: string };

/** A class of one student of the guardian's that takes part in the evening. Its teachers meet the guardian together. */
export type BookableClass = {
  student: { id: StudentId; forename: string; surname: string };
  classId: ClassId;
  subject: string;
  /** How many units of the grid its appointments are long. */
  units: number;
  /** At least one, in the class's order. */
  teachers: Teacher[];
};

/** A booked appointment of the guardian's own, in this evening or in another that overlaps it. */
export type OwnAppointment = {
  id: AppointmentId;
  eveningId: EveningId;
  studentId: StudentId;
  classId: ClassId;
  startsAt: number;
  endsAt: number;
  version: number;
  /** The guardian's message to the teachers. */
  note?: string;
  teachers: Teacher[];
};

/** A teacher's unit that is given away: to an appointment, to a hold that has not lapsed, or (neither id) to a break. */
export type BusyUnit = {
  personId: PersonId;
  unitAt: number;
  appointmentId: AppointmentId | null;
  proposalId: HoldId | null;
};

/** A class that another of the student's guardians has an appointment for, where they come together. */
export type MetByOther = { studentId: StudentId; classId: ClassId };

/** What decides the states of a guardian's slots. */
export type SlotFacts = {
  evening: typeof evenings.$inferSelect;
  bookables: BookableClass[];
  own: OwnAppointment[];
  busy: BusyUnit[];
  /** The starts of units that are held for the guardian. */
  held: number[];
  metByOther: MetByOther[];
};

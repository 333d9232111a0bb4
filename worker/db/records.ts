import type { PersonId, SchoolId } from "./ids.ts";

/** What a request and a mail know of their school. */
export type School = {
  id: SchoolId;
  slug: string;
  name: string;
  shortName: string;
  zone: string;
  colour: string;
  officePhone: string;
  retentionDays: number;
  callNote: string;
  /** How guardians sign in: by their details and a code that is mailed, or by their details alone. */
  signInBy: "code" | "details";
  /** When its logo was saved; null without one. Read with a request alone. */
  logoSavedAt?: number | null;
};

export type Role = "guardian" | "teacher" | "admin" | "office";
export type Person = { id: PersonId; role: Role; title: string; forename: string; surname: string; email: string };

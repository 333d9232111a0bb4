import { and, eq, ne, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { schoolLogos, schools } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import type { Statement } from "../db/statement.ts";
import type { LogoType } from "../rules/logo-type.ts";
import type { SchoolDetails } from "../rules/school-details.ts";
import { audited, auditedEach } from "./audit.ts";

const FIELDS = {
  name: ["school.name", schools.name],
  shortName: ["school.short_name", schools.shortName],
  zone: ["school.zone", schools.zone],
  officePhone: ["school.office_phone", schools.officePhone],
  replyTo: ["school.reply_to", schools.replyTo],
  callNote: ["school.call_note", schools.callNote],
  retentionDays: ["school.retention_days", schools.retentionDays],
  signInBy: ["school.sign_in_by", schools.signInBy],
} as const satisfies Record<keyof SchoolDetails, readonly [string, SQLiteColumn]>;

/** An admin saves the school's details: each that is another now is on the trail by itself. */
export function schoolDetailsSaved(scope: Scope, details: SchoolDetails): Statement[] {
  const { db, schoolId, now } = scope;
  const fields = Object.keys(FIELDS) as (keyof SchoolDetails)[];
  return [
    // First: what makes it a change is that the record still says otherwise.
    ...fields.map((field) => {
      const [action, column] = FIELDS[field];
      const differs = and(eq(schools.id, schoolId), ne(column, details[field]));
      return auditedEach(scope, action, sql`SELECT id FROM schools WHERE ${differs}`);
    }),
    db
      .update(schools)
      .set({ ...details, detailsSavedAt: sql`coalesce(${schools.detailsSavedAt}, ${now})` })
      .where(eq(schools.id, schoolId)),
  ];
}

/** An admin chooses the school's colour, #rrggbb. */
export function colourChosen(scope: Scope, colour: string): Statement[] {
  const { db, schoolId } = scope;
  const changes = and(eq(schools.id, schoolId), ne(schools.colour, colour));
  return [
    auditedEach(scope, "school.colour", sql`SELECT id FROM schools WHERE ${changes}`),
    db.update(schools).set({ colour }).where(changes),
  ];
}

/** An admin gives the school a logo, in place of the one that it had. `bytes` as base64. */
export function logoSaved(scope: Scope, logo: { type: LogoType; bytes: string }): Statement[] {
  const { db, schoolId, now } = scope;
  const row = { ...logo, savedAt: now };
  return [
    db
      .insert(schoolLogos)
      .values({ schoolId, ...row })
      .onConflictDoUpdate({ target: schoolLogos.schoolId, set: row }),
    audited(scope, "school.logo", schoolId),
  ];
}

/** The logo is taken away; doing it twice is harmless. */
export function logoRemoved(scope: Scope): Statement[] {
  const { db, schoolId } = scope;
  return [
    auditedEach(
      scope,
      "school.logo_removed",
      sql`SELECT school_id FROM school_logos WHERE ${schoolLogos.schoolId} = ${schoolId}`,
    ),
    db.delete(schoolLogos).where(eq(schoolLogos.schoolId, schoolId)),
  ];
}

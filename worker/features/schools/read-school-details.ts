import { eq } from "drizzle-orm";
import { schools } from "../../db/schema.ts";
import type { Scope } from "../../db/scope.ts";
import type { SchoolDetails } from "../../rules/school-details.ts";

/** The school's details as they are saved. */
export async function readSchoolDetails({ db, schoolId }: Scope): Promise<SchoolDetails> {
  const found = await db
    .select({
      name: schools.name,
      shortName: schools.shortName,
      zone: schools.zone,
      officePhone: schools.officePhone,
      replyTo: schools.replyTo,
      callNote: schools.callNote,
      retentionDays: schools.retentionDays,
      signInBy: schools.signInBy,
    })
    .from(schools)
    .where(eq(schools.id, schoolId))
    .get();
  if (!found) throw new Error("The request's school is not in the database");
  return found;
}

import { eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { School } from "../db/records.ts";
import { evenings, people, schools } from "../db/schema.ts";
import { type Scope, schoolScope } from "../db/scope.ts";
import { type FileTexts, type ImportReport, importSchool } from "../features/schools/import-school.ts";
import type { Deps } from "../ports/deps.ts";
import { foldEmail, nameKey, sortKey } from "../rules/fold.ts";
import { makeParentsEvening, makeProgressMeeting, spanOfNow } from "./demo-evenings.ts";

export const DEMO_SLUG = "greenabbey";

/**
 * Makes the demo school, or under another `slug` one just like it, with its people and two evenings. Does nothing where it is complete; a
 * half-made one, from a run that was cut off, is completed.
 */
export async function createDemoSchool(
  deps: Deps,
  texts: FileTexts,
  now: number,
  slug = DEMO_SLUG,
): Promise<ImportReport | "already there"> {
  const { db, settings } = deps;
  if (await isDemoComplete(db, slug)) return "already there";
  const known = await demoSchool(db, slug);
  const school = known ?? (await insertSchool(db, slug, now));
  const report = await importSchool({ scope: schoolScope(db, school.id, now), settings }, texts);
  if (!report.ok) return report;
  await insertOffice(schoolScope(db, school.id, now));
  if ((await countEvenings(db, school)) === 0) await makeParentsEvening(db, school, now);
  await makeProgressMeeting(db, school, spanOfNow(now), now);
  return report;
}

export function demoSchool(db: Database, slug = DEMO_SLUG): Promise<School | undefined> {
  return db.select().from(schools).where(eq(schools.slug, slug)).get();
}

/** Whether the school is there with all that it begins with; its two evenings are made last. */
export async function isDemoComplete(db: Database, slug = DEMO_SLUG): Promise<boolean> {
  const school = await demoSchool(db, slug);
  return school !== undefined && (await countEvenings(db, school)) >= 2;
}

function countEvenings(db: Database, school: School): Promise<number> {
  return db.$count(evenings, eq(evenings.schoolId, school.id));
}

async function insertSchool(db: Database, slug: string, now: number): Promise<School> {
  const school = {
    id: crypto.randomUUID(),
    slug,
    name: "Green Abbey Primary School",
    shortName: "Green Abbey",
    zone: "Europe/London",
    colour: "#2b4c8c",
    officePhone: "01632 960000",
    retentionDays: 30,
    callNote: "",
    signInBy: "code" as const,
  };
  await db.insert(schools).values({ ...school, detailsSavedAt: now, createdAt: now });
  return school;
}

/** Who has an account of the desk: what an admin may do and the office may not can be tried. */
const DESK = [
  { role: "admin", title: "Mrs", forename: "Eleanor", surname: "Hart", email: "office@greenabbey.example" },
  { role: "office", title: "Mr", forename: "Owen", surname: "Reed", email: "desk@greenabbey.example" },
] as const;

async function insertOffice({ db, schoolId }: Scope): Promise<void> {
  for (const one of DESK) {
    const keys = { nameKey: nameKey(one), sortKey: sortKey(one), emailKey: foldEmail(one.email) };
    await db
      .insert(people)
      .values({ ...one, ...keys, schoolId, id: crypto.randomUUID(), externalId: "office" })
      .onConflictDoNothing();
  }
}

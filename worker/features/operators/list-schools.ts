import { and, asc, count, desc, eq, isNull } from "drizzle-orm";
import type { OperatorScope } from "../../changes/operator-audit.ts";
import type { SchoolId } from "../../db/ids.ts";
import { inList } from "../../db/json-list.ts";
import { evenings, operatorAudit, people, schools, students } from "../../db/schema.ts";
import { deletedFrom } from "../../rules/school-state.ts";

export type SchoolState = "open" | "suspended" | "ended";
export type ListedSchool = {
  id: SchoolId;
  slug: string;
  name: string;
  zone: string;
  state: SchoolState;
  stateAt: number | null;
  createdAt: number;
  /** From when on its rows are deleted; null where it hasn't ended. */
  deletedFrom: number | null;
  students: number;
  guardians: number;
  evenings: number;
};

/** Every school by its name, with its state and how large it is. */
export async function listSchools({ db }: OperatorScope): Promise<ListedSchool[]> {
  const here = isNull(people.endedAt);
  const [all, studentsOf, guardiansOf, eveningsOf] = await Promise.all([
    db.select().from(schools).orderBy(asc(schools.name), asc(schools.slug)),
    db
      .select({ schoolId: students.schoolId, n: count() })
      .from(students)
      .where(isNull(students.endedAt))
      .groupBy(students.schoolId),
    db
      .select({ schoolId: people.schoolId, n: count() })
      .from(people)
      .where(and(eq(people.role, "guardian"), here))
      .groupBy(people.schoolId),
    db.select({ schoolId: evenings.schoolId, n: count() }).from(evenings).groupBy(evenings.schoolId),
  ]);
  const of = (rows: { schoolId: SchoolId; n: number }[], id: SchoolId) =>
    rows.find(({ schoolId }) => schoolId === id)?.n ?? 0;
  return all.map((school) => ({
    ...{ id: school.id, slug: school.slug, name: school.name, zone: school.zone },
    ...{ state: school.state, stateAt: school.stateAt, createdAt: school.createdAt },
    deletedFrom: school.state === "ended" ? deletedFrom(school) : null,
    ...{ students: of(studentsOf, school.id), guardians: of(guardiansOf, school.id) },
    evenings: of(eveningsOf, school.id),
  }));
}

export async function findSchool({ db }: OperatorScope, slug: string) {
  const school = await db.select().from(schools).where(eq(schools.slug, slug)).get();
  if (!school) return null;
  return { ...school, deletedFrom: school.state === "ended" ? deletedFrom(school) : null };
}
export type FoundSchool = NonNullable<Awaited<ReturnType<typeof findSchool>>>;

/** The school's admins who are here, whom an operator can let back in. */
export function listAdmins({ db }: OperatorScope, schoolId: SchoolId) {
  return db
    .select({
      id: people.id,
      title: people.title,
      forename: people.forename,
      surname: people.surname,
      email: people.email,
    })
    .from(people)
    .where(and(eq(people.schoolId, schoolId), inList(people.role, ["admin"]), isNull(people.endedAt)))
    .orderBy(asc(people.surname), asc(people.forename), asc(people.id));
}

const AUDIT_PAGE = 100;

/** What operators did, the newest first, from `before` on; one more than a page where there is more. */
export async function readAudit({ db }: OperatorScope, page: number) {
  const rows = await db
    .select()
    .from(operatorAudit)
    .orderBy(desc(operatorAudit.at), desc(operatorAudit.id))
    .limit(AUDIT_PAGE + 1)
    .offset((page - 1) * AUDIT_PAGE);
  return { rows: rows.slice(0, AUDIT_PAGE), more: rows.length > AUDIT_PAGE };
}

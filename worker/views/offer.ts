import { and, eq } from "drizzle-orm";
import type { OfferProps } from "../../web/pages/offer-page.tsx";
import { classes, classTeachers, evenings, people, students, type waiting } from "../db/schema.ts";
import type { Scope } from "../db/scope.ts";
import { fullName, studentName } from "../rules/names.ts";

type View = Omit<OfferProps, "school" | "viewer" | "zone" | "token" | "now">;

/** What an offer is of, for its page and its mail; null where it never had a time. */
export async function readOffer(scope: Scope, entry: typeof waiting.$inferSelect): Promise<View | null> {
  const { db, schoolId, now } = scope;
  const { id, eveningId, studentId, classId, startsAt, heldUntil } = entry;
  const [evening, student, taught, teachers] = await Promise.all([
    db
      .select()
      .from(evenings)
      .where(and(eq(evenings.schoolId, schoolId), eq(evenings.id, eveningId)))
      .get(),
    db
      .select()
      .from(students)
      .where(and(eq(students.schoolId, schoolId), eq(students.id, studentId)))
      .get(),
    db
      .select()
      .from(classes)
      .where(and(eq(classes.schoolId, schoolId), eq(classes.id, classId)))
      .get(),
    db
      .select({ teacher: people })
      .from(classTeachers)
      .innerJoin(people, and(eq(people.schoolId, schoolId), eq(people.id, classTeachers.teacherId)))
      .where(and(eq(classTeachers.schoolId, schoolId), eq(classTeachers.classId, classId)))
      .orderBy(classTeachers.position),
  ]);
  if (!evening || !student || !taught || startsAt === null || heldUntil === null) return null;
  return {
    id,
    evening: { id: eveningId, name: evening.name },
    startsAt,
    until: heldUntil,
    state: entry.state === "taken" ? "taken" : entry.state === "offered" && heldUntil > now ? "held" : "over",
    teachers: teachers.map(({ teacher }) => fullName(teacher)),
    student: studentName(student),
    subject: taught.subject,
  };
}

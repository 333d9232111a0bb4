import { env } from "cloudflare:workers";
import { and, asc, eq } from "drizzle-orm";
import {
  appointments,
  appointmentTeachers,
  claims,
  enrolments,
  guardianships,
  people,
  students,
} from "../../../worker/db/schema.ts";
import { cookieOf, type SmallSchool, type smallSchool, testApp } from "./small-school.ts";

export const SLOT_MS = 300_000;

/** One press on the booking page, as a browser sends it. */
export type Press = {
  id?: string;
  student: string;
  classId: string;
  /** Which slot of the evening, counted from 0; or an instant. */
  slot?: number;
  at?: number | string;
  moves?: boolean;
  cancel?: string;
  evening?: string;
};

/** A signed-in guardian's browser, without scripts. */
export async function browserOf(school: SmallSchool, personId: string, now?: number) {
  const { app, deps, clock, log } = testApp(school.db, now === undefined ? {} : { now });
  const cookie = await cookieOf(school, personId, clock.now);
  const path = (evening = school.ids.evening) => `${school.origin}/evenings/${evening}/book/manual`;
  const get = (url: string) =>
    app.fetch(new Request(url.startsWith("/") ? `${school.origin}${url}` : url, { headers: { cookie } }));
  const press = async (wanted: Press) => {
    const { id = crypto.randomUUID(), student, classId, slot = 0, at = school.startsAt + slot * SLOT_MS } = wanted;
    const body = new URLSearchParams({ id, student, class: classId });
    if (wanted.moves) body.set("moves", "1");
    if (wanted.cancel === undefined) body.set("book", String(at));
    else body.set("cancel", wanted.cancel);
    const headers = { cookie, origin: school.origin };
    return app.fetch(new Request(path(wanted.evening), { method: "POST", body, headers }));
  };
  return { get, press, clock, log, deps, app, cookie, page: () => get(path()) };
}

/** Another guardian with a child of their own in these classes. */
export async function addFamily(school: Awaited<ReturnType<typeof smallSchool>>, classIds: string[]) {
  const { db, schoolId } = school;
  const guardianId = crypto.randomUUID();
  const studentId = crypto.randomUUID();
  await db.batch([
    db.insert(people).values({
      ...{ schoolId, id: guardianId, role: "guardian", externalId: guardianId, title: "Ms", forename: "Grace" },
      ...{ surname: "Hill", email: "", nameKey: guardianId, emailKey: guardianId },
    }),
    db.insert(students).values({
      ...{ schoolId, id: studentId, externalId: studentId, forename: "Max", surname: "Hill", nameKey: studentId },
      ...{ birthKey: "none", yearGroup: "6", registrationGroup: "6A" },
    }),
    db.insert(guardianships).values({
      ...{ schoolId, guardianId, studentId, relationship: "Parent", priority: 1, parentalResponsibility: true },
      ...{ livesWith: true, courtOrder: false, mayBook: true },
    }),
    ...classIds.map((classId) => db.insert(enrolments).values({ schoolId, classId, studentId })),
  ]);
  return { guardianId, studentId };
}

/** Everything booked, as the database has it, with its teachers and its claims. */
export async function bookedRows({ db, schoolId }: SmallSchool) {
  const [rows, teachers, taken] = await Promise.all([
    db
      .select()
      .from(appointments)
      .where(and(eq(appointments.schoolId, schoolId), eq(appointments.state, "booked")))
      .orderBy(asc(appointments.startsAt)),
    db.select().from(appointmentTeachers).where(eq(appointmentTeachers.schoolId, schoolId)),
    db.select().from(claims).where(eq(claims.schoolId, schoolId)),
  ]);
  return rows.map((row) => ({
    ...row,
    teachers: teachers.filter((one) => one.appointmentId === row.id).map((one) => one.teacherId),
    claims: taken.filter((one) => one.appointmentId === row.id),
  }));
}

/**
 * Faults against the rules, whatever happened before: each booked appointment has exactly its people's claims on its units, there are
 * no others, and nobody is in two places at once. Empty when all is well.
 */
export async function bookingFaults(school: SmallSchool): Promise<string[]> {
  const rows = await bookedRows(school);
  const all = await school.db.select().from(claims).where(eq(claims.schoolId, school.schoolId));
  const faults: string[] = [];
  for (const row of rows) {
    const units = Array.from({ length: (row.endsAt - row.startsAt) / SLOT_MS }, (_, at) => row.startsAt + at * SLOT_MS);
    const wanted = [row.guardianId, ...row.teachers].flatMap((who) => units.map((unit) => `${who} ${unit}`)).sort();
    const found = row.claims.map((claim) => `${claim.personId} ${claim.unitAt}`).sort();
    if (row.teachers.length === 0) faults.push(`${row.id} has no teacher`);
    if (wanted.join() !== found.join()) faults.push(`${row.id} is half-booked`);
  }
  const stray = all.filter((claim) => !rows.some((row) => row.id === claim.appointmentId));
  if (stray.length > 0) faults.push(`${stray.length} stray claims`);
  for (const [at, one] of rows.entries())
    for (const other of rows.slice(at + 1)) {
      const people = [one.guardianId, ...one.teachers];
      const shared = [other.guardianId, ...other.teachers].some((id) => people.includes(id));
      if (shared && one.startsAt < other.endsAt && other.startsAt < one.endsAt)
        faults.push(`${one.id} meets ${other.id}`);
    }
  return faults;
}

/** Every row of the school, by table: to see that nothing was written. */
export async function everythingOf({ schoolId }: Pick<SmallSchool, "schoolId">): Promise<Record<string, unknown[]>> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%`school_id`%'",
  ).all<{ name: string }>();
  const rows = await env.DB.batch(
    results.map(({ name }) =>
      env.DB.prepare(`SELECT * FROM ${name} WHERE school_id = ? ORDER BY 1, 2, 3`).bind(schoolId),
    ),
  );
  return Object.fromEntries(results.map(({ name }, at) => [name, rows[at]?.results ?? []]));
}

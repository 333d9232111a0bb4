import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "../../worker/db/client.ts";
import { classes, classTeachers, enrolments, eveningClasses, people, waiting } from "../../worker/db/schema.ts";
import { MOST_WISHES } from "../../worker/rules/propose-times.ts";
import { runScheduled } from "../../worker/scheduled.ts";
import { addFamily, bookedRows, bookingFaults, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { countedD1 } from "../support/worker/counted-d1.ts";
import { cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

/** developers.cloudflare.com/d1/platform/limits, "Maximum number of bound parameters per query": SQLite itself takes more, so only a count tells. */
const MOST_PARAMETERS = 100;
const CLASSES = MOST_WISHES + 1;

/** Sophie in sixteen more classes, each with a teacher of its own. */
async function manyClasses({ db, schoolId, ids }: SmallSchool): Promise<string[]> {
  const all = Array.from({ length: CLASSES }, (_, at) => `class-${schoolId}-${String(at).padStart(2, "0")}`);
  for (const id of all)
    await db.batch([
      db.insert(classes).values({
        ...{ schoolId, id, externalId: id, code: id, name: id, subject: id, department: "All", yearGroup: "6" },
      }),
      db.insert(people).values({
        ...{ schoolId, id: `t-${id}`, role: "teacher", externalId: `t-${id}`, title: "Ms", forename: "Tess" },
        ...{ surname: id, email: "", nameKey: id, emailKey: "" },
      }),
      db.insert(classTeachers).values({ schoolId, classId: id, teacherId: `t-${id}`, position: 0 }),
      db.insert(enrolments).values({ schoolId, classId: id, studentId: ids.sophie }),
      db.insert(eveningClasses).values({ schoolId, eveningId: ids.evening, classId: id, units: 1 }),
    ]);
  return all;
}

async function counted() {
  const school = await smallSchool();
  const all = await manyClasses(school);
  const { d1, trips } = countedD1(env.DB);
  const { app, deps } = testApp(openDatabase(d1));
  const headers = { cookie: await cookieOf(school, school.ids.david), origin: school.origin };
  const at = `${school.origin}/evenings/${school.ids.evening}`;
  const get = (path: string) => app.fetch(new Request(`${at}${path}`, { headers }));
  const post = (path: string, body: Record<string, string> | URLSearchParams) =>
    app.fetch(new Request(`${at}${path}`, { method: "POST", headers, body: new URLSearchParams(body) }));
  const most = () => Math.max(...trips.flatMap((trip) => trip.statements.map((statement) => statement.parameters)));
  const wish = (wanted: string[]) => {
    const { startsAt, ids } = school;
    const times = { from: String(startsAt + SLOT_MS), to: String(startsAt + 36 * SLOT_MS) };
    const body = new URLSearchParams({ id: crypto.randomUUID(), ...times });
    for (const id of wanted) body.append("want", `${ids.sophie}~${id}`);
    return body;
  };
  return { school, all, deps, get, post, most, wish };
}

test("sixteen ticks are too many at once, and said so with every tick kept; fifteen and then one are all booked", async () => {
  const { school, all, post, most, wish } = await counted();
  const tooMany = await post("/book/automatic", wish(all));
  const page = await tooMany.text();
  expect([tooMany.status, page.includes(`Tick ${MOST_WISHES} at most`)]).toEqual([422, true]);
  expect(page.match(/type="checkbox"[^>]* checked/g)).toHaveLength(CLASSES);
  for (const wanted of [all.slice(0, MOST_WISHES), all.slice(MOST_WISHES)]) {
    const held = await post("/book/automatic", wish(wanted));
    expect(held.status).toBe(303);
    const path = new URL(held.headers.get("location") ?? "", school.origin).pathname;
    const inEvening = path.slice(`/evenings/${school.ids.evening}`.length);
    expect((await post(inEvening, { accept: "1" })).status).toBe(303);
  }
  const rows = await bookedRows(school);
  expect(rows.map((row) => row.classId).sort()).toEqual(all);
  // The second was laid round the first: no gap between any of the sixteen.
  expect((rows.at(-1)?.endsAt ?? 0) - (rows[0]?.startsAt ?? 0)).toBe(CLASSES * SLOT_MS);
  expect(await bookingFaults(school)).toEqual([]);
  expect(most()).toBeLessThanOrEqual(MOST_PARAMETERS);
});

test("no way of booking, and nothing around it, binds more than a hundred parameters a statement", async () => {
  const { school, deps, get, post, most } = await counted();
  const { ids, startsAt } = school;
  const time = (slot: number) => String(startsAt + slot * SLOT_MS);
  const of = { student: ids.sophie, class: ids.science };
  const id = crypto.randomUUID();
  const done: number[] = [];
  const press = async (path: string, body: Record<string, string>) => done.push((await post(path, body)).status);
  await press("/attendance", { unable: "1" });
  await press("/book/manual", { ...of, id, book: time(3), note: "Hello" });
  await press("/book/manual", { ...of, id, moves: "1", book: time(5) });
  await press("/book/manual", { ...of, id, say: id, note: "Hello again" });
  await press("/book/manual", { ...of, id, cancel: id });
  // Science is full by now but for one time, which somebody has.
  const { guardianId, studentId } = await addFamily(school, [ids.science]);
  const other = await browserOf(school, guardianId);
  const theirs = crypto.randomUUID();
  await school.db.run(
    `INSERT INTO claims (school_id, person_id, unit_at, evening_id) WITH RECURSIVE n(at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM n WHERE at < 35)
      SELECT '${school.schoolId}', '${ids.anita}', ${startsAt} + at * ${SLOT_MS}, '${ids.evening}' FROM n WHERE at <> 7`,
  );
  await other.press({ id: theirs, student: studentId, classId: ids.science, slot: 7 });
  const place = crypto.randomUUID();
  await press("/waiting", { ...of, id: place, note: "" });
  await other.press({ student: studentId, classId: ids.science, cancel: theirs });
  await runScheduled(deps);
  const mine = and(eq(waiting.schoolId, school.schoolId), eq(waiting.id, place));
  expect(await school.db.select().from(waiting).where(mine)).toMatchObject([{ state: "offered" }]);
  const offer = new URL(`/offers/${place}`, school.origin);
  const headers = { cookie: await cookieOf(school, ids.david), origin: school.origin };
  const body = new URLSearchParams({ answer: "take" });
  const { app } = testApp(deps.db);
  done.push((await app.fetch(new Request(offer, { method: "POST", headers, body }))).status);
  for (const path of ["/book", "/book/manual", "/book/automatic"]) done.push((await get(path)).status);
  expect(done).toEqual([303, 303, 303, 303, 303, 303, 303, 200, 200, 200]);
  expect(await bookedRows(school)).toMatchObject([{ guardianId: ids.david, startsAt: startsAt + 7 * SLOT_MS }]);
  expect(most()).toBeLessThanOrEqual(MOST_PARAMETERS);
});

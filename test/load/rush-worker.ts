import { type App, createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { liveAddress } from "../../worker/features/bookings/live-times.ts";
import { type FileTexts, importSchool } from "../../worker/features/schools/import-school.ts";
import type { World } from "../../worker/ports/deps.ts";
import { platformClock, platformPorts } from "../../worker/ports/platform-ports.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { hashToken } from "../../worker/rules/tokens.ts";
import { runScheduled } from "../../worker/scheduled.ts";
import type { Family, Prepared } from "./rush-crowd.ts";

type Env = { DB: D1Database; POSTMARK_HOST: string };

/** Far enough away that no reminder is due. */
const AHEAD_MS = 5 * 86_400_000;
const SLOT_MS = 300_000;
const SLOTS = 36;
const SCHOOL = "large";
const EVENING = "evening";

let aheadMs = 0;
let liveReads = 0;

/** The product itself on D1, and beside it what the rush asks before and after. */
export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    shared ??= partsOf(env);
    const { app, deps } = shared;
    const url = new URL(request.url);
    switch (url.pathname) {
      case "/rush/prepare":
        return Response.json(await prepare(deps, env.DB, (await request.json()) as FileTexts));
      case "/rush/sweep":
        aheadMs = Number(url.searchParams.get("ahead"));
        await runScheduled(deps);
        return Response.json({ liveReads });
      default:
        return app.fetch(request, env, context);
    }
  },
};

let shared: { app: App; deps: World } | undefined;

function partsOf({ DB, POSTMARK_HOST }: Env) {
  const none = () => Promise.reject(new Error("nobody is in a call yet"));
  const local = { STAGE: "local", PUBLIC_URL: "http://localhost", MAIL_FROM: "rush@mail.example", POSTMARK_HOST };
  const away = { SFU_URL: "http://127.0.0.1", SFU_APP_ID: "none", SFU_APP_SECRET: "none", POSTMARK_TOKEN: "none" };
  const ring = { current: "k", keys: { k: "rush-only-secret-of-32-characters" } };
  const settings = readSettings({ ...local, ...away, SIGNING_KEYS: JSON.stringify(ring) });
  const rooms = { notify: none, forget: none, connect: none };
  const boards = { look: none, changed: none, connect: none };
  const clock = { ...platformClock, now: () => Date.now() + aheadMs };
  const deps: World = {
    settings,
    db: openDatabase(counting(DB)),
    rooms,
    boards,
    ...platformPorts(settings, { clock }),
  };
  return { app: createApp(deps), deps };
}

/** Counts the readings of what is taken, which the asking pages share. */
function counting(d1: D1Database): D1Database {
  return new Proxy(d1, {
    get(target, name: keyof D1Database) {
      if (name === "prepare")
        return (sql: string) => {
          if (sql.startsWith('select "person_id", "unit_at" from "claims"')) liveReads += 1;
          return target.prepare(sql);
        };
      const other = target[name];
      return typeof other === "function" ? other.bind(target) : other;
    },
  });
}

async function prepare(deps: World, d1: D1Database, texts: FileTexts): Promise<Prepared> {
  const now = deps.clock.now();
  await d1
    .prepare(
      "INSERT INTO schools (id, slug, name, short_name, zone, colour, created_at) VALUES (?, ?, 'Large School', 'Large', 'Europe/London', '#2b4c8c', 0)",
    )
    .bind(SCHOOL, SCHOOL)
    .run();
  const context = { scope: schoolScope(deps.db, SCHOOL, now), settings: deps.settings };
  const report = await importSchool(context, texts);
  if (!report.ok) throw new Error(JSON.stringify(report.errors.slice(0, 3)));
  const startsAt = Math.ceil((now + AHEAD_MS) / SLOT_MS) * SLOT_MS;
  await makeEvening(d1, startsAt, now);
  const families = await familiesOf(deps, d1);
  await signIn(d1, families, now);
  return { eveningId: EVENING, startsAt, slotMs: SLOT_MS, slots: SLOTS, host: `${SCHOOL}.localhost`, families };
}

async function makeEvening(d1: D1Database, startsAt: number, now: number): Promise<void> {
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO evenings (school_id, id, name, message, state, starts_at, ends_at, slot_seconds, booking_opens_at,
          booking_closes_at, ending, created_at) VALUES (?, ?, 'Evening', '', 'published', ?, ?, ?, ?, ?, 'on-time', ?)`,
      )
      .bind(SCHOOL, EVENING, startsAt, startsAt + SLOTS * SLOT_MS, SLOT_MS / 1000, now - 1000, startsAt, now),
    d1
      .prepare(
        "INSERT INTO evening_classes (school_id, evening_id, class_id, units) SELECT school_id, ?, id, 1 FROM classes WHERE school_id = ?",
      )
      .bind(EVENING, SCHOOL),
  ]);
}

async function familiesOf(deps: World, d1: D1Database): Promise<Family[]> {
  type Row = { guardianId: string; studentId: string; classId: string; teachers: string };
  const { results } = await d1
    .prepare(
      `SELECT g.guardian_id AS guardianId, g.student_id AS studentId, e.class_id AS classId,
        (SELECT json_group_array(teacher_id) FROM class_teachers WHERE school_id = e.school_id AND class_id = e.class_id) AS teachers
        FROM guardianships AS g CROSS JOIN enrolments AS e ON e.school_id = g.school_id AND e.student_id = g.student_id
        WHERE g.school_id = ? AND g.may_book = 1 ORDER BY g.guardian_id, e.class_id`,
    )
    .bind(SCHOOL)
    .all<Row>();
  const byGuardian = Map.groupBy(results, (row) => row.guardianId);
  return Promise.all(
    [...byGuardian].map(async ([guardianId, rows]) => {
      const wishes = rows.map(({ studentId, classId, teachers }) => ({
        ...{ studentId, classId },
        teacherIds: JSON.parse(teachers) as string[],
      }));
      const teacherIds = wishes.flatMap((wish) => wish.teacherIds);
      const live = await liveAddress(deps.settings, SCHOOL, EVENING, teacherIds);
      return { guardianId, cookie: `parlour=rush-${guardianId}`, live, wishes };
    }),
  );
}

async function signIn(d1: D1Database, families: Family[], now: number): Promise<void> {
  const rows = await Promise.all(
    families.map(async ({ guardianId }) => [await hashToken(`rush-${guardianId}`), guardianId]),
  );
  await d1
    .prepare(
      `INSERT INTO sessions (school_id, token_hash, person_id, created_at, expires_at)
        SELECT ?, value ->> 0, value ->> 1, ?, ? FROM json_each(?)`,
    )
    .bind(SCHOOL, now, now + 3_600_000, JSON.stringify(rows))
    .run();
}

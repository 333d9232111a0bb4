import { renderToString } from "preact-render-to-string";
import { BookManualPage, type BookManualProps } from "../../web/pages/book-manual-page.tsx";
import { englishWords } from "../../web/words/catalogue.ts";
import { WordsContext } from "../../web/words/use-words.ts";
import { type App, createApp } from "../../worker/app.tsx";
import { openDatabase } from "../../worker/db/client.ts";
import type { Person, School } from "../../worker/db/records.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { bookAppointment } from "../../worker/features/bookings/book-appointment.ts";
import { bookManualView } from "../../worker/features/bookings/book-manual-view.ts";
import type { Choice } from "../../worker/features/bookings/judge-press.ts";
import { type FileTexts, importSchool } from "../../worker/features/schools/import-school.ts";
import { schoolView, viewerOf } from "../../worker/http/render.ts";
import type { World } from "../../worker/ports/deps.ts";
import { platformClock, platformPorts } from "../../worker/ports/platform-ports.ts";
import { readSettings } from "../../worker/ports/settings.ts";
import { loadBookingGrid } from "../../worker/queries/booking-grid.ts";
import { hashToken } from "../../worker/rules/tokens.ts";
import type { RoundTrip } from "../support/round-trip.ts";
import { countedD1 } from "../support/worker/counted-d1.ts";

type Env = { DB: D1Database };
type Wanted = Choice & { guardianId: string; teacherIds: string[] };

const DAY_MS = 86_400_000;
const SLOT_MS = 300_000;
const SLOTS = 36;
const EVENING = "evening";
const SESSION = "bench-session";
const school: School = {
  ...{ id: "large", slug: "large", name: "Large School", shortName: "Large", zone: "Europe/London" },
  ...{ colour: "#2b4c8c", officePhone: "", retentionDays: 30, callNote: "", signInBy: "code" },
};
const now = Date.now();
const startsAt = Math.ceil((now + DAY_MS) / SLOT_MS) * SLOT_MS;

/** What the bench keeps between its requests. */
let wanted: Wanted[] = [];
let family = "";
let bareProps: BookManualProps | undefined;
let shared: { deps: World; app: App } | undefined;

/** The product's own code on D1, and beside it the least that could do the same. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    const [from, count, atOnce] = ["from", "count", "atOnce"].map((name) => Number(url.searchParams.get(name) ?? 0));
    const chosen = wanted.slice(from ?? 0, (from ?? 0) + (count ?? 0));
    shared ??= partsOf(env.DB);
    const { deps, app } = shared;
    switch (url.pathname) {
      case "/prepare":
        return Response.json(await prepare(deps, env.DB, (await request.json()) as FileTexts));
      case "/book":
        return each(chosen, atOnce ?? 1, (choice) => book(deps, choice));
      case "/bare-batch":
        return each(chosen, atOnce ?? 1, (choice) => bareBatch(env.DB, choice));
      case "/page":
        return page(app);
      case "/bare-page":
        return barePage(env.DB, deps);
      case "/trips":
        return Response.json(await trips(env.DB, chosen));
      default:
        return new Response(null, { status: 404 });
    }
  },
};

function partsOf(d1: D1Database) {
  const none = () => Promise.reject(new Error("no rooms in this bench"));
  const local = { STAGE: "local", PUBLIC_URL: "http://localhost", MAIL_FROM: "bench@mail.example" };
  const away = { SFU_URL: "http://127.0.0.1", SFU_APP_ID: "none", SFU_APP_SECRET: "none", POSTMARK_TOKEN: "none" };
  const ring = { current: "k", keys: { k: "bench-only-secret-of-32-characters" } };
  const settings = readSettings({ ...local, ...away, SIGNING_KEYS: JSON.stringify(ring) });
  const rooms = { notify: none, forget: none, connect: none };
  const boards = { look: none, changed: none, connect: none };
  const deps: World = {
    settings,
    db: openDatabase(d1),
    rooms,
    boards,
    ...platformPorts(settings, { clock: { ...platformClock, now: () => now } }),
  };
  return { deps, app: createApp(deps) };
}

async function each(chosen: Wanted[], atOnce: number, act: (choice: Wanted) => Promise<unknown>): Promise<Response> {
  let next = 0;
  const worker = async () => {
    for (let choice = chosen[next++]; choice; choice = chosen[next++]) await act(choice);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return Response.json({ done: chosen.length });
}

async function book(deps: World, { guardianId, teacherIds: _, ...choice }: Wanted): Promise<void> {
  const booked = await bookAppointment(schoolScope(deps.db, school.id, now), guardianId, choice);
  if (booked.kind !== "booked") throw new Error(`not booked: ${JSON.stringify(booked).slice(0, 200)}`);
}

/** The rows of a booking, confirmation and audit included, written by themselves into the same tables. */
async function bareBatch(d1: D1Database, choice: Wanted): Promise<void> {
  const { appointmentId: id, guardianId, studentId, classId, startsAt: at, teacherIds } = choice;
  const rows = (table: string, columns: string, values: (string | number)[][]) => {
    const row = `(${values[0]?.map(() => "?").join(", ")})`;
    return d1.prepare(`INSERT INTO ${table} (${columns}) VALUES ${values.map(() => row)}`).bind(...values.flat());
  };
  const people = [guardianId, ...teacherIds];
  const [subject, mail] = [JSON.stringify({ guardianId, eveningId: EVENING }), crypto.randomUUID()];
  await d1.batch([
    rows(
      "appointments",
      "school_id, id, evening_id, guardian_id, student_id, class_id, starts_at, ends_at, state, version, created_at",
      [["bare", id, EVENING, guardianId, studentId, classId, at, at + SLOT_MS, "booked", 1, now]],
    ),
    rows(
      "appointment_teachers",
      "school_id, appointment_id, teacher_id, position",
      teacherIds.map((teacherId, position) => ["bare", id, teacherId, position]),
    ),
    rows(
      "claims",
      "school_id, person_id, unit_at, evening_id, appointment_id",
      people.map((person) => ["bare", person, at, EVENING, id]),
    ),
    rows("outbox", "school_id, id, kind, subject, state, due_at, created_at, coalesce", [
      ["bare", mail, "booking_confirmation", subject, "waiting", now, now, `booking_confirmation ${subject}`],
    ]),
    rows("audit", "school_id, id, at, actor, action, object", [
      ["bare", crypto.randomUUID(), now, guardianId, "appointment.booked", id],
    ]),
  ]);
}

function page(app: App): Promise<Response> | Response {
  const address = `http://large.localhost/evenings/${EVENING}/book/manual`;
  return app.fetch(new Request(address, { headers: { cookie: `parlour=${SESSION}` } }));
}

/** The same page, made of what is known already: one select, and the rendering. */
async function barePage(d1: D1Database, deps: World): Promise<Response> {
  await d1.prepare("SELECT * FROM evenings WHERE school_id = ? AND id = ?").bind(school.id, EVENING).first();
  bareProps ??= await propsOf(deps);
  const html = `<!doctype html>${renderToString(
    <WordsContext.Provider value={englishWords}>
      <BookManualPage {...bareProps} />
    </WordsContext.Provider>,
  )}`;
  return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
}

async function propsOf(deps: World): Promise<BookManualProps> {
  const board = await loadBookingGrid(schoolScope(deps.db, school.id, now), family, EVENING);
  if (!board) throw new Error("no evening");
  const person: Person = { id: family, role: "guardian", title: "", forename: "Ada", surname: "Ash", email: "" };
  const common = { school: schoolView(school), viewer: viewerOf(person), zone: school.zone, live: "/live" };
  return { ...common, ...bookManualView(board, now, null, null, englishWords) };
}

/** The round trips of one booking and of one page. */
async function trips(d1: D1Database, [choice]: Wanted[]) {
  const counted = countedD1(d1);
  const { deps, app } = partsOf(counted.d1);
  const of = async (act: () => Promise<unknown>): Promise<RoundTrip[]> => {
    counted.trips.length = 0;
    await act();
    return [...counted.trips];
  };
  if (!choice) throw new Error("nobody is left to book");
  return { booking: await of(() => book(deps, choice)), page: await of(async () => page(app)) };
}

async function prepare(deps: World, d1: D1Database, texts: FileTexts) {
  const insertSchool = (id: string) =>
    d1
      .prepare(
        "INSERT INTO schools (id, slug, name, short_name, zone, colour, created_at) VALUES (?, ?, 'Large School', 'Large', 'Europe/London', '#2b4c8c', 0)",
      )
      .bind(id, id);
  await d1.batch([insertSchool(school.id), insertSchool("bare")]);
  const context = { scope: schoolScope(deps.db, school.id, now), settings: deps.settings };
  const report = await importSchool(context, texts);
  if (!report.ok) throw new Error(JSON.stringify(report.errors.slice(0, 3)));
  await makeEvening(d1);
  wanted = await choicesOf(d1);
  family = await familyOfThree(d1);
  await d1
    .prepare("INSERT INTO sessions (school_id, token_hash, person_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)")
    .bind(school.id, await hashToken(SESSION), family, now, now + DAY_MS)
    .run();
  return { rows: report.counts, wanted: wanted.length };
}

async function makeEvening(d1: D1Database): Promise<void> {
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO evenings (school_id, id, name, message, state, starts_at, ends_at, slot_seconds, booking_opens_at,
          booking_closes_at, ending, created_at) VALUES (?, ?, 'Evening', '', 'published', ?, ?, ?, ?, ?, 'on-time', ?)`,
      )
      .bind(school.id, EVENING, startsAt, startsAt + SLOTS * SLOT_MS, SLOT_MS / 1000, now - DAY_MS, startsAt, now),
    d1
      .prepare(
        "INSERT INTO evening_classes (school_id, evening_id, class_id, units) SELECT school_id, ?, id, 1 FROM classes WHERE school_id = ?",
      )
      .bind(EVENING, school.id),
  ]);
}

/** One appointment for each guardian whose times do not meet another's, so that nothing is refused. */
async function choicesOf(d1: D1Database): Promise<Wanted[]> {
  type Row = { guardianId: string; studentId: string; classId: string; teachers: string };
  const { results } = await d1
    .prepare(
      `SELECT g.guardian_id AS guardianId, g.student_id AS studentId, e.class_id AS classId,
        (SELECT json_group_array(teacher_id) FROM class_teachers WHERE school_id = e.school_id AND class_id = e.class_id) AS teachers
        FROM guardianships AS g CROSS JOIN enrolments AS e ON e.school_id = g.school_id AND e.student_id = g.student_id
        JOIN people AS p ON p.school_id = g.school_id AND p.id = g.guardian_id
        WHERE g.school_id = ? ORDER BY p.external_id, g.priority, e.class_id`,
    )
    .bind(school.id)
    .all<Row>();
  const next = new Map<string, number>();
  const found: Wanted[] = [];
  for (const rows of Map.groupBy(results, (row) => row.guardianId).values()) {
    const start = found.length % rows.length;
    for (const row of [...rows.slice(start), ...rows.slice(0, start)]) {
      const teacherIds = JSON.parse(row.teachers) as string[];
      const slot = Math.max(...teacherIds.map((id) => next.get(id) ?? 0));
      if (slot >= SLOTS) continue;
      for (const id of teacherIds) next.set(id, slot + 1);
      const { guardianId, studentId, classId } = row;
      const at = { eveningId: EVENING, startsAt: startsAt + slot * SLOT_MS, moves: false };
      found.push({ appointmentId: crypto.randomUUID(), ...at, guardianId, studentId, classId, teacherIds });
      break;
    }
  }
  return found;
}

async function familyOfThree(d1: D1Database): Promise<string> {
  const row = await d1
    .prepare(
      `SELECT g.guardian_id AS id FROM guardianships AS g JOIN people AS p ON p.school_id = g.school_id AND p.id = g.guardian_id
        WHERE g.school_id = ? AND g.may_book = 1 GROUP BY p.external_id HAVING count(*) = 3 ORDER BY p.external_id LIMIT 1`,
    )
    .bind(school.id)
    .first<{ id: string }>();
  if (!row) throw new Error("no family of three");
  return row.id;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childOf } from "../support/processes.ts";
import type { RoundTrip } from "../support/round-trip.ts";
import { cpuMsOf } from "./cpu.ts";
import { largeSchool } from "./large-school.ts";
import { startWithD1 } from "./worker-with-d1.ts";

const STUDENTS = 1200;
const SEED = 5;
const WARM_UP = 30;
const PER_TURN = 40;
const TURNS = 6;
const PAGES_PER_TURN = 12;
/** Nothing here takes longer on a slow machine; what does is stuck. */
const MOST_MS = 300_000;
const LEAST_RATE = 0.7;
const MOST_TRIPS = 2;
const MOST_CPU = 2;

type Ask = (path: string, body?: unknown) => Promise<Response>;
type Figure = { done: number; wallMs: number; cpuMs: number };

/**
 * What a booking costs against one bare batch of the rows that it writes, and the booking page of a family with three students against
 * the rendering of the same page after one select: on the same D1, in turns, so that a busy machine disturbs both. Prints the figures;
 * fails only where D1 is asked more often than it may be, since a ratio is the machine's too.
 */
export async function benchBooking(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "parlour-bench-"));
  const miniflare = await startWithD1(folder, "test/load/booking-worker.tsx");
  try {
    const address = await miniflare.ready;
    const ask = asker(address, AbortSignal.timeout(MOST_MS));
    const pid = childOf(process.pid, "workerd");
    const prepared = (await (await ask("/prepare", largeSchool(STUDENTS, SEED))).json()) as { wanted: number };
    console.log(`A school of ${STUDENTS} students, ${prepared.wanted} guardians with a time to book:`);
    let from = 0;
    for (const atOnce of [1, 8]) from = await compareBookings(ask, pid, from, atOnce);
    const trips = (await (await ask(`/trips?from=${from}&count=1`)).json()) as Record<"booking" | "page", RoundTrip[]>;
    reportTrips("a booking", trips.booking);
    reportTrips("the page of a family with three students", trips.page);
    await comparePages(ask, pid);
    if (trips.booking.length > MOST_TRIPS) throw new Error(`A booking is ${trips.booking.length} round trips.`);
  } finally {
    await miniflare.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function asker(address: URL, signal: AbortSignal): Ask {
  return async (path, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(new URL(path, address), { ...init, signal });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 400)}`);
    return answer;
  };
}

/** Returns whose turn it is next. */
async function compareBookings(ask: Ask, pid: number, start: number, atOnce: number): Promise<number> {
  const paths = ["/bare-batch", "/book"] as const;
  const figures = new Map(paths.map((path) => [path, { done: 0, wallMs: 0, cpuMs: 0 }]));
  let from = start;
  for (let turn = -1; turn < TURNS; turn += 1) {
    const count = turn < 0 ? WARM_UP : PER_TURN;
    for (const path of turn % 2 ? paths : paths.toReversed()) {
      const run = () => ask(`${path}?from=${from}&count=${count}&atOnce=${atOnce}`);
      const figure = await measured(pid, count, run);
      if (turn >= 0) add(figures.get(path), figure);
    }
    from += count;
  }
  const rate = (path: (typeof paths)[number]) => rateOf(figures.get(path));
  console.log(`${atOnce === 1 ? "one after the other" : `${atOnce} at once`}, ${PER_TURN * TURNS} each:`);
  console.log(`  bookings ${words(figures.get("/book"))}`);
  console.log(`  bare batches ${words(figures.get("/bare-batch"))}`);
  const ratio = (100 * rate("/book")) / rate("/bare-batch");
  console.log(`  ${ratio.toFixed(0)} % of the bare batches' rate (aim: at least ${100 * LEAST_RATE} %)`);
  return from;
}

async function comparePages(ask: Ask, pid: number): Promise<void> {
  const figures = { "/bare-page": nothing(), "/page": nothing() };
  const sizes = new Set<string>();
  for (let turn = -1; turn < TURNS; turn += 1) {
    for (const path of turn % 2 ? (["/page", "/bare-page"] as const) : (["/bare-page", "/page"] as const)) {
      const figure = await measured(pid, PAGES_PER_TURN, async () => {
        for (let at = 0; at < PAGES_PER_TURN; at += 1) sizes.add(`${path} ${(await (await ask(path)).text()).length}`);
      });
      if (turn >= 0) add(figures[path], figure);
    }
  }
  const per = (path: keyof typeof figures) => figures[path].cpuMs / figures[path].done;
  console.log(`the page (${[...sizes].join(", ")} characters), ${PAGES_PER_TURN * TURNS} each:`);
  console.log(`  ${per("/page").toFixed(1)} ms of CPU, bare ${per("/bare-page").toFixed(1)} ms`);
  console.log(`  ratio ${(per("/page") / per("/bare-page")).toFixed(2)} (aim: at most ${MOST_CPU})`);
}

async function measured(pid: number, count: number, act: () => Promise<unknown>): Promise<Figure> {
  const [cpu, wall] = [cpuMsOf(pid), performance.now()];
  await act();
  return { done: count, wallMs: performance.now() - wall, cpuMs: cpuMsOf(pid) - cpu };
}

function nothing(): Figure {
  return { done: 0, wallMs: 0, cpuMs: 0 };
}

function add(sum: Figure | undefined, { done, wallMs, cpuMs }: Figure): void {
  if (!sum) return;
  sum.done += done;
  sum.wallMs += wallMs;
  sum.cpuMs += cpuMs;
}

function rateOf({ done, wallMs }: Figure = nothing()): number {
  return (1000 * done) / wallMs;
}

function words(figure: Figure = nothing()): string {
  return `${rateOf(figure).toFixed(0)} a second (${(figure.cpuMs / figure.done).toFixed(2)} ms of CPU each)`;
}

function reportTrips(what: string, trips: RoundTrip[]): void {
  console.log(
    `${what}: ${trips.length} round trips to D1, ${trips.filter((trip) => trip.batch).length} of them batches`,
  );
  for (const { statements } of trips) {
    for (const { sql, rowsRead, parameters } of statements) {
      const short = /\bfrom "?(\w+)|\binto "?(\w+)|\bupdate "?(\w+)/i.exec(sql)?.[0] ?? sql.slice(0, 30);
      console.log(`  ${short.padEnd(32)} rows read ${rowsRead ?? "not told"}, parameters ${parameters}`);
    }
  }
}

import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Miniflare } from "miniflare";
import { childOf } from "../support/processes.ts";
import { cpuMsOf } from "./cpu.ts";
import { largeSchool } from "./large-school.ts";
import { Crowd, type Prepared } from "./rush-crowd.ts";
import { openPost } from "./rush-post.ts";
import { truthOf } from "./rush-truth.ts";
import { startWithD1 } from "./worker-with-d1.ts";

const STUDENTS = 1200;
const SEED = 5;
const AT_ONCE = 40;
/** Whoever wants more says so, and how many watch: `node test/load/rush.ts 12000 500`. */
const BOOKINGS = 1000;
const PRESSING_MS = 120_000;
/** What was booked last must reach everybody's page. */
const AFTERWARDS_MS = 3_000;
/** By then the last confirmation is due, however often it was put off. */
const MAIL_AHEAD_MS = 180_000;
const MOST_SWEEPS = 60;
const WITHIN_MS = 2_000;
/** Nothing here takes longer on a slow machine; what does is stuck. */
const MOST_MS = 480_000;

/**
 * Opening night: every guardian of a large school has the booking page open and asks what is taken, and they press as fast as they get
 * answers. Then the database is asked whether anything is wrong. Ends with 1 where it is.
 */
async function rush(most: number, watchers: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "parlour-rush-"));
  const post = await openPost();
  const miniflare = await startWithD1(folder, "test/load/rush-worker.ts", { POSTMARK_HOST: post.host });
  try {
    const address = await miniflare.ready;
    const school = (await ask(address, "/rush/prepare", largeSchool(STUDENTS, SEED))) as Prepared;
    const pid = childOf(process.pid, "workerd");
    const crowd = new Crowd(school, Number(address.port));
    crowd.watch(watchers);
    const [cpu, from] = [cpuMsOf(pid), Date.now()];
    await crowd.press(shuffled(school.families), AT_ONCE, most, from + PRESSING_MS);
    const seconds = (Date.now() - from) / 1000;
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
    await crowd.leave();
    const liveReads = await sendEverything(miniflare, address);
    report(crowd, seconds, (cpuMsOf(pid) - cpu) / 1000, liveReads);
    return await judge(miniflare, crowd, school, post.taken);
  } finally {
    await miniflare.dispose();
    post.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(address: URL, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(new URL(path, address), { ...init, signal: AbortSignal.timeout(MOST_MS) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 400)}`);
  return answer.json();
}

/** Runs the sweep, some minutes later by its clock, until no mail waits. Returns how often what is taken was read. */
async function sendEverything(miniflare: Miniflare, address: URL): Promise<number> {
  const d1 = await miniflare.getD1Database("DB");
  for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps += 1) {
    const { liveReads } = (await ask(address, `/rush/sweep?ahead=${MAIL_AHEAD_MS}`)) as { liveReads: number };
    const left = await d1.prepare("SELECT count(*) AS count FROM outbox WHERE state <> 'sent'").first<number>("count");
    if (left === 0) return liveReads;
  }
  throw new Error(`Mail still waits after ${MOST_SWEEPS} sweeps.`);
}

function report(crowd: Crowd, seconds: number, cpuSeconds: number, liveReads: number): void {
  const { asked, unchanged, failed, pressed, watching } = crowd;
  const delays = crowd.delays.toSorted((one, other) => one - other);
  const at = (share: number) => `${delays[Math.floor(share * (delays.length - 1))] ?? 0} ms`;
  const late = delays.filter((delay) => delay > WITHIN_MS).length;
  const load = loadavg()[0]?.toFixed(1) ?? "unknown";
  console.log(
    `${watching} guardians watch, ${AT_ONCE} press at once; load ${load}, ${cpuSeconds.toFixed(0)} s of workerd's CPU`,
  );
  console.log(
    `  ${pressed.length} presses in ${seconds.toFixed(1)} s, ${(pressed.length / seconds).toFixed(0)} a second`,
  );
  console.log(
    `  ${asked} questions what is taken, ${((100 * unchanged) / asked).toFixed(0)} % unchanged, ${failed} failed, read from the database ${liveReads} times`,
  );
  console.log(
    `  ${delays.length} changes seen by others: median ${at(0.5)}, 99 in a hundred by ${at(0.99)}, the last ${at(1)}; after ${WITHIN_MS / 1000} s: ${late}`,
  );
}

async function judge(miniflare: Miniflare, crowd: Crowd, school: Prepared, mails: ReadonlyMap<string, number>) {
  const { doubled, halfBooked, lost, untrue } = await truthOf(miniflare, crowd.pressed, school.slotMs);
  const accepted = crowd.pressed.filter((one) => one.kind === "accepted").length;
  const refused = crowd.pressed.length - accepted;
  const d1 = await miniflare.getD1Database("DB");
  const written = await d1.prepare("SELECT count(*) AS count FROM outbox").first<number>("count");
  const twice = [...mails.values()].filter((times) => times > 1).length;
  if (untrue > 0) console.log(`refused without a true reason: ${untrue}`);
  if (twice > 0 || written !== mails.size) console.log(`mails sent twice: ${twice}, written ${written}`);
  console.log(
    `accepted ${accepted}, refused ${refused}, doubled ${doubled}, half-booked ${halfBooked}, lost ${lost}, mails ${mails.size}`,
  );
  return doubled + halfBooked + lost + untrue + twice === 0 && written === mails.size && accepted > 0;
}

function shuffled<One>(all: readonly One[]): One[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ one }) => one);
}

setTimeout(() => {
  console.error(`The rush is not over after ${MOST_MS / 1000} s.`);
  process.exit(1);
}, MOST_MS).unref();
const [bookings = BOOKINGS, watchers = Number.POSITIVE_INFINITY] = process.argv.slice(2).map(Number);
process.exit((await rush(bookings, watchers)) ? 0 : 1);

import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { inLanes } from "./explore/lanes.ts";
import { PLANS, type Plan } from "./explore/plans.ts";
import { type Walk, walk } from "./explore/walk.ts";

export type Explored = { states: number; transitions: number; violations: number };

/**
 * Walks every plan's world, several at once where there are processors, and prints what it saw of each. `mostStates` cuts each
 * walk short; without it every reachable state is visited.
 */
export async function explore(mostStates = Number.POSITIVE_INFINITY): Promise<Explored> {
  const sum: Explored = { states: 0, transitions: 0, violations: 0 };
  await inLanes(PLANS, availableParallelism(), async (plan) => {
    const began = performance.now();
    const done = await walkApart(plan, mostStates);
    report(done, performance.now() - began);
    sum.states += done.states;
    sum.transitions += done.transitions;
    sum.violations += done.violation ? 1 : 0;
  });
  return sum;
}

function walkApart(plan: Plan, mostStates: number): Promise<Walk> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { plan, mostStates } });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function report({ plan, states, transitions, beyond, isWhole, violation }: Walk, ms: number): void {
  const seconds = (ms / 1000).toFixed(1);
  const bounds = beyond > 0 ? `, ${beyond} steps checked that led beyond its bounds` : "";
  const cut = isWhole || violation ? "" : ", cut short";
  console.log(`${plan.name}: ${states} states, ${transitions} transitions${bounds}${cut} (${seconds} s)`);
  console.log(`  bounds: ${boundsOf(plan)}`);
  if (!violation) return;
  console.log(`  VIOLATION of ${violation.rule}: ${violation.words}. The shortest history:`);
  for (const [at, label] of violation.history.entries()) console.log(`  ${at + 1}. ${label}`);
}

function boundsOf({ people, timetables, changes, breaches, media, ticketLivesMs, pingedAgoMs }: Plan): string {
  const times = timetables
    .map(({ opensAt, overrunUntil }) => `${opensAt / 1000} to ${overrunUntil / 1000} s`)
    .join("; ");
  const facts = ["newer and the same", "stale", ...changes].join(", ");
  const calls = media
    ? `${media.requests.join(", ")}; the SFU: ${media.outcomes.join(", ")}, or silent; at most ${media.most.joins} joins, ${media.most.requests} requests, ${media.most.faults} faults, ${media.mostCalls} calls and ${media.mostClosing} closings at once`
    : "no media";
  const pings = pingedAgoMs.map((ago) => `${ago / 1000} s`).join(" or ");
  return `${people.length} people; open ${times}; facts: ${facts}; tickets of ${ticketLivesMs} ms; pings never or ${pings} before a sweep; ${breaches ? "breaches; " : ""}${calls}`;
}

if (!isMainThread && parentPort) {
  const { plan, mostStates } = workerData as { plan: Plan; mostStates: number };
  parentPort.postMessage(walk(plan, mostStates));
} else if (import.meta.main) {
  const most = process.argv[2] === undefined ? undefined : Number(process.argv[2]);
  const { states, transitions, violations } = await explore(most);
  console.log(`${states} states, ${transitions} transitions, ${violations} violations`);
  process.exitCode = violations === 0 ? 0 : 1;
}

import { eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { enqueueMail } from "../../worker/changes/enqueue-mail.ts";
import { evenings, inviteStudents, invites, outbox } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { leaseDueMail } from "../../worker/mail/outbox.ts";
import { sendDueMail } from "../../worker/mail/send-due-mail.ts";
import { fakePostmark, type Fault as PostmarkFault } from "../support/worker/fake-postmark.ts";
import { smallSchool, testApp } from "../support/worker/small-school.ts";

// The machine that runs these may be busy; a wait is never what is tested.
vi.setConfig({ testTimeout: 300_000 });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What Postmark does with one request. `taken-…` have the mail and don't say so. */
const FAULTS = ["ok", "429", "500", "503", "401", "lost", "taken-lost", "taken-500", "422", "short"] as const;
type Fault = (typeof FAULTS)[number];
const AMBIGUOUS: readonly Fault[] = ["taken-lost", "taken-500", "short"];

/** Each step begins `after` so many milliseconds. `die`: a worker claims and is never heard of again, before or after Postmark had its mail. */
type Step = { after: number } & (
  | { act: "work"; workers: number; faults: Fault[]; searchable: boolean }
  | { act: "enqueue"; count: number }
  | { act: "die"; taken: boolean }
);

const after = fc.constantFrom(0, 20_000, 40_000, MINUTE, 2 * MINUTE, 10 * MINUTE);
const searchable = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const faults: fc.Arbitrary<Fault[]> = fc.oneof(
  fc.constant<Fault[]>([]),
  fc.array(fc.constantFrom(...FAULTS, ...AMBIGUOUS), { minLength: 1, maxLength: 3 }),
);
const workers = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant("work" as const), after, workers, faults, searchable }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("enqueue" as const), after, count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("die" as const), after, taken: fc.boolean() }) },
);

const FAULT: Record<Fault, PostmarkFault | undefined> = {
  ok: undefined,
  "429": { status: 429, code: 10 },
  "500": { status: 500, code: 10 },
  "503": { status: 503, code: 10 },
  "401": { status: 401, code: 10 },
  "422": { status: 422, code: 300 },
  lost: "silence",
  "taken-lost": "taken-then-silence",
  "taken-500": { status: 500, taken: true },
  short: "taken-then-short",
};

/** One school for all histories: making it takes longer than running one. */
async function given() {
  const school = await smallSchool();
  const { db, schoolId, ids } = school;
  await db.update(evenings).set({ endsAt: Date.now() + 1000 * HOUR });
  const inviteId = crypto.randomUUID();
  const about = { schoolId, eveningId: ids.evening, guardianId: ids.rachael };
  await db.batch([
    db.insert(invites).values({
      ...{ ...about, id: inviteId, name: "Jane", email: "jane@guest.example", state: "sent", version: 1, keyId: "k1" },
      createdAt: 0,
    }),
    db.insert(inviteStudents).values({ ...about, inviteId, studentId: ids.ben, live: true }),
  ]);
  return { ...school, inviteId };
}
let made: ReturnType<typeof given> | undefined;

/** Runs a history, lets everything heal, and gives back what Postmark and the outbox then hold. */
async function run(steps: readonly Step[], lagMs: number) {
  made ??= given();
  const { db, schoolId, inviteId } = await made;
  const postmark = fakePostmark({ now: () => clock.now, lagMs });
  const { deps, clock } = testApp(db, { postmark });
  const ofDead: string[] = [];
  await db.delete(outbox);
  const enqueue = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        enqueueMail(schoolScope(db, schoolId, clock.now), { kind: "invitation", inviteId }),
      ),
    );
  await enqueue(2);
  for (const one of steps) {
    clock.now += one.after;
    switch (one.act) {
      case "work":
        postmark.faults.splice(0, Number.POSITIVE_INFINITY, ...one.faults.map((fault) => FAULT[fault]));
        postmark.hide(!one.searchable);
        await Promise.all(Array.from({ length: one.workers }, () => sendDueMail(deps)));
        break;
      case "enqueue":
        await enqueue(one.count);
        break;
      case "die": {
        const rows = await leaseDueMail(db, clock.now);
        // What it could not yet know to be taken, it would have asked about first.
        const ids = one.taken ? rows.filter((row) => !row.uncertain).map(({ id }) => id) : [];
        postmark.take(ids.map((id) => ({ Metadata: { id } })));
        ofDead.push(...ids);
      }
    }
  }
  postmark.faults.length = 0;
  postmark.hide(false);
  for (let healed = 0; healed < 4; healed += 1) {
    clock.now += 61 * MINUTE;
    await sendDueMail(deps);
  }
  const rows = await db.select().from(outbox).where(eq(outbox.schoolId, schoolId));
  const times = new Map<string, number>();
  for (const id of postmark.taken.map(({ Metadata }) => Metadata.id ?? "")) times.set(id, (times.get(id) ?? 0) + 1);
  return { rows, times, ambiguous: new Set([...postmark.unsaid, ...ofDead]) };
}

const history = fc.array(step, { minLength: 2, maxLength: 10 });
const RUNS = 30;

test("whatever Postmark does and whoever dies, in the end every message has left or has visibly failed, and none is stuck", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const { rows, times } = await run(steps, 30_000);
      for (const row of rows) {
        expect(["sent", "failed"]).toContain(row.state);
        if (row.state === "sent") expect(times.get(row.id)).toBeGreaterThan(0);
        else expect(["invalid_request", "gave_up"]).toContain(row.problem);
      }
    }),
    { numRuns: RUNS },
  );
});

test("while the search lists a message within a minute, none is ever sent twice", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const { times } = await run(steps, 59_000);
      expect([...times.values()].filter((count) => count > 1)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test("however late the search is, only a message whose sending was ambiguous is ever sent twice", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const { times, ambiguous } = await run(steps, 3 * HOUR);
      for (const [id, count] of times) if (count > 1) expect(ambiguous.has(id)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

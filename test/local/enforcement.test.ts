import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Evening, School, type Someone } from "../support/local/by-http.ts";
import { debugSessions, flowOf, lastGrowth, publisherOf } from "../support/local/flow.ts";
import { enter, HandPage } from "../support/local/hand-page.ts";
import { type LocalRun, startLocal } from "../support/local-run.ts";
import { resolveLocalhost } from "../support/resolve-localhost.ts";

const SLOT_SECONDS = 120;
const STOPS_WITHIN_MS = 1_000;

let run: LocalRun;
let school: School;
let rachael: Someone;
let sinclair: Someone;
const pages: HandPage[] = [];

beforeAll(async () => {
  resolveLocalhost();
  run = await startLocal();
  school = new School(run);
  rachael = await school.signIn("Rachael Abbot");
  sinclair = await school.signIn("J Sinclair");
}, 60_000);

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.destroy()));
});

afterAll(async () => {
  await run?.stop();
});

describe("a way in", () => {
  test("RM14 a pass is for those in the appointment, and a ticket for one room and one socket", async () => {
    const { review, other, evening } = await anEvening();
    const guest = await school.invite(rachael, evening.id);
    expect(await school.pass({}, review)).toEqual({ status: 401 });
    expect(await school.pass(rachael, other)).toEqual({ status: 404 });
    expect(
      await school.pass({ guest: { guestToken: "0".repeat(32), inviteId: guest.guest?.inviteId ?? "" } }, review),
    ).toEqual({ status: 404 });
    expect(await school.pass(guest, other)).toEqual({ status: 404 });
    const { page, pass } = await join(rachael, review);
    await page.hears("admitted");
    await refusedAs(
      "bad_ticket",
      open(review, pass.ticket),
      open(other, await ticketFor(rachael, review)),
      open(review, `${await ticketFor(rachael, review)}x`),
      open(review, "nonsense"),
    );
    expect(page.ended).toBeUndefined();
  });
});

describe("RM17 a client that speaks the protocol by hand", () => {
  test("cannot pull a track of another room", async () => {
    const { review, other, evening } = await anEvening();
    const abroad = (await join(await teacherOf(evening, other), other)).page;
    const foreign = await abroad.publish();
    await flowing(foreign, "taken");
    const { page } = await join(rachael, review);
    await page.publish();
    expect(await page.ask({ type: "pull", trackIds: [foreign] })).toMatchObject({ code: "unknown_track" });
    // Nor by telling the room from whom, which it never asks a page.
    const sessionId = await publisherOf(run.sfu, foreign);
    const asked = { type: "pull" as const, trackIds: [foreign], sessionId, sfuSessionId: sessionId };
    expect(await page.ask(asked)).toMatchObject({ code: "unknown_track" });
    expect((await flowOf(run.sfu, foreign)).passedOn).toBe(0);
  });

  test("cannot publish, answer or close under another's session", async () => {
    const { review } = await anEvening();
    const teacher = (await join(sinclair, review)).page;
    const theirs = await teacher.publish();
    const victim = await publisherOf(run.sfu, theirs);
    const { page } = await join(rachael, review);
    const mine = await page.publish({ sessionId: victim, sfuSessionId: victim, participantId: "somebody" });
    const own = await publisherOf(run.sfu, mine);
    expect(own).not.toBe(victim);
    expect((await debugSessions(run.sfu)).find(({ sessionId }) => sessionId === victim)?.tracks).toHaveLength(1);
    await flowing(theirs, "taken");

    const sdp = page.media.peer.localDescription?.sdp ?? "";
    expect(await page.ask({ type: "answer", sdp, sfuSessionId: victim })).toMatchObject({ type: "failed" });
    await page.ask({ type: "unpull", mids: ["0"], sfuSessionId: victim });
    page.say({ type: "mute", trackId: theirs, muted: true });
    await flowing(theirs, "taken");
    expect(teacher.tracksOf(await idOf(sinclair, review)).map(({ muted }) => muted)).toEqual([false]);
  });

  test("gets nothing from the SFU itself without the app's secret", async () => {
    const { review } = await anEvening();
    const teacher = (await join(sinclair, review)).page;
    const trackName = await teacher.publish();
    const sessionId = await publisherOf(run.sfu, trackName);
    const tracks = [{ location: "remote", sessionId, trackName }];
    for (const authorization of [undefined, "Bearer ", "Bearer guess"]) {
      const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
      const url = `${run.sfu}/apps/local-app/sessions/${sessionId}`;
      const body = JSON.stringify({ tracks });
      expect((await fetch(`${url}/tracks/new`, { method: "POST", headers, body })).status).toBe(401);
      expect((await fetch(url, { headers })).status).toBe(401);
    }
  });

  test("receives nothing without a seat, and is received by nobody", async () => {
    const { review, evening } = await anEvening();
    const guest = await school.invite(rachael, evening.id);
    const teachers = await Promise.all(
      ["J Sinclair", "Oluwaseun Brooks", "Halima Rahman"].map((name) => school.signIn(name)),
    );
    const [first] = await Promise.all([...teachers, rachael].map((someone) => join(someone, review)));
    await Promise.all(pages.map((page) => page.hears("admitted")));
    const trackId = (await first?.page.publish()) ?? "";
    const { page } = await join(guest, review);
    expect(await page.hears("waiting")).toMatchObject({ reason: "full", place: 1 });
    const before = (await debugSessions(run.sfu)).length;
    expect(await page.ask({ type: "pull", trackIds: [trackId] })).toMatchObject({ code: "no_seat" });
    expect(await debugSessions(run.sfu)).toHaveLength(before);
    const ahead = await page.publish();
    expect(await first?.page.ask({ type: "pull", trackIds: [ahead] })).toMatchObject({ code: "unknown_track" });
  });
});

/** What ends the guest's session, and whom the room then lets in no more. */
type Cause = {
  slotSeconds?: number;
  startedAgoMs?: number;
  reason: string;
  make: (call: Call) => unknown;
  /** What the guest's page tries next; each must be refused. */
  afterwards: (call: Call, unused: string) => Promise<unknown>;
};

const causes: Record<string, Cause> = {
  "superseded by a press elsewhere": {
    reason: "superseded",
    make: ({ guest, review }) => join(guest, review),
    afterwards: async ({ guest, review, epoch }, unused) => {
      const back = await join(guest, review, epoch);
      await refusedAs("superseded", open(review, unused), back.page);
    },
  },
  removed: {
    reason: "removed",
    make: ({ guest }) =>
      school.post(rachael, `/bookings/invites/${guest.guest?.inviteId}/remove`, new URLSearchParams()),
    afterwards: async ({ guest, review }, unused) => {
      await refusedAs("removed", open(review, unused));
      expect(await school.pass(guest, review)).toEqual({ status: 410 });
    },
  },
  "ended by the teacher": {
    reason: "ended_by_teacher",
    make: ({ teacher }) => teacher.say({ type: "end" }),
    afterwards: async ({ guest, review }, unused) => {
      await refusedAs("ended_by_teacher", open(review, unused), (await join(guest, review)).page);
    },
  },
  "ended by the clock": {
    // Six slots of five seconds, of which fifteen have passed: the call is there before its end on a slow machine too.
    ...{ slotSeconds: 5, startedAgoMs: 15_000 },
    reason: "room_closed",
    make: () => undefined,
    afterwards: async ({ guest, review }) => {
      await refusedAs("room_closed", (await join(guest, review)).page);
    },
  },
};

describe("RM18 packets stop at the SFU within a second of the ending, both ways, although the page goes on sending", () => {
  for (const [how, cause] of Object.entries(causes)) {
    test(how, async () => {
      const call = await aCall(cause);
      const unused = await ticketFor(call.guest, call.review, call.epoch);
      let end = Number.POSITIVE_INFINITY;
      const growth = lastGrowth(run.sfu, call.mine, () => Date.now() > end);
      await sleep(200); // so that it has seen the packets flow
      const began = Date.now();
      const made = cause.make(call);
      const { reason, at } = await call.page.ends();
      end = at + STOPS_WITHIN_MS + 1_500;
      await made;
      expect(reason).toBe(cause.reason);
      const grew = await growth;
      const last = { taken: grew.taken - at, given: grew.given - at, passedOn: grew.passedOn - at };
      console.log(`${how}: the page's socket closed after ${at - began} ms; the last packets, in ms after that:`, last);
      for (const late of Object.values(last)) {
        expect(late).toBeLessThan(STOPS_WITHIN_MS);
        expect(late).toBeGreaterThan(-STOPS_WITHIN_MS); // they did flow until then
      }
      // It still sends, and what it sends goes nowhere.
      expect(grew.dropped).toBeGreaterThan(at + STOPS_WITHIN_MS);
      await cause.afterwards(call, unused);
      const grewAgain = await lastGrowth(run.sfu, call.mine, after(500));
      expect(grewAgain).toMatchObject({ taken: 0, given: 0, passedOn: 0 });
    });
  }
});

function after(ms: number): () => boolean {
  const end = Date.now() + ms;
  return () => Date.now() > end;
}

type Call = { review: string; guest: Someone; teacher: HandPage; page: HandPage; mine: string; epoch: string };

/** A teacher and a guest who send and receive. */
async function aCall({ slotSeconds, startedAgoMs }: Cause): Promise<Call> {
  const { review, evening } = await anEvening(startedAgoMs, slotSeconds);
  const guest = await school.invite(rachael, evening.id);
  const teacher = (await join(sinclair, review)).page;
  const { page, pass } = await join(guest, review);
  const [theirs, mine] = [await teacher.publish(), await page.publish()];
  await Promise.all([page.pull(theirs), teacher.pull(mine)]);
  await flowing(mine, "given");
  await flowing(mine, "passedOn");
  return { review, guest, teacher, page, mine, epoch: pass.epoch };
}

/** An evening under way; `review` is the Abbots' appointment with three teachers, `other` another family's. */
async function anEvening(startedAgoMs = 5_000, slotSeconds = SLOT_SECONDS) {
  const evening = await school.newEvening(Date.now() - startedAgoMs, slotSeconds);
  const review = evening.appointments.find(({ teachers }) => teachers.length === 3)?.id ?? "";
  const other = evening.appointments.find(({ teachers }) => teachers.length === 1)?.id ?? "";
  return { evening, review, other };
}

async function teacherOf(evening: Evening, appointmentId: string): Promise<Someone> {
  const name = evening.appointments.find(({ id }) => id === appointmentId)?.teachers[0] ?? "";
  return school.signIn(name.split(" ").slice(1).join(" "));
}

async function join(someone: Someone, appointmentId: string, epoch?: string) {
  const entered = await enter(school, someone, appointmentId, epoch);
  pages.push(entered.page);
  return entered;
}

function open(appointmentId: string, ticket: string): HandPage {
  const page = new HandPage(school, appointmentId, ticket);
  pages.push(page);
  return page;
}

async function refusedAs(reason: string, ...refused: HandPage[]): Promise<void> {
  for (const ended of await Promise.all(refused.map((page) => page.ends()))) expect(ended.reason).toBe(reason);
}

async function passFor(someone: Someone, appointmentId: string, epoch?: string) {
  const pass = await school.pass(someone, appointmentId, { epoch });
  if ("status" in pass) throw new Error(`The pass was refused with ${pass.status}`);
  return pass;
}

async function ticketFor(someone: Someone, appointmentId: string, epoch?: string): Promise<string> {
  return (await passFor(someone, appointmentId, epoch)).ticket;
}

async function idOf(someone: Someone, appointmentId: string): Promise<string> {
  return (await passFor(someone, appointmentId)).participantId;
}

async function flowing(trackId: string, counter: "taken" | "given" | "passedOn"): Promise<void> {
  const before = (await flowOf(run.sfu, trackId))[counter];
  await vi.waitFor(async () => expect((await flowOf(run.sfu, trackId))[counter]).toBeGreaterThan(before + 5), 10_000);
}

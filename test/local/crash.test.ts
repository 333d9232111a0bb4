import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { School } from "../support/local/by-http.ts";
import { enter, type HandPage } from "../support/local/hand-page.ts";
import { type LocalRun, startLocal } from "../support/local-run.ts";
import { childOf } from "../support/processes.ts";
import { resolveLocalhost } from "../support/resolve-localhost.ts";

const TEACHERS = ["J Sinclair", "Oluwaseun Brooks", "Halima Rahman"];

let run: LocalRun;
let school: School;
const pages: HandPage[] = [];

beforeAll(async () => {
  resolveLocalhost();
  run = await startLocal();
  school = new School(run);
}, 60_000);

afterAll(async () => {
  await Promise.all(pages.map((page) => page.destroy()));
  await run?.stop();
});

test("RM22 RM3 RM8 workerd is killed in a full call: everyone who comes back has the seat or the place in the line that they had", async () => {
  const evening = await school.newEvening(Date.now() - 5_000, 120);
  const review = evening.appointments.find(({ teachers }) => teachers.length === 3)?.id ?? "";
  const rachael = await school.signIn("Rachael Abbot");
  const guest = await school.invite(rachael, evening.id);
  const seated = [rachael, ...(await Promise.all(TEACHERS.map((name) => school.signIn(name))))];
  const before = await Promise.all(seated.map((someone) => enter(school, someone, review)));
  await Promise.all(before.map(({ page }) => page.hears("admitted")));
  const waiter = await enter(school, guest, review);
  expect(await waiter.page.hears("waiting")).toMatchObject({ reason: "full", place: 1 });
  pages.push(...before.map(({ page }) => page), waiter.page);

  const killed = Date.now();
  process.kill(childOf(run.pid, "workerd"), "SIGKILL");
  await Promise.all(pages.map((page) => page.ends()));
  await vi.waitFor(async () => expect((await fetch(`${run.origin}/healthz`)).status).toBe(200), 20_000);
  console.log(`workerd was killed and answers again after ${Date.now() - killed} ms`);

  let states: string[] = [];
  // The one in line first: no seat is free while the seated are on their way back.
  const waitsAgain = await enter(school, guest, review, waiter.pass.epoch);
  pages.push(waitsAgain.page);
  expect(await waitsAgain.page.hears("waiting")).toMatchObject({ reason: "full", place: 1 });
  for (const [at, someone] of seated.entries()) {
    const { page } = await enter(school, someone, review, before[at]?.pass.epoch);
    pages.push(page);
    const { room } = await page.hears("admitted");
    states = room.people.map(({ state }) => state).sort();
  }
  expect(states).toEqual(["present", "present", "present", "present", "waiting"]);
  expect(waitsAgain.page.ended).toBeUndefined();
}, 90_000);

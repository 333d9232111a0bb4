import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { signInLinkMade } from "../../worker/changes/sign-in-links.ts";
import { commit } from "../../worker/db/guard.ts";
import type { Role } from "../../worker/db/records.ts";
import { audit, people, sessions } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS, signInUrl } from "../../worker/rules/links.ts";
import { SESSION_LIMITS } from "../../worker/rules/session-limits.ts";
import { TestBrowser } from "../support/worker/browser.ts";
import { MINUTE, smallSchool, testApp } from "../support/worker/small-school.ts";

const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2027, 0, 12, 16);

async function site() {
  const school = await smallSchool(NOW);
  const { app, deps, clock } = testApp(school.db, { now: NOW });
  const { db, schoolId } = school;
  /** A browser that somebody has signed in by, with a link. */
  const signedIn = async (personId: string, page = new TestBrowser(app, school.slug)) => {
    const expiresAt = clock.now + SIGN_IN_LINK_LIFE_MS;
    const link = await newSignInLink(deps.settings.SIGNING_KEYS, { personIds: [personId], returnTo: "", expiresAt });
    await commit(db, signInLinkMade(schoolScope(db, schoolId, clock.now), link));
    await page.post(await signInUrl(deps.settings, school, link.id, link.keyId), { person: personId });
    return page;
  };
  const rows = () => db.select().from(sessions).where(eq(sessions.schoolId, schoolId));
  const actions = async () =>
    (await db.select().from(audit).where(eq(audit.schoolId, schoolId))).map(({ action, actor }) => [action, actor]);
  return { school, app, clock, signedIn, rows, actions };
}

const PAGE: Record<Role, string> = {
  guardian: "/bookings",
  teacher: "/staff/schedule",
  admin: "/admin",
  office: "/admin",
};

test.each(Object.keys(SESSION_LIMITS) as Role[])(
  "a session of a %s ends when it was not used for so long, and at last all the same",
  async (role) => {
    const { school, clock, signedIn, rows } = await site();
    const { idleMs, wholeMs } = SESSION_LIMITS[role];
    const { david, anita, office } = school.ids;
    const id = { guardian: david, teacher: anita, admin: office, office }[role];
    if (role === "office") await school.db.update(people).set({ role }).where(eq(people.id, office));
    const page = await signedIn(id);
    expect(await rows()).toMatchObject([{ expiresAt: NOW + wholeMs, seenAt: NOW }]);
    const status = async (at: number, one = page) => {
      clock.now = at;
      return (await one.get(PAGE[role])).status;
    };
    let at = NOW;
    for (; at + idleMs < NOW + wholeMs; at += idleMs - 1) expect([at, await status(at)]).toEqual([at, 200]);
    expect(await status(NOW + wholeMs)).toBe(303);
    const idle = await signedIn(id);
    expect(await status(clock.now + idleMs, idle)).toBe(303);
  },
);

test("when a session was used is written down once in five minutes", async () => {
  const { school, clock, signedIn, rows } = await site();
  const page = await signedIn(school.ids.david);
  for (const [minutes, seen] of [
    [4, 0],
    [5, 5],
    [9, 5],
    [10, 10],
  ] as const) {
    clock.now = NOW + minutes * MINUTE;
    await page.get("/bookings");
    expect((await rows())[0]?.seenAt).toBe(NOW + seen * MINUTE);
  }
});

test("the page names devices, marks this one, and signs out another", async () => {
  const { school, clock, signedIn, rows, actions } = await site();
  const phone = await signedIn(school.ids.david);
  clock.now += HOUR;
  const laptop = await signedIn(school.ids.david);
  const rachaels = await signedIn(school.ids.rachael);
  const html = await laptop.text("/account/sessions");
  expect(html.match(/Chrome on Android<\/h2>/g)).toHaveLength(2);
  expect(html.match(/This device/g)).toHaveLength(1);
  const [end] = /(?<=name="end" value=")[0-9a-f]{16}/.exec(html) ?? [""];
  const others = /(?<=name="end" value=")[0-9a-f]{16}/.exec(await rachaels.text("/account/sessions"))?.[0];
  expect(others).toBeUndefined();
  // A name of somebody else's session, or of none, ends nothing.
  const foreign = (await rows()).find(({ personId }) => personId === school.ids.rachael)?.tokenHash.slice(0, 16) ?? "";
  await laptop.post("/account/sessions", { end: foreign });
  expect(await rows()).toHaveLength(3);
  const answer = await laptop.post("/account/sessions", { end });
  expect(answer.headers.get("location")).toBe("/account/sessions?ended=1");
  expect((await phone.get("/bookings")).status).toBe(303);
  expect((await laptop.get("/bookings")).status).toBe(200);
  expect((await laptop.post("/account/sessions", { end })).headers.get("location")).toBe(
    "/account/sessions?ended=gone",
  );
  expect((await laptop.post("/account/sessions", { end: "x" })).status).toBe(422);
  expect(await actions()).toEqual(expect.arrayContaining([["session.ended", school.ids.david]]));
});

test("signing out everywhere ends every session of the person's, and nobody else's", async () => {
  const { school, signedIn, rows, actions } = await site();
  const phone = await signedIn(school.ids.david);
  const laptop = await signedIn(school.ids.david);
  await signedIn(school.ids.rachael);
  const answer = await laptop.post("/account/sessions", { all: "1" });
  expect(answer.headers.get("location")).toBe("/sign-out");
  expect(await laptop.text("/sign-out")).toContain("You are signed out");
  expect((await phone.get("/bookings")).status).toBe(303);
  expect((await rows()).map(({ personId }) => personId)).toEqual([school.ids.rachael]);
  expect(await actions()).toEqual(expect.arrayContaining([["session.all_ended", school.ids.david]]));
});

test("everybody who signs in is on the audit trail, by what and never by an address", async () => {
  const { school, signedIn, actions } = await site();
  const page = await signedIn(school.ids.anita);
  await page.post("/sign-out");
  expect(await actions()).toEqual([
    ["sign_in.by_link", school.ids.anita],
    ["session.ended", school.ids.anita],
  ]);
});

test("signing in again on a device ends what it had before", async () => {
  const { school, signedIn, rows } = await site();
  const page = await signedIn(school.ids.david);
  const [before] = await rows();
  expect(before).toMatchObject({ device: "Chrome on Android", eveningId: null });
  await signedIn(school.ids.rachael, page);
  expect((await rows()).map(({ personId }) => personId)).toEqual([school.ids.rachael]);
});

test("whoever is signed in nowhere is sent to sign in", async () => {
  const { school, app, rows } = await site();
  const answer = await new TestBrowser(app, school.slug).get("/account/sessions");
  expect(answer.headers.get("location")).toBe("/sign-in?next=%2Faccount%2Fsessions");
  expect(await rows()).toEqual([]);
});

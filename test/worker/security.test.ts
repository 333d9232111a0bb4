import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { createApp } from "../../worker/app.tsx";
import { signInLinkMade } from "../../worker/changes/sign-in-links.ts";
import { commit } from "../../worker/db/guard.ts";
import { sessions } from "../../worker/db/schema.ts";
import { schoolScope } from "../../worker/db/scope.ts";
import { safeNext } from "../../worker/http/sessions.ts";
import type { Deps } from "../../worker/ports/deps.ts";
import { newSignInLink, SIGN_IN_LINK_LIFE_MS, signInUrl } from "../../worker/rules/links.ts";
import { booked, cookieOf, type SmallSchool, smallSchool, testApp } from "../support/worker/small-school.ts";

/** The application as production configures it. */
function production({ db }: SmallSchool) {
  const { deps } = testApp(db);
  const settings = { ...deps.settings, STAGE: "production", PUBLIC_URL: new URL("https://school.example") } as const;
  return { deps: { ...deps, settings } satisfies Deps, app: createApp({ ...deps, settings }) };
}

async function pressLink(school: SmallSchool, personId: string, cookie = "") {
  const { app, deps } = production(school);
  const { db, schoolId, slug } = school;
  const expiresAt = Date.now() + SIGN_IN_LINK_LIFE_MS;
  const link = await newSignInLink(deps.settings.SIGNING_KEYS, { personIds: [personId], returnTo: "", expiresAt });
  await commit(db, signInLinkMade(schoolScope(db, schoolId, Date.now()), link));
  const address = await signInUrl(deps.settings, school, link.id, link.keyId);
  const headers = { origin: `https://${slug}.school.example`, cookie };
  const body = new URLSearchParams({ person: personId });
  return { app, answer: await app.fetch(new Request(address, { method: "POST", headers, body, redirect: "manual" })) };
}

test("in production the session's cookie is bound to the host, to https and to the server", async () => {
  const school = await smallSchool();
  const { answer, app } = await pressLink(school, school.ids.david);
  expect(answer.status).toBe(303);
  const cookie = answer.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^__Host-parlour=[0-9a-f]{64}; /);
  for (const flag of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]) expect(cookie).toContain(flag);
  expect(cookie).not.toContain("Domain");
  const bookings = `https://${school.slug}.school.example/bookings`;
  const page = (name: string) =>
    app.fetch(new Request(bookings, { headers: { cookie: `${name}=${cookie.split(/[=;]/)[1]}` }, redirect: "manual" }));
  expect((await page("__Host-parlour")).status).toBe(200);
  // A page of another subdomain could plant one without the prefix.
  expect((await page("parlour")).status).toBe(303);
});

test("signing in gives a session of its own, whatever cookie was there before", async () => {
  const school = await smallSchool();
  const planted = "0".repeat(64);
  const { answer } = await pressLink(school, school.ids.david, `__Host-parlour=${planted}`);
  expect(answer.headers.get("set-cookie")).not.toContain(planted);
  const kept = await school.db.select().from(sessions).where(eq(sessions.schoolId, school.schoolId));
  expect(kept.map(({ personId }) => personId)).toEqual([school.ids.david]);
});

test("whoever is signed in at one school is a stranger at another", async () => {
  const [here, there] = [await smallSchool(), await smallSchool()];
  const { app } = testApp(here.db);
  const roles = [
    [here.ids.david, "/bookings"],
    [here.ids.david, `/bookings?evening=${here.ids.evening}`],
    [here.ids.anita, "/staff/schedule"],
    [here.ids.office, "/admin"],
    [here.ids.office, `/admin/evenings/${there.ids.evening}`],
  ] as const;
  for (const [person, path] of roles) {
    const headers = { cookie: await cookieOf(here, person) };
    const answer = await app.fetch(new Request(`${there.origin}${path}`, { headers, redirect: "manual" }));
    expect([path, answer.status]).toEqual([path, 303]);
  }
});

test("one school's ids open nothing at another", async () => {
  const [here, there] = [await smallSchool(), await smallSchool()];
  const { app } = testApp(here.db);
  const theirs = await booked(there, {
    ...{ guardian: there.ids.david, student: there.ids.sophie, classId: there.ids.science },
    ...{ teachers: [there.ids.anita], slot: 3 },
  });
  const ask = async (person: string, path: string, body?: URLSearchParams | string) => {
    const headers = new Headers({ cookie: await cookieOf(here, person), origin: here.origin });
    if (typeof body === "string") headers.set("content-type", "application/json");
    const method = body === undefined ? "GET" : "POST";
    return (
      await app.fetch(
        new Request(`${here.origin}${path}`, { method, headers, redirect: "manual", ...(body && { body }) }),
      )
    ).status;
  };
  const { david, anita, office } = here.ids;
  for (const path of ["/bookings", "/bookings/invites", "/video"])
    expect([path, await ask(david, `${path}?evening=${there.ids.evening}`)]).toEqual([path, 404]);
  expect(await ask(david, `/evenings/${there.ids.evening}/book/manual`)).toBe(404);
  expect(await ask(anita, `/staff/schedule?evening=${there.ids.evening}`)).toBe(404);
  expect(await ask(anita, `/staff/video?evening=${there.ids.evening}`)).toBe(404);
  expect(await ask(david, `/rooms/${theirs}/pass`, "{}")).toBe(404);
  for (const path of ["", "/rules", "/classes", "/teachers"])
    expect(await ask(office, `/admin/evenings/${there.ids.evening}${path}`)).toBe(404);
  for (const path of ["publish", "close-booking", "delete", "classes", "rules"])
    expect(await ask(office, `/admin/evenings/${there.ids.evening}/${path}`, new URLSearchParams())).toBe(404);
  const press = new URLSearchParams({
    id: theirs,
    student: there.ids.sophie,
    class: there.ids.science,
    cancel: theirs,
  });
  expect(await ask(david, `/evenings/${there.ids.evening}/book/manual`, press)).toBe(404);
  expect(await ask(david, `/evenings/${here.ids.evening}/book/manual`, press)).toBe(404);
});

test("every answer has the strict policy and none of a person is kept by anybody on the way", async () => {
  const school = await smallSchool();
  const { app } = testApp(school.db);
  const cookie = await cookieOf(school, school.ids.david);
  for (const path of ["/", "/bookings", "/video", "/nowhere", "/admin", "/guests/video/x?guestToken=1", "/theme.css"]) {
    const answer = await app.fetch(new Request(`${school.origin}${path}`, { headers: { cookie }, redirect: "manual" }));
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect([path, policy.includes("default-src 'none'")]).toEqual([path, true]);
    expect([path, /unsafe|\*/.test(policy)]).toEqual([path, false]);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    if (answer.status === 200 && path !== "/theme.css") expect(answer.headers.get("cache-control")).toBe("no-store");
  }
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "evil.example",
  "/good\\..\\evil",
  "",
])("nobody is sent to another site: %j", (next) => {
  expect(safeNext(next, "/bookings")).toBe("/bookings");
});

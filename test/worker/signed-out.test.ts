import { expect, test } from "vitest";
import { cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

const school = await smallSchool();
const { app } = testApp(school.db);
const { david, evening, sophie, science } = school.ids;
const automatic = `/evenings/${evening}/book/automatic`;

const post = (path: string, body: URLSearchParams, referer?: string) => {
  const headers = { origin: school.origin, ...(referer === undefined ? {} : { referer }) };
  return app.fetch(new Request(`${school.origin}${path}`, { method: "POST", headers, body }));
};
const get = async (path: string) => {
  const headers = { cookie: await cookieOf(school, david) };
  return (await app.fetch(new Request(`${school.origin}${path}`, { headers }))).text();
};
const location = (answer: Response) => new URL(answer.headers.get("location") ?? "", school.origin);

test("whoever sends choices signed out signs in and finds them in the form", async () => {
  const from = school.startsAt + 600_000;
  const body = new URLSearchParams({ id: "p", from: String(from), to: String(from + 1_200_000) });
  body.append("want", `${sophie}~${science}`);
  body.append(`rank-${sophie}~${science}`, "1");
  const door = location(await post(automatic, body));
  expect(door.pathname).toBe("/sign-in");
  expect(await (await app.fetch(new Request(door))).text()).toContain("what you pressed was not done");
  const page = await get(door.searchParams.get("next") ?? "");
  expect(page).toMatch(new RegExp(`<option[^>]*selected[^>]*value="${from}"|<option[^>]*value="${from}"[^>]*selected`));
  expect(page).toMatch(/value="1" selected/);
  expect(page).toMatch(/type="checkbox"[^>]*checked|checked[^>]*type="checkbox"/);
});

test("whoever presses a time signed out comes back to its page, and to no other site's", async () => {
  const manual = `/evenings/${evening}/book/manual`;
  const press = new URLSearchParams({ id: "a", student: sophie, class: science, book: String(school.startsAt) });
  const door = location(await post(manual, press, `${school.origin}${manual}?done=booked`));
  expect(Object.fromEntries(door.searchParams)).toEqual({ next: `${manual}?done=booked`, unsaved: "1" });
  for (const elsewhere of ["https://evil.example/x", "nothing", undefined])
    expect(Object.fromEntries(location(await post(manual, press, elsewhere)).searchParams)).toEqual({ unsaved: "1" });
});

import { expect, test } from "vitest";
import { cookieOf, smallSchool, testApp } from "../support/worker/small-school.ts";

const school = await smallSchool();
const { app } = testApp(school.db);

const send = async (path: string, type: string, body: string, personId?: string) => {
  const cookie = personId ? await cookieOf(school, personId) : "";
  const headers = { "content-type": type, origin: school.origin, cookie };
  return app.fetch(new Request(`${school.origin}${path}`, { method: "POST", headers, body, redirect: "manual" }));
};

const { david, office, evening } = school.ids;
test.each([
  ["/sign-in", undefined],
  ["/sign-in/link", undefined],
  ["/sign-in/link/0123456789abcdef0123456789abcdef", undefined],
  ["/staff/sign-in", undefined],
  ["/sign-out", david],
  [`/evenings/${evening}/book/manual`, david],
  ["/bookings/invites", david],
  ["/guests/not-me/nobody", undefined],
  ["/admin/import", office],
  ["/admin/import/confirm", office],
])("a form that can't be read is answered with a page and 400: %s", async (path, personId) => {
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=x", "Multipart/Form-Data"]) {
    const response = await send(path, type, "--x\r\nnothing of a form", personId);
    expect([path, type, response.status]).toEqual([path, type, 400]);
    expect(await response.text()).toContain("We could not read that");
  }
});

test("records that come as something else than a form are refused, and not a fault", async () => {
  for (const path of ["/admin/import", "/admin/import/confirm"])
    expect((await send(path, "application/json", "{}", office)).status).toBe(400);
});

test("a form that is far too long is refused before it is read, and records may be longer", async () => {
  const type = "application/x-www-form-urlencoded";
  const body = `note=${"x".repeat(600_000)}`;
  for (const [path, person] of [
    [`/evenings/${evening}/book/manual`, david],
    ["/sign-in", undefined],
    ["/bookings/invites", david],
  ] as const) {
    const headers = { "content-type": type, origin: school.origin, "content-length": String(body.length) };
    const cookie = person ? await cookieOf(school, person) : "";
    const sent = new Request(`${school.origin}${path}`, { method: "POST", headers: { ...headers, cookie }, body });
    const answer = await app.fetch(sent);
    expect([path, answer.status]).toEqual([path, 413]);
    expect(await answer.text()).toContain("That is too much at once");
  }
  expect((await send("/admin/import/confirm", type, `students=${"x".repeat(600_000)}`, office)).status).not.toBe(413);
});

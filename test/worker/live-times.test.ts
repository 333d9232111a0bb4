import { expect, test } from "vitest";
import { addFamily, browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { smallSchool } from "../support/worker/small-school.ts";

const addressOn = (html: string) => (/data-live-times="([^"]+)"/.exec(html)?.[1] ?? "").replaceAll("&amp;", "&");

test("an open page is told what others take and give back; nothing new is 304; the same for many is one reading", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  const html = await (await david.page()).text();
  expect(html).toContain(`data-unit-ms="${SLOT_MS}"`);
  const address = addressOn(html);
  const ask = (etag = "") =>
    david.app.fetch(new Request(`${school.origin}${address}`, { headers: { "if-none-match": etag } }));
  const first = await ask();
  expect(await first.json()).toEqual({ [school.ids.anita]: [] });
  const etag = first.headers.get("etag") ?? "none";
  expect((await ask(etag)).status).toBe(304);
  const { guardianId, studentId } = await addFamily(school, [school.ids.science]);
  const other = await browserOf(school, guardianId);
  const id = crypto.randomUUID();
  await other.press({ id, student: studentId, classId: school.ids.science, slot: 5 });
  expect((await ask(etag)).status).toBe(304);
  david.clock.now += 501;
  const second = await ask(etag);
  expect(await second.json()).toEqual({ [school.ids.anita]: [school.startsAt + 5 * SLOT_MS] });
  await other.press({ student: studentId, classId: school.ids.science, cancel: id });
  david.clock.now += 501;
  expect((await ask(second.headers.get("etag") ?? "")).headers.get("etag")).toBe(etag);
});

test("nobody reads an evening's times without the address of a page: a wrong token, or another evening's, is 404", async () => {
  const [school, other] = [await smallSchool(), await smallSchool()];
  const david = await browserOf(school, school.ids.david);
  const address = addressOn(await (await david.page()).text());
  const get = (path: string) => david.app.fetch(new Request(`${school.origin}${path}`));
  const [, , , , token = ""] = address.split(/[/?]/);
  expect((await get(address)).status).toBe(200);
  expect((await get(address.replace(token, "0".repeat(32)))).status).toBe(404);
  const theirs = address.replace(school.schoolId, other.schoolId).replace(school.ids.evening, other.ids.evening);
  expect((await get(theirs)).status).toBe(404);
});

test("a page where nothing can be booked asks for nothing", async () => {
  const school = await smallSchool();
  const david = await browserOf(school, school.ids.david);
  david.clock.now = school.startsAt + 36 * SLOT_MS;
  expect(await (await david.page()).text()).not.toContain("data-live-times");
});

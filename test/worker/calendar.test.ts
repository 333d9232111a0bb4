import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { classTeachers, guardianships, people, schools } from "../../worker/db/schema.ts";
import { calendarSecret } from "../../worker/features/calendar/calendar-address.ts";
import { readAppointments } from "../support/read-calendar.ts";
import { browserOf, SLOT_MS } from "../support/worker/booking.ts";
import { booked, MINUTE, type SmallSchool, smallSchool } from "../support/worker/small-school.ts";

async function withBookings() {
  // A calendar counts in whole seconds, as every evening does.
  const school = await smallSchool(Math.floor(Date.now() / 1_000) * 1_000);
  const { ids } = school;
  const ben = { guardian: ids.rachael, student: ids.ben };
  const science = await booked(school, { ...ben, classId: ids.science, teachers: [ids.anita], slot: 1 });
  const review = await booked(school, {
    ...{ ...ben, classId: ids.review, teachers: [ids.anita, ids.john], slot: 4, units: 6 },
  });
  return { school, ids, science, review, rachael: await browserOf(school, ids.rachael) };
}

/** A person's calendar, asked for as a calendar program does: without a cookie. */
async function feedOf(school: SmallSchool, personId: string) {
  const { app, deps, clock } = await browserOf(school, personId);
  const [owner] = await school.db.select().from(people).where(eq(people.id, personId));
  if (!owner) throw new Error("no such person");
  const secret = await calendarSecret(deps.settings.SIGNING_KEYS, school.schoolId, owner);
  const path = `/calendar/${secret}.ics`;
  const ask = async (headers: Record<string, string> = {}, at = path) =>
    app.fetch(new Request(`${school.origin}${at}`, { headers }));
  return { ask, secret, path, clock, entries: async () => readAppointments(await (await ask()).text()) };
}

async function textOf(answer: Response | Promise<Response>): Promise<string> {
  return (await answer).text();
}

test("guardian and teacher each have a feed: booked instants, the school's zone, where to join, and no surname of a family", async () => {
  const { school, ids, science, review } = await withBookings();
  for (const [who, page] of [
    [ids.rachael, "/video"],
    [ids.anita, "/staff/video"],
  ] as const) {
    const { ask } = await feedOf(school, who);
    const answer = await ask();
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = await answer.text();
    expect(text).toContain("TZID:Europe/London");
    expect(text.replaceAll("\r\n ", "")).not.toContain("Abbot");
    const url = `http://${school.slug}.localhost`;
    expect(readAppointments(text)).toMatchObject(
      [
        {
          ...{ uid: `${science}@${school.slug}.localhost`, sequence: 1, status: "CONFIRMED" },
          ...{ startsAt: school.startsAt + SLOT_MS, endsAt: school.startsAt + 2 * SLOT_MS },
        },
        {
          ...{ uid: `${review}@${school.slug}.localhost`, sequence: 1 },
          ...{ startsAt: school.startsAt + 4 * SLOT_MS, endsAt: school.startsAt + 10 * SLOT_MS },
        },
      ].map((entry) => ({
        ...entry,
        url: expect.stringMatching(new RegExp(`^${url}(:\\d+)?${page}\\?evening=${ids.evening}$`)),
      })),
    );
  }
});

test("moved, then cancelled: the same entry with a higher SEQUENCE each time, kept as cancelled, for guardian and teacher", async () => {
  const { school, ids, science, rachael } = await withBookings();
  const theirs = [await feedOf(school, ids.rachael), await feedOf(school, ids.anita)];
  const now = async () =>
    Promise.all(theirs.map(async ({ entries }) => (await entries()).filter(({ uid }) => uid.startsWith(science))));
  const before = await now();
  await rachael.press({ id: science, student: ids.ben, classId: ids.science, slot: 20, moves: true });
  const moved = await now();
  await rachael.press({ student: ids.ben, classId: ids.science, cancel: science });
  const cancelled = await now();
  for (const whose of [0, 1]) {
    const history = [before, moved, cancelled].map((feeds) => feeds[whose] ?? []);
    expect(history.map((entries) => entries.length)).toEqual([1, 1, 1]);
    expect(history.flat().map(({ sequence, status }) => [sequence, status])).toEqual([
      ...[
        [1, "CONFIRMED"],
        [2, "CONFIRMED"],
        [3, "CANCELLED"],
      ],
    ]);
    expect(new Set(history.flat().map(({ uid }) => uid)).size).toBe(1);
    expect(history[1]?.[0]?.startsAt).toBe(school.startsAt + 20 * SLOT_MS);
  }
});

test("a move that gives an appointment to another teacher: cancelled for the one before, theirs again when it comes back", async () => {
  const { school, ids, science, rachael } = await withBookings();
  const [anita, john] = [await feedOf(school, ids.anita), await feedOf(school, ids.john)];
  const states = async () =>
    Promise.all(
      [anita, john].map(async ({ entries }) =>
        (await entries())
          .filter(({ uid }) => uid.startsWith(science))
          .map((entry) => `${entry.sequence} ${entry.status}`),
      ),
    );
  const give = async (teacherId: string, slot: number) => {
    await school.db.update(classTeachers).set({ teacherId }).where(eq(classTeachers.classId, ids.science));
    await rachael.press({ id: science, student: ids.ben, classId: ids.science, slot, moves: true });
  };
  expect(await states()).toEqual([["1 CONFIRMED"], []]);
  await give(ids.john, 20);
  expect(await states()).toEqual([["2 CANCELLED"], ["2 CONFIRMED"]]);
  await give(ids.anita, 21);
  expect(await states()).toEqual([["3 CONFIRMED"], ["3 CANCELLED"]]);
});

test("asked again, the feed answers 304 until something in it changes, whatever the clock says", async () => {
  const { school, ids } = await withBookings();
  const { ask, clock } = await feedOf(school, ids.rachael);
  const first = await ask();
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^W\/"[0-9a-f]{32}"$/);
  clock.now += 1_100;
  for (const known of [etag, etag.slice(2), `"other", ${etag}`]) {
    const again = await ask({ "if-none-match": known });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  }
  expect((await ask({ "if-none-match": '"other"' })).status).toBe(200);
  // Sophie is hers too by now: of other people's children her calendar says nothing.
  await school.db.insert(guardianships).values({
    ...{ schoolId: school.schoolId, guardianId: ids.rachael, studentId: ids.sophie, relationship: "Aunt", priority: 2 },
    ...{ parentalResponsibility: true, livesWith: false, courtOrder: false, mayBook: true },
  });
  await booked(school, {
    ...{ guardian: ids.rachael, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 20 },
  });
  const changed = await ask({ "if-none-match": etag });
  expect(changed.status).toBe(200);
  // The school's zone is part of it too.
  await school.db.update(schools).set({ zone: "Asia/Kolkata" }).where(eq(schools.id, school.schoolId));
  expect((await ask({ "if-none-match": changed.headers.get("etag") ?? "" })).status).toBe(200);
});

test("a wrong, foreign or revoked calendar address is 404", async () => {
  const { school, ids, rachael } = await withBookings();
  const { ask, secret, path } = await feedOf(school, ids.rachael);
  const token = secret.slice(-32);
  const wrong = [`${ids.david}.${token}`, `${ids.rachael}.${"0".repeat(32)}`, `none.${token}`, token, `.${token}`];
  for (const guess of wrong) expect((await ask({}, `/calendar/${guess}.ics`)).status).toBe(404);
  const other = await smallSchool();
  expect((await (await feedOf(other, other.ids.david)).ask({}, path)).status).toBe(404);
  const renew = new Request(`${school.origin}/bookings/calendar`, {
    ...{ method: "POST", headers: { cookie: rachael.cookie, origin: school.origin } },
    body: new URLSearchParams(),
  });
  expect((await rachael.app.fetch(renew)).status).toBe(303);
  expect((await ask()).status).toBe(404);
  const html = await textOf(rachael.get("/bookings/calendar?renewed=1"));
  const fresh = /value="(http[^"]+\.ics)"/.exec(html)?.[1] ?? "";
  expect((await ask({}, new URL(fresh).pathname)).status).toBe(200);
  expect(html).toContain(`href="${fresh.replace(/^https?:/, "webcal:")}"`);
});

test("an administrator has no calendar", async () => {
  const school = await smallSchool();
  expect((await (await feedOf(school, school.ids.office)).ask()).status).toBe(404);
});

test("an evening as a file, once: what is booked in it, for its guardian and for its teacher", async () => {
  const { school, ids, science, review, rachael } = await withBookings();
  await rachael.press({ student: ids.ben, classId: ids.science, cancel: science });
  const anita = await browserOf(school, ids.anita);
  for (const [browser, page, path] of [
    [rachael, "/bookings/calendar", "/bookings/calendar.ics"],
    [anita, "/staff/calendar", "/staff/calendar.ics"],
  ] as const) {
    const file = `${path}?evening=${ids.evening}`;
    expect(await textOf(browser.get(page))).toContain(`href="${file}"`);
    const answer = await browser.get(file);
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8; method=PUBLISH");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="appointments.ics"');
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const entries = readAppointments(await answer.text());
    expect(entries.map(({ uid }) => uid)).toEqual([`${review}@${school.slug}.localhost`]);
  }
});

test("a file is there only for one's own evening; nothing is offered once it is over", async () => {
  const { school, ids, rachael } = await withBookings();
  const other = await smallSchool();
  for (const evening of ["", "none", other.ids.evening])
    expect((await rachael.get(`/bookings/calendar.ics?evening=${evening}`)).status).toBe(404);
  const david = await browserOf(school, ids.david);
  expect((await david.get(`/bookings/calendar.ics?evening=${ids.evening}`)).status).toBe(404);
  expect(await textOf(david.get("/bookings/calendar"))).not.toContain("Once, as a file");
  expect((await rachael.get(`/staff/calendar.ics?evening=${ids.evening}`)).status).toBe(303);
  const later = await browserOf(school, ids.rachael, school.startsAt + 200 * MINUTE);
  expect(await textOf(later.get("/bookings/calendar"))).not.toContain("Once, as a file");
});

import { expect, test } from "vitest";
import { ConnectionAnnouncements } from "../../web/islands/call/connection-announcements.ts";
import type { Picture } from "../../web/islands/call/sending.ts";
import { Silence } from "../../web/islands/call/silence.ts";
import { type ConnectionReport, WeakConnection } from "../../web/islands/call/weak-connection.ts";

const GOOD: ConnectionReport = { lost: 0, roundTripMs: 40 };
const BAD: ConnectionReport = { lost: 0.2, roundTripMs: 40 };
const FAIR: ConnectionReport = { lost: 0.05, roundTripMs: 40 };

test("a transport that carries something is never asked after, one that falls silent is within two seconds", () => {
  const silence = new Silence();
  for (let now = 0; now < 10_000; now += 400) expect(silence.look(now, now)).toBe(false);
  const asked = [];
  for (let now = 10_000; now < 20_000; now += 400) if (silence.look(1, now)) asked.push(now - 10_000);
  expect(asked[0]).toBeLessThanOrEqual(2000);
  expect(asked.length).toBeLessThanOrEqual(4);
});

test("a silence that nobody can speak to is asked after again at once, and one that proves false is allowed from then on", () => {
  const silence = new Silence();
  silence.look(1, 0);
  expect(silence.look(1, 1600)).toBe(true);
  silence.unanswered(1600);
  expect(silence.look(1, 1800)).toBe(false);
  expect(silence.look(1, 2000)).toBe(true);
  // Alive after all: a connection that hears something every two and a half seconds only.
  let asked = 0;
  for (let now = 2500; now < 60_000; now += 100) if (silence.look(Math.floor(now / 2500) + 1, now)) asked += 1;
  expect(asked).toBeLessThanOrEqual(1);
});

test("the picture yields within seconds on a bad connection, step by step, and comes back slowly", () => {
  const connection = new WeakConnection();
  const after = (report: ConnectionReport, looks: number) => {
    for (let look = 0; look < looks; look += 1) connection.look(report);
    return connection.picture;
  };
  expect(after(BAD, 1)).toBe("full");
  expect(after(BAD, 1)).toBe("smaller");
  expect(after(BAD, 2)).toBe("small");
  expect(after(BAD, 20)).toBe("none");
  expect(after(FAIR, 60)).toBe("none");
  expect(after(GOOD, 5)).toBe("small");
  expect(after(GOOD, 10)).toBe("full");
});

test("a slow connection is a bad one too", () => {
  const connection = new WeakConnection();
  connection.look({ lost: 0, roundTripMs: 1500 });
  connection.look({ lost: 0, roundTripMs: 1500 });
  expect(connection.picture).toBe("smaller");
});

test("a connection that goes bad again each time the picture grows is tried less and less often", () => {
  const connection = new WeakConnection();
  let changes = 0;
  for (let second = 0; second < 300; second += 1) {
    const before = connection.picture;
    connection.look(before === "full" ? BAD : GOOD);
    if (connection.picture !== before) changes += 1;
  }
  expect(changes).toBeLessThan(30);
});

test("a connection that wavers is told of once, and once more when it has been good for a while", () => {
  const news = new ConnectionAnnouncements();
  const said: string[] = [];
  const seconds = (count: number, picture: Picture | null) => {
    for (let second = 0; second < count; second += 1) {
      now += 1_000;
      said.push(news.look(picture, now) ?? "");
    }
  };
  let now = 0;
  const heard = () => said.splice(0).filter(Boolean);
  seconds(30, "full");
  expect(heard()).toEqual([]);
  for (const picture of ["smaller", "full", "small", "none", "smaller", "full", "smaller"] as const)
    seconds(8, picture);
  expect(heard()).toEqual(["weak"]);
  // Between two connections nothing can be said of either.
  seconds(8, "full");
  seconds(30, null);
  seconds(8, "full");
  expect(heard()).toEqual([]);
  seconds(15, "full");
  expect(heard()).toEqual(["good"]);
  seconds(2, "small");
  expect(heard()).toEqual(["weak"]);
});

import { expect, test } from "vitest";
import { forgetRooms } from "../../worker/after-commit/forget-rooms.ts";
import { roomIdOf } from "../../worker/ports/object-ids.ts";
import { booked, smallSchool, testApp } from "../support/worker/small-school.ts";

const DAY = 24 * 3_600_000;

test("a room is told to forget when the evening's retention is over, once, and again if it could not be reached", async () => {
  const school = await smallSchool();
  const { db, schoolId, ids, startsAt } = school;
  const choice = { guardian: ids.david, student: ids.sophie, classId: ids.science, teachers: [ids.anita], slot: 0 };
  const room = roomIdOf(schoolId, await booked(school, choice));
  const mine = (rooms: string[]) => rooms.filter((one) => one === room);
  const runAt = async (now: number, roomsDown = false) => {
    const { deps, forgotten, log } = testApp(db, { now, roomsDown });
    await forgetRooms(deps);
    expect(log.of("rooms_not_forgotten").map(({ rooms, kind }) => [rooms, kind])).toEqual(
      roomsDown ? [[1, "Error"]] : [],
    );
    return mine(forgotten).length;
  };
  const over = startsAt + 3 * 3_600_000 + 30 * DAY;
  expect(await runAt(over - 1)).toBe(0);
  expect(await runAt(over + 1, true)).toBe(0);
  expect(await runAt(over + 1)).toBe(1);
  expect(await runAt(over + 1)).toBe(0);
});

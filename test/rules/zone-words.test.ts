import { expect, test } from "vitest";
import { cityOf, zoneWords } from "../../web/ui/zone-words.ts";
import { englishWords } from "../../web/words/catalogue.ts";
import { clockTime } from "../../web/words/format.ts";

const FOUR = Date.UTC(2027, 0, 12, 16);

test("a reader whose clock shows the same is told nothing more, whatever their zone is called", () => {
  expect(zoneWords("Europe/London", "Europe/London", FOUR, englishWords)).toBeNull();
  expect(zoneWords("Europe/London", "Europe/Lisbon", FOUR, englishWords)).toBeNull();
});

test("a reader in another zone is told what the school's time is for them, and on which day", () => {
  expect(zoneWords("Europe/London", "America/New_York", FOUR, englishWords)).toBe(
    "Times are in the school’s time, London. Your device is set to New York: 16:00 at the school is 11:00 for you.",
  );
  expect(zoneWords("Europe/London", "Pacific/Auckland", FOUR, englishWords)).toContain(
    "16:00 at the school is 05:00 on Wednesday, 13th January for you",
  );
});

test("the difference is that of the evening's day: two zones change their clocks on different ones", () => {
  const inMarch = Date.UTC(2027, 2, 16, 16);
  expect(zoneWords("Europe/London", "America/New_York", inMarch, englishWords)).toContain(
    "16:00 at the school is 12:00 for you",
  );
  expect(cityOf("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
});

test("the hour that comes twice says which of the two", () => {
  const at = (hour: number, minute: number) => clockTime(Date.UTC(2026, 9, 25, hour, minute), "Europe/London");
  expect([at(0, 5), at(1, 5), at(2, 5)]).toEqual(["01:05 BST", "01:05 GMT", "02:05"]);
  expect(clockTime(Date.UTC(2026, 9, 24, 23, 55), "Europe/London")).toBe("00:55");
  expect(clockTime(Date.UTC(2027, 2, 28, 1, 5), "Europe/London")).toBe("02:05");
});

import { describe, expect, it } from "vitest";
import { announcementBetween, runsOnBetween, timerAt } from "../../web/islands/call/timer-rules.ts";
import { exactWords, roughWords, shortNameOf } from "../../web/pages/call-words.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const MINUTE = 60_000;
const OPENS = Date.UTC(2026, 10, 23, 16, 0);
const five = { opensAt: OPENS, closesAt: OPENS + 5 * MINUTE, overrunUntil: OPENS + 5 * MINUTE };
const half = { opensAt: OPENS, closesAt: OPENS + 30 * MINUTE, overrunUntil: OPENS + 40 * MINUTE };

describe("the timer", () => {
  it.each([
    [0, "blue", "5 min 00 s left", "until 16:05"],
    [50_000, "blue", "4 min 10 s left", "until 16:05"],
    [3 * MINUTE, "yellow", "2 min 00 s left", "Time to sum up"],
    [4 * MINUTE, "red", "1 minute left", "ends at 16:05"],
    [5 * MINUTE - 15_000, "red", "15 seconds left", "ends at 16:05"],
  ])("five minutes, %i ms in: %s", (into, tone, words, hint) => {
    expect(timerAt(five, OPENS + into, "UTC", englishWords)).toMatchObject({ tone, words, hint });
  });

  it("stays blue until two minutes before the end of a long one", () => {
    expect(timerAt(half, OPENS + 20 * MINUTE, "UTC", englishWords).tone).toBe("blue");
    expect(timerAt(half, OPENS + 28 * MINUTE, "UTC", englishWords).tone).toBe("yellow");
  });

  it("counts down to the start before it, and to the latest end in overtime", () => {
    expect(timerAt(five, OPENS - 6 * MINUTE, "UTC", englishWords)).toMatchObject({
      tone: "none",
      words: "Starts in 6 min 00 s",
      hint: "at 16:00",
    });
    expect(timerAt(half, OPENS + 31 * MINUTE, "UTC", englishWords)).toMatchObject({
      tone: "red",
      words: "Over time: 9 min 00 s left",
    });
  });

  it("announces its four turns, each once, and nothing in between", () => {
    const heard: string[] = [];
    for (let at = OPENS; at < OPENS + 6 * MINUTE; at += 250) {
      const words = announcementBetween(five, at - 250, at);
      if (words) heard.push(englishWords(words));
    }
    expect(heard).toEqual(["2 minutes left. Time to sum up", "1 minute left", "30 seconds left", "10 seconds left"]);
  });

  it("says once that a call runs on, where it does", () => {
    const heard = (times: typeof half) => {
      const found: number[] = [];
      for (let at = OPENS; at < OPENS + 45 * MINUTE; at += 250) if (runsOnBetween(times, at - 250, at)) found.push(at);
      return found;
    };
    expect(heard(half)).toEqual([half.closesAt]);
    expect(heard({ ...half, overrunUntil: half.closesAt })).toEqual([]);
  });

  it("after a sleep says the latest turn only", () => {
    expect(announcementBetween(five, OPENS, five.closesAt - 20_000)).toBe("call.timer.thirtySeconds.announcement");
  });
});

describe("words", () => {
  it("says a time left as a person would", () => {
    expect(exactWords(185_000, englishWords)).toBe("3 min 05 s");
    expect(exactWords(1_000, englishWords)).toBe("1 second");
    expect(exactWords(60_000, englishWords)).toBe("1 minute");
    expect(exactWords(80 * MINUTE, englishWords)).toBe("1 h 20 min");
    expect(roughWords(5.2 * MINUTE, englishWords)).toBe("6 minutes");
    expect(roughWords(10, englishWords)).toBe("1 minute");
    expect(roughWords(3 * 24 * 60 * MINUTE, englishWords)).toBe("3 days");
  });

  it("calls people with a title by title and surname, others by their whole name", () => {
    expect(shortNameOf("Mrs Anita Abell")).toBe("Mrs Abell");
    expect(shortNameOf("Jane Aaron")).toBe("Jane Aaron");
    expect(shortNameOf("Dr Okafor")).toBe("Dr Okafor");
  });
});

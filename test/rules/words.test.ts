import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { englishWords, packWords, wordsIn } from "../../web/words/catalogue.ts";
import { en } from "../../web/words/en.ts";
import { ISLAND_AREAS } from "../../web/words/island-areas.ts";
import { ENGLISH, type Locale, PSEUDO, SHIPPED } from "../../web/words/locales.ts";
import { disguise } from "../../web/words/pseudo.ts";
import { type Area, makeWords } from "../../web/words/words.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const areas = Object.keys(en) as Area[];
const keys = areas.flatMap((area) => Object.keys(en[area]).map((name) => `${area}.${name}`));
const [longer, mirrored] = PSEUDO as [Locale, Locale];

/** The product's files that may use the catalogue, by path. */
const sources: ReadonlyMap<string, string> = new Map(
  ["worker", "web"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("words/en"))
      .map((name) => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), "utf8")] as const),
  ),
);

describe("the catalogue", () => {
  test("every message is used", () => {
    const all = [...sources.values()].join("\n");
    const isUsed = (key: string) => {
      const [area, name = ""] = key.split(".");
      if (all.includes(`"${key}"`)) return true;
      if (area === "problems") return all.includes(`"${name}"`);
      return area === "slots" && all.includes("`slots.$" + "{state}`") && ["free", "taken"].includes(name);
    };
    expect(keys.filter((key) => !isUsed(key))).toEqual([]);
  });

  test("every problem has a title and a text", () => {
    const names = Object.keys(en.problems).map((key) => key.split(".")[0]);
    expect(names.filter((name) => !(`${name}.title` in en.problems && `${name}.text` in en.problems))).toEqual([]);
  });

  test("a key says where its message stands and what it is", () => {
    const form =
      /^\w+\.(\w+\.)*(announcement|button|caption|column|error|heading|hint|label|link|name|pageTitle|status|subject|text|title)$/;
    // Words for amounts of time and for the states of a time: nothing but the word itself.
    const isPlain = (key: string) => key.startsWith("time.") || key.startsWith("slots.");
    expect(keys.filter((key) => !isPlain(key) && !form.test(key))).toEqual([]);
  });

  test("every message can be read, in every language", () => {
    for (const locale of [...SHIPPED, ...PSEUDO])
      expect(Object.keys(packWords(locale, areas).messages)).toHaveLength(keys.length);
  });

  test("one language is shipped, and no pseudo-locale", () => {
    expect(SHIPPED).toEqual([ENGLISH]);
    expect(SHIPPED.filter(({ pseudo }) => pseudo)).toEqual([]);
  });
});

describe("what a page carries for its scripts", () => {
  test.each(Object.entries(ISLAND_AREAS))("%s finds every message that it uses", (island, carried) => {
    const files = reachedFrom(`web/islands/${island}.tsx`);
    const found = files.flatMap((file) => [...(sources.get(file) ?? "").matchAll(/"(\w+)\.[\w.]+"/g)]);
    const used = new Set(found.map(([, area = ""]) => area).filter((area) => area in en));
    expect([...used].filter((area) => !carried.includes(area as Area))).toEqual([]);
  });

  test("every island that reads words has a place for them", () => {
    const reading = [...sources].filter(
      ([file, text]) => /^web\/islands\/[a-z-]+\.tsx$/.test(file) && text.includes("readWords"),
    );
    expect(reading.map(([file]) => file.slice("web/islands/".length, -".tsx".length)).sort()).toEqual(
      Object.keys(ISLAND_AREAS).sort(),
    );
  });

  test("it is read by a script as the server reads it", () => {
    const { locale, messages } = JSON.parse(JSON.stringify(packWords(ENGLISH, ["time"])));
    const t = makeWords(locale, (key) => messages[key]);
    expect(t("time.minutesAndSeconds", { minutes: 1, seconds: 25 })).toBe("1 minute 25 seconds");
  });

  /** What a script is made of: its own imports and theirs, but for types. */
  function reachedFrom(file: string, seen = new Set<string>()): string[] {
    if (seen.has(file) || file.startsWith("web/words")) return [...seen];
    seen.add(file);
    const imports = (sources.get(file) ?? "").matchAll(
      /^(?:import|export)\s+(?!type\s)(?:[^"';]*?\sfrom\s+)?"(\.[^"]+)"/gm,
    );
    for (const [, to = ""] of imports) reachedFrom(join(dirname(file), to), seen);
    return [...seen];
  }
});

describe("plurals, dates and lists are Intl's", () => {
  test.each([
    [0, "0 minutes"],
    [1, "1 minute"],
    [2, "2 minutes"],
  ])("%d: %s", (minutes, words) => {
    expect(englishWords("time.minutes", { minutes })).toBe(words);
  });

  test("a waiting list says who is first otherwise", () => {
    const line = (ahead: number) => englishWords("book.waitlist.place.status", { ahead }).split(". ")[0];
    expect([0, 1, 2].map(line)).toEqual([
      "You are on the waiting list, first in line",
      "You are on the waiting list, with 1 before you",
      "You are on the waiting list, with 2 before you",
    ]);
  });

  test("ordinals: 1st, 2nd, 3rd, 11th, 21st", () => {
    const date = (day: number) => englishWords.date(Date.UTC(2026, 11, day, 12), "UTC");
    expect([1, 2, 3, 11, 21].map((day) => date(day).split(" ")[1])).toEqual(["1st", "2nd", "3rd", "11th", "21st"]);
  });

  test("another language has its own dates and lists", () => {
    const t = wordsIn(mirrored);
    expect(t.date(Date.UTC(2026, 11, 21, 12), "UTC")).toMatch(/^\p{Script=Arabic}+، 21 \p{Script=Arabic}+$/u);
    // Each name between isolates, so that names of another script keep their order.
    expect(t.list(["A", "B"])).toMatch(/^\u2068A\u2069 \p{Script=Arabic}\u2068B\u2069$/u);
    expect(t.time(Date.UTC(2026, 11, 21, 16), "UTC")).toBe("16:00");
  });
});

describe("pseudo-locales", () => {
  test("the longer one is about a third longer, accented and in brackets; values stay", () => {
    const t = wordsIn(longer);
    expect(t("home.hello.title", { name: "David Aaron" })).toBe("[Ĥééľľóó, David Aaron]");
  });

  test("most messages grow by a quarter to a half", () => {
    const lengths = keys.map((key) => {
      const [area = "", ...rest] = key.split(".");
      const message = (en as Record<string, Record<string, string>>)[area]?.[rest.join(".")] ?? "";
      return String(disguise(message.replaceAll(/[<{].*?[>}]/g, ""), "longer")).length / message.length;
    });
    const all = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
    expect(all).toBeGreaterThan(1.25);
    expect(all).toBeLessThan(1.5);
  });

  test("branches of a plural are disguised too, and what stands in elements", () => {
    expect(wordsIn(longer)("time.minutes", { minutes: 2 })).toMatch(/^\[2 [^a-z]+\]$/);
    const parts = wordsIn(longer).rich("mailGuests.alone.text", { strong: (children) => children });
    expect(String(parts)).not.toMatch(/[a-z]{2}/);
  });

  test("the mirrored one runs from right to left, and ends what it turns", () => {
    const text = wordsIn(mirrored)("home.signIn.text");
    expect(mirrored.dir).toBe("rtl");
    expect(text.split("\u202e")).toHaveLength(text.split("\u202c").length);
    expect(text).toContain("\u202e");
  });
});

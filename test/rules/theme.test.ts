import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contrastRatio, fitAccent, GROUND, type Scheme, themeCss } from "../../worker/features/schools/theme.ts";

const colour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map((channels) => `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`);

test.each<Scheme>(["light", "dark"])("any colour a school picks can be read in the %s scheme", (scheme) => {
  const { card, paper, sunk, onAccent } = GROUND[scheme];
  fc.assert(
    fc.property(colour, (picked) => {
      const { accent, soft } = fitAccent(picked, scheme);
      expect(accent).toMatch(/^#[0-9a-f]{6}$/);
      for (const ground of [card, paper, sunk, soft, onAccent])
        expect(contrastRatio(accent, ground)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 500, examples: [["#ffffff"], ["#000000"], ["#ffff00"], ["#00ff00"], ["#808080"]] },
  );
});

test("a colour that reads already stays as it is", () => {
  expect(fitAccent("#2b4c8c", "light").accent).toBe("#2b4c8c");
});

test("the ratio is the one of WCAG", () => {
  expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrastRatio("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

test("a pale yellow becomes a dark gold where the page is light, and print stays black", () => {
  const css = themeCss("#f2b705");
  expect(css).toContain("@media screen{");
  expect(contrastRatio(fitAccent("#f2b705", "light").accent, "#f2b705")).toBeGreaterThan(2);
});

test("the surfaces are those of the style sheet", () => {
  const css = readFileSync(new URL("../../web/styles/base/tokens.css", import.meta.url), "utf8");
  const [light = "", dark = ""] = css.split("@media (prefers-color-scheme: dark)");
  const token = (part: string, name: string) => new RegExp(`--${name}: (#[0-9a-f]+);`).exec(part)?.[1];
  expect([token(light, "paper"), token(light, "sunk")]).toEqual([GROUND.light.paper, GROUND.light.sunk]);
  expect(["card", "paper", "sunk"].map((name) => token(dark, name))).toEqual([
    GROUND.dark.card,
    GROUND.dark.paper,
    GROUND.dark.sunk,
  ]);
});

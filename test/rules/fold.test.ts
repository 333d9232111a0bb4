import fc from "fast-check";
import { expect, test } from "vitest";
import { foldEmail, foldName, nameKey } from "../../worker/rules/fold.ts";

test.each([
  ["Zoë", "zoe"],
  ["ŁUKASZ", "lukasz"],
  ["Yılmaz", "yilmaz"],
  ["İpek", "ipek"],
  ["Straße", "strasse"],
  ["STRAẞE", "strasse"],
  ["O’Brien", "obrien"],
  ["O'Brien", "obrien"],
  ["O‘Brien", "obrien"],
  ["Smith-Jones", "smithjones"],
  ["Smith – Jones", "smithjones"],
  [" Van  Dijk ", "vandijk"],
  ["Bjørn Æsir", "bjornaesir"],
  ["Œuvre", "oeuvre"],
  ["Đặng", "dang"],
  ["Zoe\u0308", "zoe"],
  ["ﬁona", "fiona"],
  ["Γιώργος", "γιωργοσ"],
  ["王芳", "王芳"],
])("%s is compared as %s", (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

test("folding twice changes nothing, and case never matters for Latin names", () => {
  fc.assert(fc.property(fc.string(), (name) => foldName(foldName(name)) === foldName(name)));
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ž' -]*$/u),
      (name) => foldName(name.toUpperCase()) === foldName(name),
    ),
  );
});

test("forename and surname stay apart: Anna Bell is not Ann Abell", () => {
  expect(nameKey({ forename: "Anna", surname: "Bell" })).not.toBe(nameKey({ forename: "Ann", surname: "Abell" }));
});

test("marks of other scripts are letters: vowels of Hindi are not thrown away", () => {
  expect(foldName("किरण")).not.toBe(foldName("करण"));
});

test("addresses are compared without case or spaces around", () => {
  expect(foldEmail(" David.Aaron@Mail.Example ")).toBe("david.aaron@mail.example");
});

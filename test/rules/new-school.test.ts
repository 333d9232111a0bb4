import { expect, test } from "vitest";
import { checkNewSchool, EMPTY_SCHOOL, newSchoolForm } from "../../worker/rules/new-school.ts";
import { looksLike, shortNameOf, slugFault, slugOf } from "../../worker/rules/school-slug.ts";

const FILLED = {
  ...EMPTY_SCHOOL,
  ...{
    name: "Holm Oak Primary School",
    slug: "holmoak",
    forename: "Ada",
    surname: "Hart",
    email: "ada@holmoak.example",
  },
};

test.each([
  ["green-abbey", "greenabbey"],
  ["greenabb3y", "greenabbey"],
  ["gr33nabbey", "greenabbey"],
  ["greenabey", "greenabbey"],
  ["st-anne", "stanne"],
  ["stannes1", "stannesl"],
  ["hillside", "hi11side"],
  ["ivywell", "1vywell"],
  ["elrn", "elm"],
  ["vvestfield", "westfield"],
  ["clover", "dover"],
  ["0perator", "operator"],
])("%s can't be beside %s", (slug, other) => {
  const taken = other === "operator" ? [] : [other];
  expect(slugFault(slug, taken)).toEqual({ kind: "like", slug: other });
  expect(looksLike(slug)).toBe(looksLike(other));
});

test("names that only share a beginning stand beside each other", () => {
  expect(slugFault("greenabbeyhigh", ["greenabbey"])).toBe(null);
  expect(slugFault("st-annes", ["st-johns"])).toBe(null);
});

test.each([
  ["", "empty"],
  ["grün", "letters"],
  ["green.abbey", "letters"],
  ["green_abbey", "letters"],
  ["-green", "hyphens"],
  ["xn--green", "hyphens"],
  ["1234", "hyphens"],
  ["ab", "short"],
  ["a".repeat(41), "long"],
  ["www", "reserved"],
  ["operator", "reserved"],
  ["holmoak", "taken"],
])("%s is refused as %s", (slug, kind) => {
  expect(slugFault(slug, ["holmoak"])).toEqual({ kind });
});

test("a name suggests what is left empty", () => {
  expect(shortNameOf("Green Abbey Primary School")).toBe("Green Abbey");
  expect(shortNameOf("The School")).toBe("The");
  expect(shortNameOf("School")).toBe("School");
  expect(slugOf("Sœur Émilie")).toBe("soeuremilie");
  expect(checkNewSchool({ ...FILLED, slug: "" }, [])).toMatchObject({
    school: { slug: "holmoak", shortName: "Holm Oak", zone: "Europe/London", colour: "#2b4c8c" },
  });
});

test("characters that nobody sees are dropped from what was typed", () => {
  const sent = {
    ...FILLED,
    name: "Holm\u00adOak School\u0000",
    slug: "holm\u200boak",
    email: "\u200bada@holmoak.example\u202e",
  };
  expect(newSchoolForm.parse(sent)).toMatchObject({
    ...{ name: "HolmOak School", slug: "holmoak", email: "ada@holmoak.example" },
  });
});

test("every mistake is named at its box, and nothing else", () => {
  const fields = (changes: object, taken: string[] = []) => {
    const checked = checkNewSchool({ ...FILLED, ...changes }, taken);
    return "errors" in checked ? checked.errors.map(({ field }) => field) : [];
  };
  expect(fields({})).toEqual([]);
  expect(fields({ slug: "HolmOak", colour: "2B4C8C", zone: "America/Argentina/Buenos_Aires" })).toEqual([]);
  expect(fields({ slug: "holm-oak" }, ["holmoak"])).toEqual(["slug"]);
  expect(fields({ zone: "Mars/Base" })).toEqual(["zone"]);
  expect(fields({ zone: "+01:00" })).toEqual(["zone"]);
  expect(fields({ colour: "blue" })).toEqual(["colour"]);
  expect(fields({ email: "ada@" })).toEqual(["email"]);
  const all = { name: "", shortName: "", slug: "", forename: ".", surname: "", email: "" };
  expect(fields(all)).toEqual(["name", "forename", "surname", "email"]);
  expect(fields({ name: "..", slug: "" })).toEqual(["name", "shortName", "slug"]);
});

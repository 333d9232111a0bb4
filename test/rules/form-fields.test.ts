import { expect, test } from "vitest";
import * as z from "zod";
import {
  hidden,
  id,
  instant,
  message,
  tick,
  ticked,
  typed,
  typedInPart,
  yesOrNo,
} from "../../worker/rules/form-fields.ts";

test("what is typed comes without the spaces around it, its line breaks as the box counts them", () => {
  for (const field of [typed(9), message(9)]) expect(field.parse(" a\r\nb \r\n")).toBe("a\nb");
  expect(message(3).parse("a\r\nb")).toBe("a\nb");
  expect(typedInPart(9).parse(" a ")).toBe(" a ");
});

test("what is too long, or no text, is dropped, cut or refused, as the field says", () => {
  const file = new File(["x"], "x.txt");
  for (const wrong of ["abcd", file, undefined, ["a", "b"]]) {
    expect([typed(3).parse(wrong), hidden(3).parse(wrong)]).toEqual(["", ""]);
    expect(typedInPart(3).parse(wrong)).toBe(wrong === "abcd" ? "abc" : "");
    expect(message(3).safeParse(wrong).success).toBe(false);
  }
  expect(message().parse("a".repeat(10_000))).toHaveLength(10_000);
  expect(hidden(3).parse(" a ")).toBe(" a ");
});

test("an id has one to a hundred characters; an instant is one that a date can have; yes and no are 1 and 0", () => {
  expect(["", "a", "a".repeat(100), "a".repeat(101)].map((one) => id.safeParse(one).success)).toEqual([
    ...[false, true, true, false],
  ]);
  expect(
    ["1", "8640000000000000", "0", "8640000000000001", "1.5", "x"].map((at) => instant.safeParse(at).success),
  ).toEqual([true, true, false, false, false, false]);
  expect([yesOrNo.parse("1"), yesOrNo.parse("0"), yesOrNo.safeParse("").success]).toEqual([true, false, false]);
});

test("boxes of one name are a list, however many are ticked", () => {
  const form = z.object({ class: ticked.default([]) });
  expect([{}, { class: "a" }, { class: ["a", "b"] }].map((sent) => form.parse(sent).class)).toEqual([
    ...[[], ["a"], ["a", "b"]],
  ]);
});

test("a box is ticked where its own value is sent, and by nothing else", () => {
  const form = z.object({ consent: tick("yes") });
  expect(
    [{}, { consent: "no" }, { consent: ["yes", "yes"] }, { consent: "yes" }].map((sent) => form.parse(sent).consent),
  ).toEqual([false, false, false, true]);
});

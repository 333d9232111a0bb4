import { expect, test } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import { checkEmail, checkSignIn, signInForm } from "../../worker/rules/sign-in-form.ts";

const typed = {
  ...{ title: "", firstName: " David ", surname: "Aaron", email: "David.Aaron@mail.example" },
  ...{ studentFirstName: "Sophie", studentSurname: "Aaron", day: "14", month: "3", year: "2016" },
};
const errorsOf = (change: Record<string, unknown>) => {
  const checked = checkSignIn(signInForm.parse({ ...typed, ...change }), englishWords);
  return "errors" in checked ? checked.errors.map(({ field, words }) => `${field}: ${words}`) : [];
};

test("what was typed is ready to compare, without a title", () => {
  expect(checkSignIn(signInForm.parse(typed), englishWords)).toEqual({
    details: {
      ...{ nameKey: "david aaron", emailKey: "david.aaron@mail.example" },
      ...{ studentNameKey: "sophie aaron", birth: "2016-03-14" },
    },
  });
});

test.each([
  [{ firstName: "" }, "first: Type your first name; a dash, if you have one name only"],
  [{ surname: " \u200b" }, "surname: Type your surname; a dash, if you have one name only"],
  [{ email: "david" }, "email: The email is missing its @"],
  [{ studentSurname: "   " }, "s-surname: Type the student’s surname"],
  [{ day: "" }, "dob-day: Type the day of the student’s date of birth"],
  [{ month: "March" }, "dob-month: Write the date of birth in numbers"],
  [{ year: "16" }, "dob-year: Check the date of birth: write the year with four figures"],
  [{ month: "13" }, "dob-month: Check the date of birth: the month goes from 1 to 12"],
  [{ day: "31", month: "6" }, "dob-day: Check the date of birth: there is no 31st in June"],
])("%o: %s", (change, words) => {
  expect(errorsOf(change)).toEqual([words]);
});

test("an address may be left out: the school may have none", () => {
  expect(errorsOf({ email: " " })).toEqual([]);
});

test("a field that is no text, or far too long, counts as empty", () => {
  expect(errorsOf({ surname: ["a", "b"] })).toHaveLength(1);
  expect(errorsOf({ surname: "a".repeat(501) })).toHaveLength(1);
});

test.each([
  ["", "Type your email"],
  ["david", "The email is missing its @"],
  ["david@mail", "The email is missing its end, like .com or .co.uk"],
  ["da vid@mail.example", "Check the email: there is a letter or a space too many"],
])("the address %j: %s", (email, words) => {
  expect(checkEmail("email", email, englishWords)).toEqual([{ field: "email", words }]);
});

test.each([
  [{ day: "31", month: "6" }, "Check the date of birth: there is no 31st in June"],
  [{ day: "30", month: "2" }, "Check the date of birth: there is no 30th in February"],
  [{ day: "29", month: "2", year: "2017" }, "Check the date of birth: there is no 29th in February 2017"],
  [{ day: "3", month: "14" }, "Check the date of birth: the month goes from 1 to 12"],
])("a day that no calendar has, %o, is named", (change, words) => {
  expect(errorsOf(change)[0]).toMatch(words);
});

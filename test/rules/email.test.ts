import { expect, test } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import { checkInvite } from "../../worker/features/invites/invite-rules.ts";
import { emailError } from "../../worker/rules/email.ts";
import { ROWS } from "../../worker/rules/import/import-files.ts";
import { checkEmail } from "../../worker/rules/sign-in-form.ts";

const GOOD = [
  ...["jaaron@test.com", "j.o'brien+evening@mail.test.co.uk", "jürgen@müller.example", "J_A-1@x-y.museum"],
  ...["a@b.xn--p1ai", `${"j".repeat(64)}@test.com`],
];
const BAD = [
  ["jaaron", "no-at"],
  ["jane aaron", "no-at"],
  ["a@test.com, b@test.com", "several"],
  ["a@test.com;b@test.com", "several"],
  ["j aaron@test.com", "several"],
  ["j@a@test.com", "two-ats"],
  ["@test.com", "no-front"],
  ["jaaron@", "no-domain"],
  ["jaaron@test", "no-end"],
  ["jaaron@test.", "no-end"],
  ["j..aaron@test.com", "wrong"],
  ["jaaron@te_st.com", "wrong"],
  ["jaaron@test-.com", "wrong"],
  ["jaaron@test.c", "wrong"],
  ["jaaron@10.0.0.1", "wrong"],
  ["<jaaron>@test.com", "wrong"],
  [`${"j".repeat(65)}@test.com`, "wrong"],
  [`j@${"t".repeat(64)}.com`, "wrong"],
  [`j@${"tests.".repeat(42)}com`, "wrong"],
] as const;

test.each(GOOD)("the address %s is taken", (email) => {
  expect(emailError(email)).toBeNull();
});

test.each([...BAD, ["", "empty"] as const])("the address %j: %s", (email, fault) => {
  expect(emailError(email)).toBe(fault);
});

const invited = (email: string) => {
  const student = { id: "s", name: "Sophie", state: { kind: "free" } } as const;
  const form = { name: "Jane", email, consent: true, studentIds: [] };
  return checkInvite(form, { choices: [student], ownEmail: "", teacherEmails: [], guests: [] }, englishWords).ok;
};
const guardian = { guardian_id: "G1", title: "", forename: "Jane", surname: "Aaron" };

test("an invite, a sign-in and an import take the same addresses", () => {
  for (const email of [...GOOD, ...BAD.map(([bad]) => bad)]) {
    const taken = emailError(email) === null;
    const signedIn = checkEmail("email", email, englishWords).length === 0;
    const imported = ROWS.guardians.safeParse({ ...guardian, email }).success;
    expect([email, invited(email), signedIn, imported]).toEqual([email, taken, taken, taken]);
  }
  expect(ROWS.guardians.safeParse({ ...guardian, email: "" }).success).toBe(true);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import { checkInvite } from "../../worker/features/invites/invite-rules.ts";
import { asciiAddress } from "../../worker/ports/ascii-address.ts";
import { bare, oneLine, withoutUnseen } from "../../worker/rules/characters.ts";
import { emailError } from "../../worker/rules/email.ts";
import { foldEmail, nameKey } from "../../worker/rules/fold.ts";
import { typed } from "../../worker/rules/form-fields.ts";
import { FILE_NAMES } from "../../worker/rules/import/import-files.ts";
import { readFiles } from "../../worker/rules/import/import-rules.ts";
import { checkSignIn, signInForm } from "../../worker/rules/sign-in-form.ts";

/** Zero-width space, soft hyphen, marks of direction, a byte order mark, NUL and other controls. */
const UNSEEN = [
  "\u200b",
  "\u00ad",
  "\u200e",
  "\u202e",
  "\u2066",
  "\u2069",
  "\ufeff",
  "\u0000",
  "\u0007",
  "\u0085",
  "\u2060",
];

const HEADS = {
  students: "student_id,forename,surname,date_of_birth,year_group,registration_group",
  guardians: "guardian_id,title,forename,surname,email",
  guardianships: "guardian_id,student_id,relationship,priority,parental_responsibility,lives_with,court_order",
  staff: "staff_id,title,forename,surname,email,department",
  classes: "class_id,code,name,subject,department,year_group",
  class_teachers: "class_id,staff_id",
  enrolment: "class_id,student_id",
};
/** The guardians that an import reads out of such lines, or its errors. */
const guardiansOf = (lines: string, head = HEADS.guardians) => {
  const texts = Object.fromEntries(FILE_NAMES.map((name) => [name, `${HEADS[name]}\n`]));
  const read = readFiles({ ...texts, guardians: `${head}\n${lines}\n` });
  return read.ok ? read.files.guardians.map(({ line: _, ...row }) => row) : read.errors;
};
const DAVID = { guardian_id: "G01", title: "Mr", forename: "David", surname: "Aaron", email: "ann@mail.example" };

test.each(UNSEEN)("%j is dropped from ids, names, addresses and heads on every way in", (unseen) => {
  const put = (text: string) => `${unseen}${text.slice(0, 2)}${unseen}${text.slice(2)}${unseen}`;
  expect(guardiansOf(`${put("G01")},Mr,${put("David")},${put("Aaron")},${put("ann@mail.example")}`)).toEqual([DAVID]);
  expect(
    guardiansOf("G01,Mr,David,Aaron,ann@mail.example", `guardian_id,title,forename,surname,${put("email")}`),
  ).toEqual([DAVID]);
  const student = { id: "s", name: "Sophie", state: { kind: "free" } } as const;
  const form = { name: put("Ben"), email: put("ben@mail.example"), consent: true, studentIds: [] };
  const context = { choices: [student], ownEmail: "", teacherEmails: [], guests: [] };
  expect(checkInvite(form, context, englishWords)).toMatchObject({
    invite: { name: "Ben", email: "ben@mail.example" },
  });
  const input = signInForm.parse({ firstName: put("David"), surname: put("Aaron"), email: put("ann@mail.example") });
  expect(input).toMatchObject({ firstName: "David", surname: "Aaron", email: "ann@mail.example" });
  expect([foldEmail(put("Ann@mail.example")), typed(99).parse(put("text"))]).toEqual(["ann@mail.example", "text"]);
});

test("joiners stay in names, which are written with them, and not in addresses or ids", () => {
  const name = "می\u200cنا";
  expect([oneLine(name), bare(`a\u200cnn@mail.example`)]).toEqual([name, "ann@mail.example"]);
});

test("white space is one space each within a line; several lines stay several", () => {
  expect(oneLine(" David\r\nJohn\t Aaron\u00a0 ")).toBe("David John Aaron");
  expect(withoutUnseen("a\r\nb\tc")).toBe("a\r\nb\tc");
  expect(guardiansOf('G01,Mr,"David\nJohn",Aaron,ann@mail.example')).toEqual([{ ...DAVID, forename: "David John" }]);
});

test("reading twice changes nothing, and nothing unseen is left", () => {
  for (const read of [withoutUnseen, oneLine, bare])
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => read(read(text)) === read(text)));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !/[\p{Cf}\p{Cc}]/u.test(bare(text))));
});

test("an address whose domain is not in ASCII is taken on every way in, and mailed in punycode", () => {
  expect(guardiansOf("G01,Mr,David,Aaron,ann@schüle.example")).toEqual([{ ...DAVID, email: "ann@schüle.example" }]);
  for (const domain of ["schüle.example", "schu\u0308le.example", "SCHÜLE.example"])
    expect(asciiAddress(`ann@${domain}`)).toBe("ann@xn--schle-mva.example");
  expect(asciiAddress("ann@mail.example")).toBe("ann@mail.example");
  expect([emailError("ann@例え.テスト"), asciiAddress("ann@例え.テスト")]).toEqual([
    null,
    "ann@xn--r8jz45g.xn--zckzah",
  ]);
});

test("two ways to write one address are one address", () => {
  expect(foldEmail("Ann@Schüle.example")).toBe(foldEmail("ann@xn--schle-mva.example"));
});

test("what no mail server takes as a domain is named", () => {
  for (const domain of [`${"ü".repeat(60)}.example`, "a:1.example", "a/b.example", "1.2.3", "a%41.example"])
    expect([domain, emailError(`ann@${domain}`)]).toEqual([domain, "wrong"]);
  expect(emailError("an\u200bn@mail.example")).toBe("wrong");
});

test("somebody who has one name signs in, whichever sign stands for the other", () => {
  expect(guardiansOf("G01,Mr,Suharto,.,ann@mail.example")).toEqual([{ ...DAVID, forename: "Suharto", surname: "." }]);
  const record = nameKey({ forename: "Suharto", surname: "." });
  const student = { studentFirstName: "-", studentSurname: "Suharto", day: "14", month: "3", year: "2016" };
  for (const surname of [".", "-", "–", "’"]) {
    const input = signInForm.parse({ firstName: "Suharto", surname, email: "", ...student });
    const checked = checkSignIn(input, englishWords);
    expect(checked).toMatchObject({ details: { nameKey: record, emailKey: "" } });
  }
  const nothing = checkSignIn(
    signInForm.parse({ firstName: "Suharto", surname: "\u200b", email: "", ...student }),
    englishWords,
  );
  expect(nothing).toMatchObject({ errors: [{ field: "surname" }] });
});

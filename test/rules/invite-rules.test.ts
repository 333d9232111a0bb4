import { expect, test } from "vitest";
import { englishWords } from "../../web/words/catalogue.ts";
import {
  canInvite,
  checkInvite,
  type InviteContext,
  type InviteForm,
} from "../../worker/features/invites/invite-rules.ts";
import { isHopeless, waitAfter } from "../../worker/mail/retry-rules.ts";

const sophie = { id: "sophie", name: "Sophie Aaron", state: { kind: "free" } } as const;
const liz = { id: "liz", name: "Liz Aaron", state: { kind: "invited", guestName: "Jane Aaron" } } as const;
const chris = { id: "chris", name: "Chris Aaron", state: { kind: "not_allowed" } } as const;

const form = (changes: Partial<InviteForm> = {}): InviteForm => ({
  name: "Jane Aaron",
  email: "jaaron@test.com",
  consent: true,
  studentIds: ["sophie"],
  ...changes,
});
const context = (changes: Partial<InviteContext> = {}): InviteContext => ({
  choices: [sophie, liz, chris],
  ownEmail: "david@home.example",
  teacherEmails: ["a.abell@greenabbey.example"],
  guests: [],
  ...changes,
});
const errorsOf = (changes: Partial<InviteForm>, around: Partial<InviteContext> = {}) => {
  const result = checkInvite(form(changes), context(around), englishWords);
  return result.ok ? [] : result.errors.map(({ field, words }) => `${field}: ${words}`);
};

test("a complete form becomes an invite, tidied", () => {
  const result = checkInvite(form({ name: "  Jane   Aaron ", email: " jaaron@test.com " }), context(), englishWords);
  expect(result).toEqual({
    ok: true,
    invite: { name: "Jane Aaron", email: "jaaron@test.com", studentIds: ["sophie"] },
  });
});

test("marks that turn the direction of the words around a name are dropped; those that join letters stay", () => {
  const result = checkInvite(form({ name: "\u202eJane\u2066 נעמי 👩\u200d👧" }), context(), englishWords);
  expect(result.ok && result.invite.name).toBe("Jane נעמי 👩\u200d👧");
});

test("name, email, the tick and a student are all required, each named at its field", () => {
  expect(errorsOf({ name: " ", email: "", consent: false, studentIds: [] })).toEqual([
    "name: Enter their name",
    "email: Enter their email",
    "consent: Tick the box to agree to sharing",
    "student: Choose at least one student",
  ]);
});

test.each([
  ["jaaron", "The email has no @ in it"],
  ["jaaron@test", "The email is missing its end, like .com or .co.uk"],
  ["jaaron@test.", "The email is missing its end, like .com or .co.uk"],
  ["@test.com", "The email is missing the part in front of the @"],
  ["jaaron@", "The email is missing the part after the @"],
  ["j@a@test.com", "The email has more than one @ in it"],
  ["a@test.com, b@test.com", "Enter one email only, without spaces or commas"],
  ["j aaron@test.com", "Enter one email only, without spaces or commas"],
  ["j..aaron@test.com", "The email has something in it that an email can’t have"],
  ["jaaron@te_st.com", "The email has something in it that an email can’t have"],
  ["jaaron@test.c", "The email has something in it that an email can’t have"],
  ["jaaron@10.0.0.1", "The email has something in it that an email can’t have"],
  [`${"j".repeat(65)}@test.com`, "The email has something in it that an email can’t have"],
  ["<jaaron>@test.com", "The email has something in it that an email can’t have"],
])("the email %s is refused in words", (email, words) => {
  expect(errorsOf({ email })).toEqual([`email: ${words}`]);
});

test.each(["jaaron@test.com", "j.o'brien+evening@mail.test.co.uk", "jürgen@müller.example", "J_A-1@x-y.museum"])(
  "the email %s is taken",
  (email) => {
    expect(errorsOf({ email })).toEqual([]);
  },
);

test("one's own address, a teacher's and a guest's are refused in any case", () => {
  expect(errorsOf({ email: "David@HOME.example" })[0]).toMatch(/your own email/);
  expect(errorsOf({ email: "A.Abell@greenabbey.example" })[0]).toMatch(/a teacher’s email/);
  const guests = [{ name: "Jane Aaron", email: "jaaron@test.com" }];
  expect(errorsOf({ email: "JAaron@test.com" }, { guests })[0]).toMatch(
    /^email: Jane Aaron is invited with this email/,
  );
});

test("a student with a guest, one without permission and a stranger's can't be chosen", () => {
  expect(errorsOf({ studentIds: ["sophie", "liz"] })).toEqual(["student: Liz Aaron: Already invited: Jane Aaron"]);
  expect(errorsOf({ studentIds: ["chris"] })[0]).toMatch(/allows no guests/);
  expect(errorsOf({ studentIds: ["somebody-else"] })[0]).toMatch(/your own students/);
});

test("a guardian with one student in the evening has nothing to tick", () => {
  const result = checkInvite(form({ studentIds: [] }), context({ choices: [sophie] }), englishWords);
  expect(result.ok && result.invite.studentIds).toEqual(["sophie"]);
  expect(errorsOf({ studentIds: [] }, { choices: [liz] })).toHaveLength(1);
});

test("nobody can be invited once no student is free", () => {
  expect(canInvite([sophie, liz])).toBe(true);
  expect(canInvite([liz, chris])).toBe(false);
  expect(canInvite([])).toBe(false);
});

test("mail is tried again ever more slowly, never sooner than a minute after an uncertain try, and for a day", () => {
  expect([1, 2, 3, 20].map((attempts) => waitAfter(attempts, false))).toEqual([20_000, 40_000, 80_000, 3_600_000]);
  expect(waitAfter(1, true)).toBe(60_000);
  expect(isHopeless(0, 24 * 3_600_000 - 1)).toBe(false);
  expect(isHopeless(0, 24 * 3_600_000)).toBe(true);
});

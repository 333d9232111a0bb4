import { expect, test } from "vitest";
import { ENDINGS } from "../../durable-objects/protocol.ts";
import type { Ending } from "../../web/islands/call/call-state.ts";
import { endedWords } from "../../web/islands/call/ended-words.ts";
import type { CallProps } from "../../web/pages/call-props.ts";
import { englishWords } from "../../web/words/catalogue.ts";

const EVERY: Ending[] = [...(Object.keys(ENDINGS) as (keyof typeof ENDINGS)[]), "finished", "signed_out", "refused"];
const teachers = [{ name: "Mrs Anita Abell", shortName: "Mrs Abell" }];
const guest = { inviteId: "invite", guestToken: "token", invitedBy: "David Aaron" };

function said(why: Ending, role: CallProps["role"] = "guardian", over: Partial<Parameters<typeof endedWords>[0]> = {}) {
  const state = { name: "ended" as const, appointmentId: "a1", why, words: "" };
  const props = { role, appointments: [1, 2], ...(role === "guest" && { guest }) };
  return endedWords({ state, props, teachers, ...over }, englishWords);
}

test("whatever ends a call is told under a title of its own, in words", () => {
  for (const role of ["guardian", "teacher", "guest"] as const) {
    const titles = EVERY.map((why) => said(why, role).title);
    expect(new Set(titles).size).toBe(EVERY.length);
    for (const why of EVERY)
      expect(said(why, role).paragraphs.join("").length, `${why} for ${role}`).toBeGreaterThan(10);
  }
});

test("a button is offered only where the person themselves can undo what ended the call", () => {
  expect(EVERY.filter((why) => said(why).button !== undefined).sort()).toEqual(
    ["flooded", "left", "page_outdated", "protocol_error", "superseded"].sort(),
  );
});

test("a guest is told by whom they were invited where the invitation is gone or another device has the seat, and is led nowhere", () => {
  for (const why of ["removed", "superseded"] as const) {
    const { paragraphs, last, link } = said(why, "guest");
    expect([...paragraphs, last].join(" ")).toContain("David Aaron");
    expect(link).toBe(false);
  }
  expect(said("removed").link).toBe(true);
});

test("a refusal is told in the server's own words, where it has any", () => {
  const state = {
    name: "ended" as const,
    appointmentId: "a1",
    why: "refused" as const,
    words: "The school is closed.",
  };
  expect(said("refused", "guardian", { state }).paragraphs).toEqual(["The school is closed."]);
});

test("whoever has left is told who may still wait for them, and that nobody does when all is over", () => {
  expect(said("left").paragraphs[0]).toContain("Mrs Abell");
  expect(said("left", "guardian", { teachers: undefined }).paragraphs[0]).not.toContain("Mrs Abell");
  expect(said("left", "teacher").paragraphs[0]).not.toContain("Mrs Abell");
});

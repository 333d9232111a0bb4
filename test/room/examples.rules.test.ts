import { expect, test } from "vitest";
import { readClientMessage } from "../../durable-objects/client-message.ts";
import { HOLD_MS, MAX_CHAT_LINES } from "../../durable-objects/protocol.ts";
import { step } from "../../durable-objects/room.ts";
import { newRoom } from "../../durable-objects/room-state.ts";
import { makeTicket, OPENS } from "../support/room/builders.ts";

test("RM6 RM7 a line that drops in the instant of the opening, before the alarm, was seated and keeps the seat", () => {
  const early = OPENS - 5000;
  const waiting = step(newRoom(), { type: "join", sessionId: "s1", ticket: makeTicket("abell", early) }, early).state;
  const { state } = step(waiting, { type: "disconnect", sessionId: "s1" }, OPENS);
  expect(state.place).toMatchObject({
    queue: [],
    seats: [{ participantId: "abell", connection: { state: "held", until: OPENS + HOLD_MS } }],
  });
});

test("RM27 the room keeps the last hundred lines", () => {
  let state = step(newRoom(), { type: "join", sessionId: "s1", ticket: makeTicket("abell", OPENS) }, OPENS).state;
  for (let at = 1; at <= MAX_CHAT_LINES + 5; at += 1)
    state = step(state, { type: "chat", sessionId: "s1", lineId: `${at}`, words: `line ${at}` }, OPENS + at).state;
  const { effects } = step(state, { type: "join", sessionId: "s2", ticket: makeTicket("rachael", OPENS) }, OPENS + 500);
  const admitted = effects.flatMap((effect) =>
    effect.type === "tell" && effect.message.type === "admitted" ? [effect.message.chat.map(({ words }) => words)] : [],
  );
  expect(admitted.map((lines) => [lines.length, lines[0], lines.at(-1)])).toEqual([[100, "line 6", "line 105"]]);
});

const NO_LINE = { problem: "bad_fields", messageType: "chat", id: null };

test("RM26 white space round a line is not part of it; an empty line, one that is too long and one that is no text are none", () => {
  const read = (words: unknown, lineId: unknown = "1") =>
    readClientMessage(JSON.stringify({ type: "chat", lineId, words }));
  expect(read("  Good\nevening ")).toEqual({ type: "chat", lineId: "1", words: "Good\nevening" });
  for (const lineId of ["", 1, null, "a".repeat(201)]) expect(read("Good evening", lineId)).toEqual(NO_LINE);
  expect(read("a".repeat(500))).toMatchObject({ type: "chat" });
  for (const words of ["", "  \n ", "a".repeat(501), 7, null, ["a"], undefined]) expect(read(words)).toEqual(NO_LINE);
});

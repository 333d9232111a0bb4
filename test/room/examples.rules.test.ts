import { expect, test } from "vitest";
import { HOLD_MS } from "../../durable-objects/protocol.ts";
import { step } from "../../durable-objects/room.ts";
import { newRoom } from "../../durable-objects/room-state.ts";
import { makeTicket, OPENS } from "./support/builders.ts";

test("RM6 RM7 a line that drops in the instant of the opening, before the alarm, was seated and keeps the seat", () => {
  const early = OPENS - 5000;
  const waiting = step(newRoom(), { type: "join", sessionId: "s1", ticket: makeTicket("abell", early) }, early).state;
  const { state } = step(waiting, { type: "disconnect", sessionId: "s1" }, OPENS);
  expect(state.place).toMatchObject({
    line: [],
    seats: [{ participantId: "abell", connection: { state: "held", until: OPENS + HOLD_MS } }],
  });
});

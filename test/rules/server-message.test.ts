import { expect, test } from "vitest";
import { readServerMessage } from "../../web/islands/call/server-message.ts";

const read = (message: unknown) => readServerMessage(JSON.stringify(message));

test("what the page knows it reads as it is", () => {
  for (const message of [
    { type: "chat", line: { senderId: "abell", lineId: "1", words: "Good evening", at: 1 } },
    { type: "done", id: 7 },
    { type: "failed", id: 7, code: "no_seat", retry: false },
  ])
    expect(read(message)).toEqual(message);
});

test("a message of a type that the page does not know is ignored, and so is what is no message", () => {
  for (const message of [{ type: "weather", room: {} }, { type: "toString" }, { room: {} }, ["chat"], "chat", 7, null])
    expect(read(message)).toBeNull();
  for (const data of ["", "{", "pong pong"]) expect(readServerMessage(data)).toBeNull();
});

test("an answer that the page does not know is a failed request: whoever asked does not wait for ever", () => {
  const failed = { type: "failed", id: 7, code: "bad_request", retry: false };
  expect(read({ type: "redirected", id: 7, to: "elsewhere" })).toEqual(failed);
  expect(read({ type: "redirected", id: "7" })).toBeNull();
});

import { expect, test } from "vitest";
import { actionOf, type Press } from "../../web/islands/call/call-keys.ts";
import {
  type Chat,
  NO_CHAT,
  opened,
  unread,
  withMessage,
  withMessages,
  withUnsent,
} from "../../web/islands/call/chat.ts";
import { chatParts } from "../../web/islands/call/chat-links.ts";

const hrefs = (words: string) => chatParts(words).flatMap(({ href }) => href ?? []);
const message = (senderId: string, at: number) => ({ senderId, lineId: `${at}`, words: "hello", at });

test("web addresses in a message become links, shown whole; the rest stays as it was written", () => {
  const words = "See https://school.example/maths?year=7, then (http://a.example/b_(c)). Thank you!";
  expect(hrefs(words)).toEqual(["https://school.example/maths?year=7", "http://a.example/b_(c)"]);
  expect(
    chatParts(words)
      .map(({ text }) => text)
      .join(""),
  ).toBe(words);
  for (const part of chatParts(words)) if (part.href) expect(part.text).toBe(part.href);
});

test("nothing but http and https is a link", () => {
  for (const words of [
    "javascript:alert(1)",
    "data:text/html,<b>",
    "ftp://a.example/",
    "www.a.example",
    "https://",
    "mailto:a@b.example",
    "<a href='x'>",
  ])
    expect(hrefs(words)).toEqual([]);
});

test("a character that turns the reading order round ends an address", () => {
  expect(hrefs("https://a.example/\u202Egpj.exe")).toEqual(["https://a.example/"]);
});

test("messages of others count as unread until the chat was in sight; own ones never do", () => {
  let chat = withMessage(withMessage(withMessage(NO_CHAT, message("abell", 1)), message("me", 2)), message("abell", 3));
  expect(unread(chat, "me")).toBe(2);
  chat = opened(chat, true);
  expect(unread(chat, "me")).toBe(0);
  chat = withMessage(opened(withMessage(chat, message("abell", 4)), false), message("abell", 5));
  expect(unread(chat, "me")).toBe(1);
  expect(unread(withMessages(chat, [message("abell", 4), message("abell", 5)]), "me")).toBe(1);
});

test("an own message waits until the room tells it back: in the list that comes with the seat, or by itself", () => {
  const wrote = (chat: Chat, lineId: string) => withUnsent(chat, { lineId, words: "hello" }) ?? chat;
  const chat = ["1", "2", "3"].reduce(wrote, NO_CHAT);
  const waiting = ({ unsent }: Chat) => unsent.map(({ lineId }) => lineId);
  expect(waiting(withMessage(chat, message("me", 2)))).toEqual(["1", "3"]);
  const again = withMessages(chat, [message("abell", 7), message("me", 1)]);
  expect(waiting(again)).toEqual(["2", "3"]);
  expect(again.messages.map(({ at }) => at)).toEqual([7, 1]);
});

test("so many messages and no more wait for the connection", () => {
  let chat: Chat | null = NO_CHAT;
  let count = 0;
  while (chat && count < 100) {
    count += 1;
    chat = withUnsent(chat, { lineId: `${count}`, words: "hello" });
  }
  expect(count).toBe(21);
});

test("single keys act in a call, in either case, and not with modifiers, while typing or in a box", () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false, repeat: false, isComposing: false, target: null };
  const pressed = (key: string, change: Partial<Press> = {}) => actionOf({ ...plain, key, ...change });
  expect(["m", "M", "v", "c", "?", "x"].map((key) => pressed(key))).toEqual([
    "mic",
    "mic",
    "camera",
    "chat",
    "help",
    undefined,
  ]);
  for (const change of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { repeat: true },
    { isComposing: true },
  ])
    expect(pressed("m", change)).toBeUndefined();
  const typing = { closest: (selector: string) => selector.includes("textarea") } as unknown as EventTarget;
  expect(pressed("m", { target: typing })).toBeUndefined();
});

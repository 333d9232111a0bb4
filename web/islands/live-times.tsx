import type { ComponentChildren } from "preact";
import { type LiveBookable, liveState, type Taken } from "../ui/live-slots.ts";
import { readWords } from "./read-words.ts";

/** With what the server keeps for half a second, everybody sees a change within two. */
const EVERY_MS = 1_200;
const LONGEST_WAIT_MS = 30_000;

/**
 * Keeps the times of a booking page as they are now, while it is in sight: taken ones become free and free ones taken, where they stand.
 * Without it, or while it fails, the page is as it was when it was made, and a press on a taken time is refused with the reason.
 */
async function watch(address: string): Promise<void> {
  let etag = "";
  let failures = 0;
  for (;;) {
    await pause(Math.min(EVERY_MS * 2 ** failures, LONGEST_WAIT_MS));
    if (document.hidden) await shown();
    try {
      const answer = await fetch(address, { headers: etag ? { "if-none-match": etag } : {}, cache: "no-store" });
      if (answer.status === 404) return;
      if (answer.status !== 304 && !answer.ok) throw new Error(`live times: ${answer.status}`);
      failures = 0;
      if (answer.status === 304) continue;
      etag = answer.headers.get("etag") ?? "";
      showTaken((await answer.json()) as Taken);
    } catch {
      failures += 1;
    }
  }
}

function showTaken(taken: Taken): void {
  for (const section of document.querySelectorAll<HTMLElement>("[data-teachers]")) {
    const bookable = bookableOf(section);
    for (const slot of section.querySelectorAll<HTMLElement>("li[data-live]")) {
      const state = liveState(bookable, Number(slot.dataset.at), taken);
      if (slot.dataset.live !== state) show(slot, state, section.dataset.form ?? "");
    }
  }
}

function bookableOf({ dataset }: HTMLElement): LiveBookable {
  const numbers = (text: string | undefined) => (text ? text.split(" ").map(Number) : []);
  return {
    teacherIds: (dataset.teachers ?? "").split(" "),
    units: Number(dataset.units),
    unitMs: Number(dataset.unitMs),
    ownUnits: numbers(dataset.own),
  };
}

function show(slot: HTMLElement, state: "free" | "taken", form: string): void {
  const box = state === "free" ? button(form, slot.dataset.at ?? "") : document.createElement("span");
  box.append(...slotWords(state, slot.querySelector("time")?.textContent ?? ""));
  const hadFocus = slot.contains(document.activeElement);
  slot.replaceChildren(box);
  slot.dataset.live = state;
  slot.classList.toggle("is-free", state === "free");
  slot.classList.toggle("is-taken", state === "taken");
  if (!hadFocus) return;
  // Whoever was on it by keyboard stays there, and hears what it has become.
  if (state === "taken") box.tabIndex = -1;
  box.focus();
}

function slotWords(state: "free" | "taken", at: string): (string | Node)[] {
  const time = (children: unknown) => {
    const element = document.createElement("time");
    element.textContent = String(children);
    return element;
  };
  // What a tag becomes is the caller's own business: for components an element of theirs, here one of the page.
  const tags = { at, time: time as unknown as (children: ComponentChildren) => ComponentChildren };
  return [t.rich(`slots.${state}`, tags)].flat() as unknown as (string | Node)[];
}

function button(form: string, at: string): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "submit";
  element.name = "book";
  element.value = at;
  element.setAttribute("form", form);
  return element;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function shown(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
  });
}

const t = readWords<"slots">();
const board = document.querySelector<HTMLElement>("[data-live-times]");
if (board?.dataset.liveTimes) void watch(board.dataset.liveTimes);

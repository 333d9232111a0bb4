import { timeLeft } from "../ui/time-left.ts";
import { readWords } from "./read-words.ts";
import { afterPress } from "./shared/press.ts";

/**
 * Counts down how long the proposed times are held. It only tells: the server's clock decides. A screen reader hears of it twice, in good
 * time to act (WCAG 2.2.1), and when it is over.
 */
const WARNINGS = [
  { from: 60_000, words: "hold.minute.announcement" },
  { from: 30_000, words: "hold.halfMinute.announcement" },
] as const;
const t = readWords<"hold" | "time">();

const hold = document.querySelector<HTMLElement>(".hold[data-left]");
const held = document.querySelector<HTMLElement>("[data-hold=held]");
const lapsed = document.querySelector<HTMLElement>("[data-hold=lapsed]");
if (hold && held && lapsed) countDown(hold, held, lapsed);

function countDown(box: HTMLElement, whileHeld: HTMLElement, afterwards: HTMLElement): void {
  // What is left was true when the answer left the server, not when this script began.
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  const endsAt = (page?.responseStart ?? 0) + Number(box.dataset.left);
  let warned: (typeof WARNINGS)[number] | undefined;
  // A warning takes room above Accept.
  const timer = setInterval(() => afterPress(tick), 1_000);
  tick();
  // A page out of the browser's memory may be older than its clock knows.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  function tick(): void {
    const left = endsAt - performance.now();
    if (left <= 0) {
      clearInterval(timer);
      lapse(whileHeld, afterwards);
      return;
    }
    show(box, left);
    const due = WARNINGS.findLast(({ from }) => left < from);
    if (due && due !== warned) warn(box, t(due.words), due === WARNINGS.at(-1));
    warned = due;
  }
}

function show(box: HTMLElement, left: number): void {
  const sentence = box.querySelector("[data-sentence]");
  const bar = box.querySelector("progress");
  if (sentence) sentence.textContent = t("hold.left.text", { left: timeLeft(left, t) });
  if (bar) bar.value = Math.ceil(left / 1000);
}

function warn(box: HTMLElement, words: string, last: boolean): void {
  const place = box.querySelector("[data-warning]");
  if (place) place.textContent = `${words} ${t("hold.then.announcement")}`;
  box.classList.toggle("is-ending", last);
}

function lapse(whileHeld: HTMLElement, afterwards: HTMLElement): void {
  whileHeld.hidden = true;
  afterwards.hidden = false;
  // Whoever was in what is gone now, or listens, is brought to what took its place.
  afterwards.querySelector("h1")?.focus();
}

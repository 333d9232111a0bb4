/** Longer than a press takes. Its end may stay untold, as when another window comes in front under the finger. */
const LONGEST_PRESS_MS = 2000;
const PRESSABLE = "button, a, summary";

let isUnderWay = false;
let limit: ReturnType<typeof setTimeout> | undefined;
const changes = new Set<() => void>();

// At the window and before anybody else, so that nothing is drawn by whoever hears of the same press.
addEventListener("pointerdown", onDown, true);
addEventListener("pointercancel", end, true);
// A task later: whoever hears the click has done what it asks for by then.
addEventListener("click", () => setTimeout(end), true);

/** Whether a finger or the mouse is down on something that can be pressed. */
export function isPressing(): boolean {
  return isUnderWay;
}

/**
 * Runs `change` at once, or after the press that is under way: browsers make a click only of a press that begins and ends on the same element, so
 * what moves or replaces that element meanwhile would lose the press. The same function waits once.
 */
export function afterPress(change: () => void): void {
  if (isUnderWay) changes.add(change);
  else change();
}

function onDown({ target, button, isPrimary }: PointerEvent): void {
  if (button !== 0 || !isPrimary || !(target instanceof Element) || !target.closest(PRESSABLE)) return;
  isUnderWay = true;
  clearTimeout(limit);
  limit = setTimeout(end, LONGEST_PRESS_MS);
}

function end(): void {
  clearTimeout(limit);
  isUnderWay = false;
  const waiting = [...changes];
  changes.clear();
  for (const change of waiting) change();
}

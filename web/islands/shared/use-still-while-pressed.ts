import type { VNode } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import { afterPress, isPressing } from "./press.ts";

/** What to draw: `next`, or during a press what was drawn before it, so that nothing moves away under a finger. */
export function useStillWhilePressed(next: VNode): VNode {
  const drawn = useRef(next);
  const [, draw] = useState(0);
  const drawAgain = useCallback(() => draw((count) => count + 1), []);
  if (isPressing()) afterPress(drawAgain);
  else drawn.current = next;
  return drawn.current;
}

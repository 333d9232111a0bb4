import { useEffect, useRef } from "preact/hooks";
import { actionOf, type KeyAction } from "./call-keys.ts";

export type CallKeys = {
  /** The person has turned single keys off. */
  off: boolean;
  /** Holding a seat: only then there is a chat to open. */
  seated: boolean;
  onAction: (action: KeyAction) => void;
  /** Absent where Esc closes nothing of the call's. */
  onEscape: (() => void) | undefined;
};

/** The call's keys, for as long as the component is there: single ones where the person has not turned them off (WCAG 2.1.4), and Esc. */
export function useCallKeys(keys: CallKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { off, seated, onAction, onEscape } = latest.current;
      if (event.key === "Escape" && !event.isComposing) onEscape?.();
      const action = off ? undefined : actionOf(event);
      if (!action || (action === "chat" && !seated)) return;
      event.preventDefault();
      onAction(action);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

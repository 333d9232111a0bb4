import type { ComponentChildren } from "preact";

type PressButtonProps = {
  /** How it looks beside the others, as a class of the style sheet. */
  look?: "is-primary" | "is-small" | "is-quiet" | "is-quiet is-small";
  onPress: () => void;
  children: ComponentChildren;
};

/** A button of the call that does one thing when it is pressed. */
export function PressButton({ look, onPress, children }: PressButtonProps) {
  return (
    <button type="button" class={look ? `button ${look}` : "button"} onClick={onPress}>
      {children}
    </button>
  );
}

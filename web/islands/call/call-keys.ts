export type KeyAction = "mic" | "camera" | "chat" | "help";

/** What a key does in a call, for the rules and for the help dialog. */
export const KEYS = [
  { key: "M", action: "mic", words: "call.keys.mic.text" },
  { key: "V", action: "camera", words: "call.keys.camera.text" },
  { key: "C", action: "chat", words: "call.keys.chat.text" },
  { key: "?", action: "help", words: "call.keys.help.text" },
] as const satisfies readonly { key: string; action: KeyAction; words: string }[];

/** As much of a keyboard event as the rules need. */
export type Press = {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  target: EventTarget | null;
};

/** The action of a key press; undefined while somebody types, chooses from a list or is in a dialog, and with modifier keys. */
export function actionOf(press: Press): KeyAction | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey || press.repeat || press.isComposing) return undefined;
  if (isTaken(press.target)) return undefined;
  return KEYS.find(({ key }) => key === press.key.toUpperCase())?.action;
}

function isTaken(target: EventTarget | null): boolean {
  const element = target as { closest?: (selector: string) => unknown } | null;
  return Boolean(element?.closest?.("input, textarea, select, dialog, [contenteditable]"));
}

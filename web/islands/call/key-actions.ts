import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { KeyAction } from "./call-keys.ts";
import type { CallParts } from "./call-parts.ts";

type KeyParts = Pick<CallParts, "local" | "chat" | "choices" | "announcements">;

/** What a key does. A device that it turns on or off says so: no button that changes has the focus. */
export async function performKey(action: KeyAction, { local, chat, choices, announcements }: KeyParts): Promise<void> {
  switch (action) {
    case "chat":
      return chat.open(!chat.now.open);
    case "help":
      return choices.showDialog("help");
    case "mic":
    case "camera":
      await local.toggle(action);
      return announcements.onKey(action, local.view[action] === "on");
    default:
      return assertNever(action);
  }
}

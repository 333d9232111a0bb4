import type { Area } from "./words.ts";

/** What each script needs of the catalogue; its page carries that much. */
export const ISLAND_AREAS: Readonly<Record<string, readonly Area[]>> = {
  call: ["call", "devices", "forms", "ready", "time"],
  check: ["check", "devices", "forms"],
  hold: ["hold", "time"],
  "invite-dialog": ["dialog"],
  "live-times": ["slots"],
  "zone-note": ["time"],
};

import { zoneWords } from "../ui/zone-words.ts";
import { readWords } from "./read-words.ts";

const t = readWords<"time">();

/** Tells a reader in another zone what the school's time is on their own clock. Without scripts the page says whose time it shows. */
for (const note of document.querySelectorAll<HTMLElement>("[data-zone-note]")) {
  const { zoneNote, at } = note.dataset;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = zoneNote && own ? zoneWords(zoneNote, own, Number(at), t) : null;
  if (!words) continue;
  note.textContent = words;
  note.className = "notice is-warn";
}

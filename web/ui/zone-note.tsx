import { useWords } from "../words/use-words.ts";
import { cityOf } from "./zone-words.ts";

/**
 * Says whose time a page shows. The island `zone-note` adds what that is on the reader's own clock, where it differs; `at` is an instant of
 * the evening, because two zones may change their clocks on different days.
 */
export function ZoneNote({ zone, at }: { zone: string; at: number }) {
  const t = useWords();
  return (
    <p class="soft" data-zone-note={zone} data-at={at}>
      {t("time.schoolTime", { place: cityOf(zone) })}
    </p>
  );
}

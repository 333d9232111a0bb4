import type { Words } from "../words/words.ts";

/** "London" for "Europe/London". */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** What a reader whose clock is in another zone should know of an instant; null where both clocks show the same then. */
export function zoneWords(schoolZone: string, ownZone: string, at: number, t: Words<"time">): string | null {
  const [theirs, mine] = [t.time(at, schoolZone), t.time(at, ownZone)];
  const day = t.date(at, ownZone);
  const otherDay = day !== t.date(at, schoolZone);
  if (theirs === mine && !otherDay) return null;
  const values = { place: cityOf(schoolZone), own: cityOf(ownZone), theirs, mine };
  return otherDay ? t("time.otherDay", { ...values, day }) : t("time.otherZone", values);
}

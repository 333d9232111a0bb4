import { clockTime, longDate } from "./format.ts";

/** "London" for "Europe/London". */
export function placeOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** What a reader whose clock is in another zone should know of an instant; null where both clocks show the same then. */
export function zoneWords(schoolZone: string, ownZone: string, at: number): string | null {
  const [theirs, own] = [clockTime(at, schoolZone), clockTime(at, ownZone)];
  const otherDay = longDate(at, ownZone) !== longDate(at, schoolZone);
  if (theirs === own && !otherDay) return null;
  const day = otherDay ? ` on ${longDate(at, ownZone)}` : "";
  return `Times are in the school’s time, ${placeOf(schoolZone)}. Your device is set to ${placeOf(ownZone)}: ${theirs} at the school is ${own}${day} for you.`;
}

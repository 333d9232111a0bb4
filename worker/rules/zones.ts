/** The IANA zones that a school can be in, by name: places, and UTC for whoever is in none of them. */
export function listZones(): string[] {
  const places = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/") && !zone.startsWith("Etc/"));
  return [...places.toSorted(), "UTC"];
}

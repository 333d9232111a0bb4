export const slots = {
  free: "<time>{at}</time> Free",
  taken: "<time>{at}</time> Taken",
  yours: "<time>{at}</time> Yours",
  away: "<time>{at}</time> Not there",
  late: "<time>{at}</time> Too late",
  held: "<time>{at}</time> Held for you",
  notYours: "<time>{at}</time> Not for you",
} as const;

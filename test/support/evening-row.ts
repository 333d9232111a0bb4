import type { evenings } from "../../worker/db/schema.ts";

/** An evening as the database has it, with no rule set: a test sets what it is about. */
export const EVENING_ROW: typeof evenings.$inferSelect = {
  ...{ schoolId: "school", id: "evening", name: "Progress Meeting", message: "", state: "published", createdAt: 0 },
  ...{
    startsAt: 0,
    endsAt: 0,
    slotSeconds: 300,
    gapSeconds: 0,
    ending: "on-time",
    bookingOpensAt: 0,
    bookingClosesAt: 0,
  },
  ...{ leadMinutes: 0, mostPerStudent: null, rehearsal: false, together: false, earlyOpensAt: null, earlyYears: "[]" },
  ...{ waitingList: true, offerMinutes: 120 },
};

import * as z from "zod";

const YEAR_MS = 366 * 24 * 3_600_000;

/** What `POST /dev/evenings` takes. `startsAt`: epoch milliseconds or an ISO 8601 time with its offset. */
export const newEveningForm = (now: number) =>
  z.object({
    startsAt: z
      .union(
        [z.int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))],
        "startsAt: epoch milliseconds, or an ISO time like 2026-12-21T16:00:00Z",
      )
      .refine((at) => Math.abs(at - now) < YEAR_MS, "startsAt: a time within a year from now"),
    slotSeconds: z
      .int("slotSeconds: a whole number of seconds")
      .min(5, "slotSeconds: 5 at least")
      .max(3_600, "slotSeconds: 3600 at most"),
  });

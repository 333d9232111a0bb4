import { benchBooking } from "./bench-booking.ts";
import { benchPlanning } from "./bench-planning.ts";
import { benchRoom } from "./bench-room.ts";

/** `npm run bench`, or `npm run bench room` for one of them: the rooms and booking, as ratios taken in one run, and the search for the best evening. */
const benches = { room: benchRoom, booking: benchBooking, planning: benchPlanning };
/** Nothing here takes longer on a slow machine; what does is stuck. */
const MOST_MS = 540_000;

setTimeout(() => {
  console.error(`The bench is not done after ${MOST_MS / 1000} s.`);
  process.exit(1);
}, MOST_MS).unref();
const asked = process.argv[2];
for (const [name, bench] of Object.entries(benches)) if (!asked || asked === name) await bench();

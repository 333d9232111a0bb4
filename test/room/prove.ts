import { explore } from "./explore.ts";
import { mutate } from "./mutate.ts";

/** `npm run prove:room`: every state of small worlds, and that the rules would notice if the room were wrong. */
const { states, transitions, violations } = await explore();
const { killed, all } = await mutate();
console.log(
  `${states} states, ${transitions} transitions, ${violations} violations; ${killed} of ${all} mutants killed`,
);
process.exitCode = violations === 0 && killed === all ? 0 : 1;

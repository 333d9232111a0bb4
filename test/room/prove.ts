import { explore } from "./explore.ts";
import { mutate } from "./mutate.ts";

/** `npm run prove:room`: every state of small worlds, and that the rules would notice if the room were wrong. */
const began = performance.now();
const { states, transitions, violations } = await explore();
const walked = performance.now();
const { killed, all } = await mutate();
const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(0)} s`;
console.log(`${states} states, ${transitions} transitions, ${violations} violations (${seconds(began, walked)})`);
console.log(`${killed} of ${all} mutants killed (${seconds(walked, performance.now())})`);
process.exitCode = violations === 0 && killed === all ? 0 : 1;

import { en } from "./en.ts";

/** `npm run -s words`: every English message as JSON, as translators' tools take it. */
console.log(JSON.stringify(en, null, 2));

import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { readSettings } from "../../../worker/env.ts";

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

/**
 * No mail tray runs beside these tests: what is sent after an answer fails at once, and waits in the outbox as it would when Postmark
 * can't be reached. A real socket would fail the same, with pages of workerd's words on each.
 */
const { POSTMARK_HOST } = readSettings(env);
const beyond = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const { host } = new URL(input instanceof Request ? input.url : input);
  return host === POSTMARK_HOST ? Promise.reject(new Error("no mail tray in this test")) : beyond(input, init);
};

import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { readSettings } from "../../../worker/ports/settings.ts";

declare global {
  /** The runtime's own, before any test put another in its place. */
  var runtimeFetch: typeof fetch | undefined;
}

// Files share a runtime, one after the other: each begins with an empty database, no rooms, and nothing replaced.
await reset();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
vi.restoreAllMocks();
globalThis.runtimeFetch ??= globalThis.fetch;
const beyond = globalThis.runtimeFetch;

/**
 * No mail tray runs beside these tests: what is sent after an answer fails at once, and waits in the outbox as it would when Postmark
 * can't be reached. A real socket would fail the same, with pages of workerd's words on each.
 */
const { POSTMARK_HOST } = readSettings(env);
globalThis.fetch = (input, init) => {
  const { host } = new URL(input instanceof Request ? input.url : input);
  return host === POSTMARK_HOST ? Promise.reject(new Error("no mail tray in this test")) : beyond(input, init);
};

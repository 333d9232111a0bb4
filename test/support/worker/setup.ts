import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";

// Files share a runtime, one after the other: each begins with an empty database, no rooms, and nothing replaced.
await reset();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
vi.restoreAllMocks();

import { AppointmentRoom } from "../durable-objects/appointment-room.ts";
import { EveningBoard } from "../durable-objects/evening-board.ts";
import { afterCommitOf } from "./after-commit/after-commit.ts";
import { type App, createApp } from "./app.tsx";
import { openDatabase } from "./db/client.ts";
import type { Deps } from "./ports/deps.ts";
import { gatewaysOf } from "./ports/gateways.ts";
import { readSettings } from "./ports/settings.ts";
import { runScheduled } from "./scheduled.ts";

export { AppointmentRoom, EveningBoard };

type Bindings = Cloudflare.Env;

let known: { env: Bindings; deps: Deps; app: App } | undefined;

export default {
  fetch(request, env, context) {
    return start(env).app.fetch(request, env, context);
  },
  scheduled(_controller, env, context) {
    context.waitUntil(runScheduled(start(env).deps));
  },
} satisfies ExportedHandler<Bindings>;

/** Reads the configuration once an isolate; fails at the first request with the names of what is missing. */
function start(env: Bindings) {
  if (known?.env === env) return known;
  const settings = readSettings(env);
  const world = { settings, db: openDatabase(env.DB), ...gatewaysOf(env, settings), clock: Date.now };
  const deps: Deps = { ...world, afterCommit: afterCommitOf(world) };
  known = { env, deps, app: createApp(deps) };
  return known;
}

import { AppointmentRoom } from "../durable-objects/appointment-room.ts";
import { EveningBoard } from "../durable-objects/evening-board.ts";
import { type App, createApp } from "./app.tsx";
import { openDatabase } from "./db/client.ts";
import type { World } from "./ports/deps.ts";
import { gatewaysOf } from "./ports/gateways.ts";
import { readSettings } from "./ports/settings.ts";
import { runScheduled } from "./scheduled.ts";

export { AppointmentRoom, EveningBoard };

type Bindings = Cloudflare.Env;

let known: { env: Bindings; world: World; app: App } | undefined;

export default {
  fetch(request, env, context) {
    return start(env).app.fetch(request, env, context);
  },
  scheduled(_controller, env, context) {
    context.waitUntil(runScheduled(start(env).world));
  },
} satisfies ExportedHandler<Bindings>;

/** Reads the configuration once an isolate; fails at the first request with the names of what is missing. */
function start(env: Bindings) {
  if (known?.env === env) return known;
  const settings = readSettings(env);
  const world = { settings, db: openDatabase(env.DB), ...gatewaysOf(env, settings), clock: Date.now };
  known = { env, world, app: createApp(world) };
  return known;
}

import { type App, createApp, type LocalRoutes } from "./app.tsx";
import { openDatabase } from "./db/client.ts";
import type { World } from "./ports/deps.ts";
import { gatewaysOf } from "./ports/gateways.ts";
import { readSettings } from "./ports/settings.ts";
import { runScheduled } from "./scheduled.ts";

type Bindings = Cloudflare.Env;
type Started = { env: Bindings; world: World; app: App };

/** The Worker's own handler, for its entries: index.ts is a deployment's, dev/index.ts a local run's, with further routes. */
export function createHandler(localRoutes?: LocalRoutes) {
  let known: Started | undefined;
  const started = (env: Bindings) => {
    if (known?.env !== env) known = start(env, localRoutes);
    return known;
  };
  return {
    fetch(request, env, context) {
      return started(env).app.fetch(request, env, context);
    },
    scheduled(_controller, env, context) {
      context.waitUntil(runScheduled(started(env).world));
    },
  } satisfies ExportedHandler<Bindings>;
}

/** Reads the configuration once an isolate; fails at the first request with the names of what is missing. */
function start(env: Bindings, localRoutes: LocalRoutes | undefined): Started {
  const settings = readSettings(env);
  const world: World = { settings, db: openDatabase(env.DB), ...gatewaysOf(env, settings), clock: Date.now };
  return { env, world, app: createApp(world, localRoutes) };
}

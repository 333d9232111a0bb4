import { type App, createApp, type LocalRoutes } from "./app.tsx";
import { openDatabase } from "./db/client.ts";
import type { World } from "./ports/deps.ts";
import { gatewaysOf } from "./ports/gateways.ts";
import { type Own, platformPorts } from "./ports/platform-ports.ts";
import { readSettings } from "./ports/settings.ts";
import { runScheduled } from "./scheduled.ts";

type Bindings = Cloudflare.Env;
type Started = { env: Bindings; world: World; app: App };

/** The Worker's own handler, for its entries: index.ts is a deployment's, dev/index.ts a local run's, with further routes; `own` is a test's. */
export function createHandler(localRoutes?: LocalRoutes, own?: Own) {
  let known: Started | undefined;
  const started = (env: Bindings) => {
    if (known?.env !== env) known = start(env, localRoutes, own);
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
function start(env: Bindings, localRoutes?: LocalRoutes, own?: Own): Started {
  const settings = readSettings(env);
  const db = openDatabase(env.DB);
  const world: World = { settings, db, ...gatewaysOf(env, settings), ...platformPorts(settings, own) };
  return { env, world, app: createApp(world, localRoutes) };
}

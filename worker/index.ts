import { AppointmentRoom } from "../durable-objects/appointment-room.ts";
import { type App, createApp } from "./app.tsx";
import { openDatabase } from "./db/client.ts";
import { readSettings } from "./env.ts";
import type { Deps, RoomsGateway } from "./http/context.ts";
import { runScheduled } from "./scheduled.ts";

export { AppointmentRoom };

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
  const rooms = settings.JURISDICTION ? env.ROOMS.jurisdiction(settings.JURISDICTION) : env.ROOMS;
  const deps: Deps = { settings, db: openDatabase(env.DB), rooms: roomsOf(rooms), clock: Date.now };
  known = { env, deps, app: createApp(deps) };
  return known;
}

function roomsOf(namespace: Bindings["ROOMS"]): RoomsGateway {
  return {
    async notify(roomId, facts) {
      await namespace.getByName(roomId).notify(facts);
    },
    async forget(roomId) {
      await namespace.getByName(roomId).forget();
    },
    connect(roomId, request) {
      return namespace.getByName(roomId).fetch(request);
    },
  };
}

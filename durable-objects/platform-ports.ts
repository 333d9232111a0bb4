import { logLine } from "./log.ts";
import type { Ports } from "./ports.ts";

/** The platform's own. */
export function platformPorts(ctx: DurableObjectState): Ports {
  return {
    clock: {
      now: () => Date.now(),
      setAlarm: (at) => ctx.storage.setAlarm(at),
      deleteAlarm: () => ctx.storage.deleteAlarm(),
      lastPing: (socket) => ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? null,
    },
    fetch: (url, init) => fetch(url, init),
    log: logLine,
  };
}

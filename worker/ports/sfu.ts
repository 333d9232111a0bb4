import type { Log } from "../../durable-objects/log.ts";
import type { Fetch } from "../../durable-objects/ports.ts";
import { callSfu, SFU_PATIENCE_MS } from "../../durable-objects/sfu.ts";
import type { Clock, SfuGateway } from "./deps.ts";
import type { Settings } from "./settings.ts";

type App = Pick<Settings, "SFU_URL" | "SFU_APP_ID" | "SFU_APP_SECRET">;
type Ways = { fetch: Fetch; clock: Clock; log: Log };

export function openSfu({ SFU_URL, SFU_APP_ID, SFU_APP_SECRET }: App, { fetch, clock, log }: Ways): SfuGateway {
  const sfu = { url: SFU_URL, appId: SFU_APP_ID, appSecret: SFU_APP_SECRET, fetch, now: () => clock.now(), log };
  return { call: (call) => callSfu(sfu, call, AbortSignal.timeout(SFU_PATIENCE_MS)) };
}

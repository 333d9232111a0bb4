import * as z from "zod";
import type { Log } from "../../durable-objects/log.ts";
import type { Fetch } from "../../durable-objects/ports.ts";
import type { Clock, TurnGateway } from "./deps.ts";
import { type FaultFields, faultFields } from "./fault-fields.ts";
import type { Settings } from "./settings.ts";

const TURN = "https://rtc.live.cloudflare.com/v1/turn/keys";
/** Longer than an appointment, shorter than an evening: a page asks again with each pass. */
const LIFE_SECONDS = 3_600;
const TIMEOUT_MS = 3_000;

const reply = z.object({
  iceServers: z
    .union([z.array(serverShape()), serverShape()])
    .transform((servers) => (Array.isArray(servers) ? servers : [servers])),
});

type Key = Pick<Settings, "TURN_KEY_ID" | "TURN_KEY_TOKEN">;
type Ways = { fetch: Fetch; clock: Clock; log: Log };

/**
 * Short-lived TURN credentials (UDP, TCP, and TLS on 443 for networks that let nothing else out) where a TURN key is configured, none
 * otherwise. A TURN service that does not answer costs a person on an open network nothing, so its failure is logged and not passed on.
 * Source: developers.cloudflare.com/realtime/turn/generate-credentials.
 */
export function openTurn({ TURN_KEY_ID, TURN_KEY_TOKEN }: Key, { fetch, clock, log }: Ways): TurnGateway {
  return {
    async iceServers() {
      if (!TURN_KEY_ID || !TURN_KEY_TOKEN) return [];
      const beganAt = clock.now();
      const failed = (fields: { status: number | null } & Partial<FaultFields>) =>
        log({ level: "error", event: "turn_failed", ms: clock.now() - beganAt, ...fields });
      try {
        const response = await fetch(`${TURN}/${TURN_KEY_ID}/credentials/generate-ice-servers`, {
          method: "POST",
          headers: { authorization: `Bearer ${TURN_KEY_TOKEN}`, "content-type": "application/json" },
          body: JSON.stringify({ ttl: LIFE_SECONDS }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (response.ok) return reply.parse(await response.json()).iceServers;
        failed({ status: response.status });
      } catch (error) {
        failed({ status: null, ...faultFields(error) });
      }
      return [];
    },
  };
}

function serverShape() {
  return z.object({
    urls: z.union([z.string(), z.array(z.string())]),
    username: z.string().optional(),
    credential: z.string().optional(),
  });
}

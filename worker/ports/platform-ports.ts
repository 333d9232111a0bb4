import { type Log, logLine } from "../../durable-objects/log.ts";
import type { Fetch } from "../../durable-objects/ports.ts";
import type { Clock, World } from "./deps.ts";
import { openOpenId } from "./open-id.ts";
import { mailGateway, openPostmark, type PostmarkClient } from "./postmark.ts";
import type { Settings } from "./settings.ts";
import { openSfu } from "./sfu.ts";
import { openTurn } from "./turn.ts";

/** What another world than the platform's can be made of. */
export type Own = { clock?: Clock; fetch?: Fetch; log?: Log; postmark?: PostmarkClient };

export const platformClock: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** The ports that need no binding, as the settings say and over the platform's own clock, network and log where not handed in. */
export function platformPorts(
  settings: Settings,
  { clock = platformClock, fetch: reach = (url, init) => fetch(url, init), log = logLine, postmark }: Own = {},
): Pick<World, "mail" | "sfu" | "turn" | "openId" | "clock" | "log"> {
  const ways = { fetch: reach, clock, log };
  return {
    mail: mailGateway(postmark ?? openPostmark(settings, reach), settings.MAIL_FROM),
    sfu: openSfu(settings, ways),
    turn: openTurn(settings, ways),
    openId: openOpenId(settings, reach),
    clock,
    log,
  };
}

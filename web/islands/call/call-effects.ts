import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { Effect } from "./call-events.ts";
import type { CallParts } from "./call-parts.ts";
import { forgetCall } from "./kept-call.ts";
import { noteRenewal } from "./renewal.ts";

/** Does what a step of the call wants done. */
export function performEffect(effect: Effect, { connection, local }: Pick<CallParts, "connection" | "local">): void {
  switch (effect.do) {
    case "ask-pass":
      void connection.askPass(effect);
      break;
    case "open-socket":
      connection.open(effect);
      break;
    case "close-socket":
      connection.close(effect.farewell);
      break;
    case "stop-devices":
      local.stop();
      break;
    case "reload":
      location.reload();
      break;
    case "renew":
      // Where it cannot be noted, the page must not come back into the call by itself: that might never end.
      if (!noteRenewal()) forgetCall();
      location.reload();
      break;
    default:
      assertNever(effect);
  }
}

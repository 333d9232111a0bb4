import { assertNever } from "../assert-never.ts";
import type { Effect } from "./call-events.ts";
import type { CallParts } from "./call-parts.ts";

/** Does what a step of the call wants done. */
export function performEffect(effect: Effect, { connection, local }: CallParts): void {
  switch (effect.do) {
    case "ask-pass":
      void connection.askPass(effect.appointmentId, effect.attempt, effect.press);
      break;
    case "open-socket":
      connection.open(effect.appointmentId, effect.attempt);
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
    default:
      assertNever(effect);
  }
}

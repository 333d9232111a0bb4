import type { SfuCall, SfuResult } from "./room-state.ts";
import { callSfu, SFU_PATIENCE_MS, type Sfu } from "./sfu.ts";

/**
 * The SFU calls that a room has under way, and when each began. The alarm that every one of them has in the state hangs up on it:
 * AbortSignal.timeout would keep the object from hibernating until it fires, reply or no reply.
 */
export class SfuCalls {
  readonly #sfu: Sfu;
  #underWay = new Map<AbortController, number>();

  constructor(sfu: Sfu) {
    this.#sfu = sfu;
  }

  async call(call: SfuCall): Promise<SfuResult> {
    const controller = new AbortController();
    this.#underWay.set(controller, this.#sfu.now());
    const result = await callSfu(this.#sfu, call, controller.signal);
    this.#underWay.delete(controller);
    return result;
  }

  /** At each alarm: ends what has been under way for too long. */
  hangUp(): void {
    const beganBefore = this.#sfu.now() - SFU_PATIENCE_MS;
    for (const [controller, beganAt] of this.#underWay) if (beganAt <= beganBefore) controller.abort();
  }
}

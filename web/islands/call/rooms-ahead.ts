import type { CallParts } from "./call-parts.ts";
import { currentOrNext } from "./call-state.ts";
import type { Sent } from "./media-session.ts";
import { NextRoom } from "./next-room.ts";
import type { Passes } from "./passes.ts";

type RoomsAheadParts = Pick<CallParts, "machine" | "page" | "clock" | "local">;

/** How long before an appointment its room is got ready: by chance, so that not everyone comes at once, and inside WARM_BEFORE_MS. */
const WARM_AHEAD_MS = { least: 15_000, most: 45_000 };
const WARM_AGAIN_AFTER_MS = 10_000;

/** Shortly before the next appointment its room is got ready, while the call before it, or the wait, still runs. */
export class RoomsAhead {
  #parts: RoomsAheadParts;
  #passes: Passes;
  #onOwnSoon: () => void;
  #next: NextRoom | undefined;
  #after = 0;
  #ahead = WARM_AHEAD_MS.least + Math.random() * (WARM_AHEAD_MS.most - WARM_AHEAD_MS.least);

  /** `onOwnSoon`: the room that the page waits in opens soon. */
  constructor(parts: RoomsAheadParts, passes: Passes, onOwnSoon: () => void) {
    this.#parts = parts;
    this.#passes = passes;
    this.#onOwnSoon = onOwnSoon;
  }

  /** To be called every second. */
  look(): void {
    const { machine, clock, page } = this.#parts;
    const { state, done } = machine.call;
    const now = clock.now();
    if (!("room" in state) || now < this.#after) return;
    if (state.name === "waiting" && now >= state.room.opensAt - this.#ahead) this.#onOwnSoon();
    const next = currentOrNext(page.props.appointments, [...done, state.appointmentId], now);
    const isSoon = next && next.startsAt > now && next.startsAt - now <= this.#ahead;
    if (!isSoon || this.#next) return;
    this.pause();
    void this.#open(next.id);
  }

  /** What was got ready has gone, or is being fetched: it is begun again, after a while. */
  pause(): void {
    this.#after = this.#parts.clock.now() + WARM_AGAIN_AFTER_MS;
  }

  ready(appointmentId: string): NextRoom | undefined {
    return this.#next?.appointmentId === appointmentId && this.#next.link.isOpen ? this.#next : undefined;
  }

  /** Hands the room over to the call. */
  take(appointmentId: string): NextRoom | undefined {
    const next = this.ready(appointmentId);
    if (next) this.#next = undefined;
    return next;
  }

  setLocal(sent: Sent): void {
    this.#next?.setLocal(sent);
  }

  /** To be called after each step: whoever leaves the call leaves the next room too. */
  onStep(): void {
    const { name } = this.#parts.machine.state;
    if (!this.#next || name === "in-call" || name === "waiting" || name === "reconnecting" || name === "joining")
      return;
    this.#next.close();
    this.#next = undefined;
  }

  async #open(appointmentId: string): Promise<void> {
    const pass = await this.#passes.ahead(appointmentId);
    const { machine, local } = this.#parts;
    const { state } = machine;
    // A refusal is heard when the page goes there.
    if ("status" in pass || this.#next || !("room" in state) || state.appointmentId === appointmentId) return;
    const next = new NextRoom({
      appointmentId,
      pass,
      sent: local.sent(),
      onBegun: () => machine.dispatch({ type: "begun", appointmentId }),
      onGone: () => {
        if (this.#next === next) this.#next = undefined;
      },
    });
    this.#next = next;
  }
}

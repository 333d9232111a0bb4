import type { CallAppointment } from "../../pages/call-props.ts";
import { type Call, currentOrNext } from "./call-state.ts";
import type { Sent } from "./media-session.ts";
import { NextRoom } from "./next-room.ts";
import type { PassAnswer } from "./passes.ts";

export type RoomsAheadParts = {
  call: () => Call;
  appointments: () => readonly CallAppointment[];
  /** The server's time. */
  now: () => number;
  sent: () => Sent;
  askPass: (appointmentId: string) => Promise<PassAnswer>;
  /** The room that the page waits in opens soon. */
  onOwnSoon: () => void;
  /** The next one has begun with us in a seat. */
  onBegun: (appointmentId: string) => void;
};

/** How long before an appointment its room is got ready: by chance, so that not everyone comes at once, and inside WARM_BEFORE_MS. */
const WARM_AHEAD_MS = { least: 15_000, most: 45_000 };
const WARM_AGAIN_AFTER_MS = 10_000;

/** Shortly before the next appointment its room is got ready, while the call before it, or the wait, still runs. */
export class RoomsAhead {
  #parts: RoomsAheadParts;
  #next: NextRoom | undefined;
  #after = 0;
  #ahead = WARM_AHEAD_MS.least + Math.random() * (WARM_AHEAD_MS.most - WARM_AHEAD_MS.least);

  constructor(parts: RoomsAheadParts) {
    this.#parts = parts;
  }

  /** To be called every second. */
  look(): void {
    const { state, done } = this.#parts.call();
    const now = this.#parts.now();
    if (!("room" in state) || now < this.#after) return;
    if (state.name === "waiting" && now >= state.room.opensAt - this.#ahead) this.#parts.onOwnSoon();
    const next = currentOrNext(this.#parts.appointments(), [...done, state.appointmentId], now);
    const isSoon = next && next.startsAt > now && next.startsAt - now <= this.#ahead;
    if (!isSoon || this.#next) return;
    this.pause();
    void this.#open(next.id);
  }

  /** What was got ready has gone, or is being fetched: it is begun again, after a while. */
  pause(): void {
    this.#after = this.#parts.now() + WARM_AGAIN_AFTER_MS;
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

  /** Whoever leaves the call leaves the next room too. */
  dropUnlessOnTheWay(): void {
    const { name } = this.#parts.call().state;
    if (!this.#next || name === "in-call" || name === "waiting" || name === "reconnecting" || name === "joining")
      return;
    this.#next.close();
    this.#next = undefined;
  }

  async #open(appointmentId: string): Promise<void> {
    const pass = await this.#parts.askPass(appointmentId);
    const { state } = this.#parts.call();
    // A refusal is heard when the page goes there.
    if ("status" in pass || this.#next || !("room" in state) || state.appointmentId === appointmentId) return;
    const next = new NextRoom({
      appointmentId,
      pass,
      sent: this.#parts.sent(),
      onBegun: () => this.#parts.onBegun(appointmentId),
      onGone: () => {
        if (this.#next === next) this.#next = undefined;
      },
    });
    this.#next = next;
  }
}

import type { RoomView } from "../../../durable-objects/protocol.ts";
import type { CallEvent, Context, Effect } from "./call-events.ts";
import { appointmentIdOf, BEGINNING, type Call, type CallState, nextDeadline } from "./call-state.ts";
import { step } from "./call-step.ts";

export type CallMachineParts = {
  context: () => Context;
  /** After each step, before its effects. */
  onStep: (before: CallState, after: CallState) => void;
  perform: (effect: Effect) => void;
};

/** Browsers turn longer delays into none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Runs the call's rules: steps with each event, has the effects performed, and sends `due` when the state's deadline comes. */
export class CallMachine {
  #parts: CallMachineParts;
  #call = BEGINNING;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: CallMachineParts) {
    this.#parts = parts;
  }

  get call(): Call {
    return this.#call;
  }

  get state(): CallState {
    return this.#call.state;
  }

  get appointmentId(): string | undefined {
    return appointmentIdOf(this.state);
  }

  /** The room as it was last told, where the page is in one or waits in one. */
  get room(): RoomView | null {
    return "room" in this.state ? this.state.room : null;
  }

  dispatch(event: CallEvent): void {
    const before = this.state;
    const { call, effects } = step(this.#call, event, this.#parts.context());
    this.#call = call;
    this.#parts.onStep(before, call.state);
    for (const effect of effects) this.#parts.perform(effect);
    this.#armDeadline();
  }

  #armDeadline(): void {
    clearTimeout(this.#deadline);
    const at = nextDeadline(this.state);
    if (at === null) return;
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(0, at - this.#parts.context().now));
    this.#deadline = setTimeout(() => this.dispatch({ type: "due" }), wait);
  }
}

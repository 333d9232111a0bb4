import type { PassReply } from "../../../durable-objects/protocol.ts";
import type { CallProps } from "../../pages/call-props.ts";
import { askPass, type Refusal } from "./room-link.ts";

/** From a finger's going down to its coming up, at most. */
const PRESS_LASTS_MS = 1000;

export type PassAnswer = PassReply | Refusal;
type Reached = { appointmentId: string; at: number; reply: Promise<PassAnswer> };

/** Asks the Worker for this page's passes: with the press that it was let in by (its epoch), or with a new press. */
export class Passes {
  #guest: CallProps["guest"];
  #reached: Reached | undefined;
  /** Of the press that let this page in; a reload keeps it. */
  epoch: string | undefined;

  constructor(guest: CallProps["guest"]) {
    this.#guest = guest;
  }

  /** A finger goes down a tenth of a second before the press is one: the pass is asked for meanwhile. Nothing else happens yet. */
  reach(appointmentId: string): void {
    this.#reached = { appointmentId, at: performance.now(), reply: this.#ask(appointmentId, {}) };
  }

  /** For the room to come: it takes no seat from another session. */
  ahead(appointmentId: string): Promise<PassAnswer> {
    return this.#ask(appointmentId, { ...this.#ownEpoch(), ahead: true });
  }

  /** `isFresh`: asked for only now, so that it tells the server's time as it is. */
  async ask(appointmentId: string, press: boolean): Promise<{ reply: PassAnswer; isFresh: boolean }> {
    const reached = press ? this.#takeReached(appointmentId) : undefined;
    const reply = await (reached ?? this.#ask(appointmentId, press ? {} : this.#ownEpoch()));
    return { reply, isFresh: !reached };
  }

  /** Once, and only for the press that it began: an older one's epoch might lose against another device that was pressed since. */
  #takeReached(appointmentId: string): Promise<PassAnswer> | undefined {
    const reached = this.#reached;
    this.#reached = undefined;
    const isThisPress = reached?.appointmentId === appointmentId && performance.now() - reached.at < PRESS_LASTS_MS;
    return isThisPress ? reached.reply : undefined;
  }

  #ownEpoch(): { epoch?: string } {
    return this.epoch ? { epoch: this.epoch } : {};
  }

  #ask(appointmentId: string, request: { epoch?: string; ahead?: true }): Promise<PassAnswer> {
    const guest = this.#guest;
    return askPass(appointmentId, {
      ...(guest && { guestToken: guest.guestToken, inviteId: guest.inviteId }),
      ...request,
    });
  }
}

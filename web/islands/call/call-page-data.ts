import type { CallAppointment, CallProps, CallPageData as Read } from "../../pages/call-props.ts";
import { PageData } from "../shared/page-data.ts";
import { shortNameIn } from "./call-names.ts";
import { type Call, currentOrNext } from "./call-state.ts";

/** `appointments` as they were read, `before` as the page had them until then. */
export type OnRead = (appointments: readonly CallAppointment[], before: readonly CallAppointment[]) => void;

/** Before an appointment a page looks whether its teacher is late: from when, and how often. */
const BEFORE_MS = 30 * 60_000;
const EVERY_MS = 30_000;

/**
 * What the server gave the page, its appointments as they were last read: read again when the page is told to, and now and then where nothing
 * would tell it.
 */
export class CallPageData {
  #props: CallProps;
  #data: PageData<Read>;
  #readAfter: number;

  constructor(props: CallProps, onRead: OnRead) {
    this.#props = props;
    this.#readAfter = props.now + EVERY_MS;
    this.#data = new PageData<Read>(props.recordsUrl, ({ appointments }) => {
      const before = this.#props.appointments;
      this.#props = { ...this.#props, appointments: withRemoved(before, appointments) };
      onRead(appointments, before);
    });
  }

  get props(): CallProps {
    return this.#props;
  }

  /** How sentences call the bearer of a full name. */
  readonly shortName = (name: string): string => shortNameIn(this.#props.appointments, name);

  readSoon(): void {
    this.#data.readSoon();
  }

  /** To be called every second, on the page of a family: one that is about to join is in no room that would tell it. */
  look({ state, done }: Call, now: number): void {
    if (now < this.#readAfter || document.visibilityState === "hidden") return;
    if (state.name !== "ready" && state.name !== "between") return;
    const next = currentOrNext(this.#props.appointments, done, now);
    if (!next || next.startsAt - now > BEFORE_MS) return;
    this.#readAfter = now + EVERY_MS;
    this.#data.readSoon();
  }
}

/** What is no longer among them was cancelled, or is another teacher's now. */
function withRemoved(before: readonly CallAppointment[], now: readonly CallAppointment[]): CallAppointment[] {
  const removed = before.filter(({ id }) => !now.some((one) => one.id === id));
  const all = [...now, ...removed.map((one) => ({ ...one, state: "cancelled" as const }))];
  return all.sort((one, other) => one.startsAt - other.startsAt);
}

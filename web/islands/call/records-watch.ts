import type { CallAppointment, CallRecords } from "../../pages/call-props.ts";
import { Records } from "../records.ts";
import { type Call, currentOrNext } from "./call-state.ts";

/** Before an appointment a page looks whether its teacher is late: from when, and how often. */
const BEFORE_MS = 30 * 60_000;
const EVERY_MS = 30_000;

/** The school's records of one's own appointments, read again: when the page is told, and now and then where nothing would tell it. */
export class RecordsWatch {
  #records: Records<CallRecords>;
  #after: number;

  /** `now` is the server's time; `onRead` is given what the records hold now. */
  constructor(url: string, now: number, onRead: (appointments: readonly CallAppointment[]) => void) {
    this.#records = new Records(url, ({ appointments }) => onRead(appointments));
    this.#after = now + EVERY_MS;
  }

  readSoon(): void {
    this.#records.readSoon();
  }

  /** To be called every second, on the page of a family: one that is about to join is in no room that would tell it. */
  look({ state, done }: Call, appointments: readonly CallAppointment[], now: number): void {
    if (now < this.#after || document.visibilityState === "hidden") return;
    if (state.name !== "ready" && state.name !== "between") return;
    const next = currentOrNext(appointments, done, now);
    if (!next || next.startsAt - now > BEFORE_MS) return;
    this.#after = now + EVERY_MS;
    this.#records.readSoon();
  }
}

/** What has gone from the records was cancelled, or is another teacher's now. */
export function withGone(before: readonly CallAppointment[], now: readonly CallAppointment[]): CallAppointment[] {
  const gone = before.filter(({ id }) => !now.some((one) => one.id === id));
  const all = [...now, ...gone.map((one) => ({ ...one, state: "cancelled" as const }))];
  return all.sort((one, other) => one.startsAt - other.startsAt);
}

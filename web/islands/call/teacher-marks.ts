import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import type { OwnMarks } from "../../pages/own-marks.ts";

/** How a note stands: `unsaved` is on its way, `failed` is tried again by itself. */
export type NoteState = "as-kept" | "unsaved" | "saved" | "failed";

const PAUSE_MS = 800;
const RETRY_MS = 4_000;
const PATIENCE_MS = 10_000;
const NONE: OwnMarks = { note: "", savedAt: null, absent: false, lateMinutes: 0, guestOut: false };

/**
 * What a teacher writes and marks beside the call. Notes keep themselves: a moment after the last key, and when the page goes away. What a
 * view asks and presses is bound, so that it can be handed over as it is.
 */
export class TeacherMarks {
  #marks: Map<string, OwnMarks>;
  #notes = new Map<string, NoteState>();
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Notes on their way: the next waits, or an older one that is slow would arrive last and be what is kept. */
  #sending = new Set<string>();
  #onChange: () => void;
  /** What was pressed last could not be done. */
  failed = false;

  constructor(props: CallProps, onChange: () => void) {
    this.#marks = new Map(props.appointments.map(({ id, own }) => [id, own ?? NONE]));
    this.#onChange = onChange;
    addEventListener("pagehide", () => this.#saveAll());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#saveAll());
  }

  /** The page data was read again. A note is only ever written here, and may be newer than what was read. */
  applyPageData(appointments: readonly CallAppointment[]): void {
    for (const { id, own } of appointments) {
      const { note, savedAt } = this.#marks.get(id) ?? own ?? NONE;
      this.#marks.set(id, { ...(own ?? NONE), note, savedAt });
    }
  }

  marksOf = (appointmentId: string): OwnMarks => this.#marks.get(appointmentId) ?? NONE;

  noteState = (appointmentId: string): NoteState => this.#notes.get(appointmentId) ?? "as-kept";

  write = (appointmentId: string, note: string): void => {
    this.#marks.set(appointmentId, { ...this.marksOf(appointmentId), note });
    this.#saveIn(appointmentId, PAUSE_MS, "unsaved");
  };

  markNoShow = (appointmentId: string, on: boolean): Promise<void> =>
    this.#mark(appointmentId, "absent", { on: on ? "1" : "0" }, { absent: on });

  /** 0 takes it back. */
  tellLate = (appointmentId: string, minutes: number): Promise<void> =>
    this.#mark(appointmentId, "late", { minutes: String(minutes) }, { lateMinutes: minutes });

  takeGuestOut = (appointmentId: string, out: boolean): Promise<void> =>
    this.#mark(appointmentId, "guest", { on: out ? "1" : "0" }, { guestOut: out });

  async #mark(id: string, what: string, body: Record<string, string>, then: Partial<OwnMarks>): Promise<void> {
    this.failed = !(await send(id, what, body));
    if (!this.failed) this.#marks.set(id, { ...this.marksOf(id), ...then });
    this.#onChange();
  }

  #saveIn(id: string, wait: number, state: NoteState): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => void this.#save(id), wait),
    );
    this.#notes.set(id, state);
    this.#onChange();
  }

  async #save(id: string): Promise<void> {
    if (this.#sending.has(id)) return this.#saveIn(id, PAUSE_MS, "unsaved");
    await this.#send(id);
  }

  async #send(id: string): Promise<void> {
    this.#timers.delete(id);
    const text = this.marksOf(id).note;
    this.#sending.add(id);
    const saved = await send(id, "note", { text });
    this.#sending.delete(id);
    // What was written meanwhile is on its way itself.
    if (this.#timers.has(id)) return;
    if (!saved) return this.#saveIn(id, RETRY_MS, "failed");
    this.#notes.set(id, this.marksOf(id).note === text ? "saved" : "unsaved");
    this.#onChange();
  }

  #saveAll(): void {
    for (const [id, timer] of this.#timers) {
      clearTimeout(timer);
      void this.#send(id);
    }
  }
}

async function send(appointmentId: string, what: string, body: Record<string, string>): Promise<boolean> {
  try {
    const response = await fetch(`/staff/appointments/${encodeURIComponent(appointmentId)}/${what}`, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
      // It reaches the school even where the page is gone by then.
      keepalive: true,
    });
    return response.ok;
  } catch {
    return false;
  }
}

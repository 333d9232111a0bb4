import type { Presence } from "./board-protocol.ts";
import type { EveningBoard } from "./evening-board.ts";
import { kindOf } from "./log.ts";
import { idWithin, inSameSchool, within } from "./object-names.ts";
import type { Ports } from "./ports.ts";
import { presenceAtRest, type Report, reportAfter } from "./room-presence.ts";
import type { Place } from "./room-state.ts";

export type ReporterEnv = { BOARDS?: DurableObjectNamespace<EveningBoard>; JURISDICTION?: string };

const REPORT_KEY = "report";
/** `missed`: the board could not be told, and is told at the next event. */
type Stored = { report: Report; missed: boolean };

/**
 * Tells the evening's board who is in the room, beside the room's own work: one call at a time, the newest picture next, and a board
 * that can't be reached changes nothing here.
 */
export class PresenceReporter {
  readonly #ctx: DurableObjectState;
  readonly #env: ReporterEnv;
  readonly #ports: Pick<Ports, "clock" | "log">;
  /** What the storage holds; undefined until it was read. */
  #stored: Stored | null | undefined;
  /** Most steps leave the room as it was. */
  #noted: Place | undefined;
  #isTelling = false;

  constructor(ctx: DurableObjectState, env: ReporterEnv, ports: Pick<Ports, "clock" | "log">) {
    this.#ctx = ctx;
    this.#env = env;
    this.#ports = ports;
  }

  /** After each step of the room. `now` is epoch milliseconds. */
  note(place: Place, now: number): void {
    const { name } = this.#ctx.id;
    if (!name || !this.#env.BOARDS) return;
    if (place === this.#noted && !this.#stored?.missed) return;
    this.#noted = place;
    const before = this.#load();
    const report = reportAfter(before?.report ?? null, place, idWithin(name), now);
    if (!report || (report === before?.report && !before.missed)) return;
    this.#keep({ report, missed: false });
    if (!this.#isTelling) this.#ctx.waitUntil(this.#tell(name));
  }

  /** What the board missed, where it asks. */
  presence(place: Place, now: number): Presence | null {
    return this.#load()?.report.presence ?? presenceAtRest(place, idWithin(this.#ctx.id.name ?? ""), now);
  }

  /** The storage has been emptied. */
  forget(): void {
    this.#stored = undefined;
    this.#noted = undefined;
  }

  async #tell(name: string): Promise<void> {
    this.#isTelling = true;
    const beganAt = this.#ports.clock.now();
    let told: Stored | null | undefined;
    try {
      while (this.#stored && this.#stored !== told) {
        told = this.#stored;
        await this.#board(name, told.report.eveningId)?.report(told.report.presence);
      }
      // A room at rest keeps nothing that somebody else knows.
      if (told && told === this.#stored && told.report.resting) this.#keep(null);
    } catch (error) {
      if (this.#stored) this.#keep({ ...this.#stored, missed: true });
      const eveningId = told?.report.eveningId ?? null;
      const ms = this.#ports.clock.now() - beganAt;
      this.#ports.log({ level: "warn", event: "board_report_lost", eveningId, error: kindOf(error), ms });
    } finally {
      this.#isTelling = false;
    }
  }

  /** A stub that has thrown once is broken for good, so each call takes a new one. */
  #board(name: string, eveningId: string) {
    const { BOARDS: boards, JURISDICTION: jurisdiction } = this.#env;
    return boards && within(boards, jurisdiction).getByName(inSameSchool(name, eveningId));
  }

  #load(): Stored | null {
    this.#stored ??= this.#ctx.storage.kv.get<Stored>(REPORT_KEY) ?? null;
    return this.#stored;
  }

  #keep(stored: Stored | null): void {
    if (stored) this.#ctx.storage.kv.put(REPORT_KEY, stored);
    else this.#ctx.storage.kv.delete(REPORT_KEY);
    this.#stored = stored;
  }
}

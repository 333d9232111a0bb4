import { REMB_EVERY_MS, sendRemb } from "./bandwidth.ts";
import { sessionGone } from "./errors.ts";
import type { PacketLoss } from "./packet-loss.ts";
import { Session } from "./session.ts";
import type { Timing } from "./timing.ts";
import { closeTrack, type PublishedTrack } from "./tracks.ts";

/** How long an ended session can still be looked at through `/debug/sessions`. */
const REMEMBER_ENDED_MS = 60_000;

/** All sessions of the process, and the clocks that keep them. */
export class Sessions {
  /** Good, until a test makes it bad. */
  readonly packetLoss: PacketLoss = { lostShare: 0 };
  readonly #timing: Timing;
  readonly #byId = new Map<string, Session>();
  readonly #clocks: NodeJS.Timeout[];

  constructor(timing: Timing) {
    this.#timing = timing;
    this.#clocks = [
      setInterval(() => this.#sweep(Date.now()), timing.sweepEveryMs),
      setInterval(() => this.#live().forEach(sendRemb), REMB_EVERY_MS),
    ];
  }

  open(): Session {
    const session = new Session(this.#timing, this.packetLoss);
    this.#byId.set(session.id, session);
    return session;
  }

  /** Throws 410 `session_error` for an unknown or ended session. */
  get(id: string): Session {
    const session = this.#byId.get(id);
    if (!session || session.endedAt !== undefined) throw sessionGone();
    return session;
  }

  /** An open published track anywhere, by its publisher's session and its name. */
  published(sessionId: string, trackName: string): PublishedTrack | undefined {
    return this.#byId.get(sessionId)?.published(trackName);
  }

  /** Those that ended in the last minute included. */
  all(): Session[] {
    return [...this.#byId.values()];
  }

  endAll(): void {
    for (const clock of this.#clocks) clearInterval(clock);
    for (const session of this.all()) session.end();
  }

  #live(): Session[] {
    return this.all().filter((session) => session.endedAt === undefined);
  }

  #sweep(now: number): void {
    for (const session of this.all()) {
      if (session.endedAt !== undefined) {
        if (now - session.endedAt > REMEMBER_ENDED_MS) this.#byId.delete(session.id);
      } else if (isLost(session, now)) session.end();
      else collectSilentTracks(session, now);
    }
  }
}

/** A lite agent sends no checks of its own, so only the browser's silence tells that it has gone. */
function isLost(session: Session, now: number): boolean {
  const { lostSessionMs, unusedSessionMs } = session.timing;
  return session.everConnected ? now - session.heardAt > lostSessionMs : now - session.createdAt > unusedSessionMs;
}

function collectSilentTracks(session: Session, now: number): void {
  for (const track of session.tracks.values()) {
    if (track.location === "local" && now - track.heardAt > session.timing.silentTrackMs) closeTrack(track);
  }
}

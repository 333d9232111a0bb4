import type { RoomView } from "../../../durable-objects/protocol.ts";
import { nextDeadline, step } from "../../../durable-objects/room.ts";
import {
  type Effect,
  newRoom,
  type RoomEvent,
  type RoomState,
  type SfuCall,
  type SfuResult,
  sessionsOf,
} from "../../../durable-objects/room-state.ts";

/** One step of the room, with all that a rule may want to look at. */
export type Seen = {
  before: RoomState;
  /** What the clock alone would have made of `before` by now: the event is judged against this. */
  settled: RoomState;
  event: RoomEvent;
  after: RoomState;
  effects: Effect[];
  now: number;
  world: World;
};

export type Outcome = "ok" | "unsure" | "happened_unsure" | "not_now" | "gone" | "refused" | "track_error" | "lost";

/** A call that takes longer than this never happens: the shell hung up on it well before. */
const CALL_HAPPENS_WITHIN_MS = 10_000;

/** The room's surroundings: sockets that are open or not, what each page was told last, and an SFU that answers when asked to. */
export class World {
  state: RoomState = newRoom();
  now: number;
  /** Sessions that were let in and have not been ended or lost since. */
  live = new Set<string>();
  /** How often each session was told that it is over. */
  endings = new Map<string, number>();
  letIn = new Map<string, number>();
  shown = new Map<string, { room: RoomView; place: number }>();
  highest = new Map<string, number>();
  heard: Record<string, number> = {};
  calls: { call: SfuCall; at: number }[] = [];
  /** SFU session → its active mids. */
  sfu = new Map<string, Set<string>>();
  /** What the room gave up closing after its last try, as `sfuSessionId mid`. */
  givenUp = new Set<string>();
  /** `opensAt` of the appointment that a teacher ended. */
  endedOpensAt: number | null = null;
  check: (seen: Seen) => void;

  constructor(now: number, check: (seen: Seen) => void = () => {}) {
    this.now = now;
    this.check = check;
  }

  send(event: RoomEvent): Effect[] {
    const { state: before, now } = this;
    const settled = step(before, { type: "leave", sessionId: "nobody" }, now).state;
    const { state: after, effects } = step(before, event, now);
    this.state = after;
    this.#follow(before, event, effects);
    this.check({ before, settled, event, after, effects, now, world: this });
    return effects;
  }

  /** Time passes, and the platform fires the alarm whenever it is due. `isLate`: it does so only at the end. */
  wait(ms: number, isLate = false): void {
    const end = this.now + ms;
    let alarms = 0;
    for (let at = nextDeadline(this.state); at !== null && at <= end; at = nextDeadline(this.state)) {
      this.now = isLate ? end : Math.max(this.now, at);
      this.send({ type: "alarm", heard: { ...this.heard } });
      alarms += 1;
      if (alarms > 1000) throw new Error("RM21 the alarm fires without end");
    }
    this.now = end;
  }

  ping(sessionId: string): void {
    this.heard[sessionId] = this.now;
  }

  /** The SFU answers one of the calls that are under way. */
  reply(index: number, outcome: Outcome): void {
    const [waiting] = this.calls.splice(index % Math.max(1, this.calls.length), 1);
    if (!waiting) return;
    const { call, at } = waiting;
    const result = this.#sfuAnswers(call, this.now - at > CALL_HAPPENS_WITHIN_MS ? "unsure" : outcome);
    if (result) this.send({ type: "sfu", call, result });
  }

  sessionOf(participantId: string): string {
    const { place } = this.state;
    const session = place.phase === "live" && sessionsOf(place).find((other) => other.participantId === participantId);
    return session ? session.sessionId : "nobody";
  }

  #follow(before: RoomState, event: RoomEvent, effects: Effect[]): void {
    if (event.type === "disconnect") this.live.delete(event.sessionId);
    for (const effect of effects) {
      if (effect.type === "sfu") this.calls.push({ call: effect.call, at: this.now });
      if (effect.type === "end") {
        this.live.delete(effect.sessionId);
        this.endings.set(effect.sessionId, (this.endings.get(effect.sessionId) ?? 0) + 1);
      }
      if (effect.type !== "tell" || !("room" in effect.message)) continue;
      const { message, sessionId } = effect;
      if (message.type !== "room") this.live.add(sessionId);
      const place = message.type === "waiting" ? message.place : message.type === "admitted" ? 0 : undefined;
      this.shown.set(sessionId, { room: message.room, place: place ?? this.shown.get(sessionId)?.place ?? -1 });
    }
    if (event.type === "join" && this.live.has(event.sessionId)) {
      const { ticketId, participantId, epoch } = event.ticket;
      this.letIn.set(ticketId, (this.letIn.get(ticketId) ?? 0) + 1);
      this.highest.set(participantId, epoch);
    }
    if (this.state.place.phase === "resting") this.highest.clear();
    const wasEnded = event.type === "end" && this.state.place.phase === "resting" && before.place.phase === "live";
    if (wasEnded && before.place.phase === "live") this.endedOpensAt = before.place.facts.opensAt;
    for (const { sfuSessionId, attempt, whole, mids } of before.closing) {
      const isLastTry = (other: { sfuSessionId: string; attempt: number }) =>
        other.attempt === 3 && other.sfuSessionId === sfuSessionId;
      if (attempt < 3 || this.state.closing.filter(isLastTry).length === before.closing.filter(isLastTry).length)
        continue;
      for (const mid of this.sfu.get(sfuSessionId) ?? []) {
        if (whole || mids.includes(mid)) this.givenUp.add(`${sfuSessionId} ${mid}`);
      }
    }
  }

  #sfuAnswers(call: SfuCall, outcome: Outcome): SfuResult | null {
    if (outcome === "gone" && call.op !== "open") this.sfu.delete(call.sfuSessionId);
    if (outcome !== "ok" && outcome !== "happened_unsure" && outcome !== "track_error" && outcome !== "lost") {
      return { type: "failed", how: outcome };
    }
    const isRight = outcome !== "track_error";
    const result = this.#sfuDoes(call, isRight);
    if (outcome === "lost") return null;
    return outcome === "happened_unsure" ? { type: "failed", how: "unsure" } : result;
  }

  #sfuDoes(call: SfuCall, isRight: boolean): SfuResult {
    if (call.op === "open") {
      const sfuSessionId = `sfu-${this.sfu.size + 1}-${call.asked.sessionId}-${call.asked.id}`;
      this.sfu.set(sfuSessionId, new Set());
      return { type: "opened", sfuSessionId };
    }
    const active = this.sfu.get(call.sfuSessionId);
    if (!active) return { type: "failed", how: "gone" };
    switch (call.op) {
      case "push": {
        const mids = call.tracks.map(({ mid }) => mid).slice(isRight ? 0 : 1);
        for (const mid of mids) active.add(mid);
        return { type: "pushed", sdp: "v=0 answer", mids };
      }
      case "pull": {
        const tracks = call.tracks.map(({ trackId }, at) => {
          if (!isRight && at === 0) return { trackId, error: "not_found_track_error" };
          const mid = `pulled-${trackId}`;
          active.add(mid);
          return { trackId, mid };
        });
        return { type: "pulled", sdp: "v=0 offer", tracks };
      }
      case "answer":
        return { type: "answered" };
      case "close": {
        const mids = call.mids.slice(isRight ? 0 : 1);
        for (const mid of mids) active.delete(mid);
        return { type: "closed", mids };
      }
      case "look":
        return { type: "looked", mids: [...active] };
    }
  }
}

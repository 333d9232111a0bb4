import { nextDeadline, step } from "../../../durable-objects/room.ts";
import {
  type Effect,
  newRoom,
  type RoomEvent,
  type RoomState,
  type SfuCall,
  sessionsOf,
} from "../../../durable-objects/room-state.ts";
import { type Around, endedAfter, isIn, type Seen } from "./seen.ts";
import { answerOf, CALL_HAPPENS_WITHIN_MS, givenUpIn, type Outcome, type Sfu } from "./sfu-model.ts";

/** The room's surroundings: the clock, the alarm, and an SFU that answers when asked to. */
export class World implements Around {
  state: RoomState = newRoom();
  now: number;
  spent = new Set<string>();
  heard: Record<string, number> = {};
  calls: { call: SfuCall; at: number }[] = [];
  sfu: Sfu = new Map();
  givenUp = new Set<string>();
  endedOpensAt: number | null = null;
  check: (seen: Seen) => void;

  constructor(now: number, check: (seen: Seen) => void = () => {}) {
    this.now = now;
    this.check = check;
  }

  /** The sessions that are in the room. */
  get live(): Set<string> {
    return new Set(
      this.state.place.phase === "live" ? sessionsOf(this.state.place).map(({ sessionId }) => sessionId) : [],
    );
  }

  send(event: RoomEvent): Effect[] {
    const { state: before, now } = this;
    const settled = step(before, { type: "leave", sessionId: "nobody" }, now).state;
    const { state: after, effects } = step(before, event, now);
    this.state = after;
    for (const effect of effects) if (effect.type === "sfu") this.calls.push({ call: effect.call, at: now });
    for (const track of givenUpIn(this.sfu, before.closing, after.closing)) this.givenUp.add(track);
    const seen = { before, settled, event, after, effects, now, around: this };
    this.check(seen);
    this.endedOpensAt = endedAfter(seen);
    if (event.type === "join" && isIn(after, event.sessionId)) this.spent.add(event.ticket.ticketId);
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
    const newSessionId = `sfu-${this.sfu.size + 1}${"asked" in call ? `-${call.asked.sessionId}-${call.asked.id}` : ""}`;
    const happens = this.now - at > CALL_HAPPENS_WITHIN_MS ? "unsure" : outcome;
    const result = answerOf(this.sfu, call, happens, newSessionId);
    if (result) this.send({ type: "sfu", call, result });
  }

  sessionOf(participantId: string): string {
    const { place } = this.state;
    const session = place.phase === "live" && sessionsOf(place).find((other) => other.participantId === participantId);
    return session ? session.sessionId : "nobody";
  }
}

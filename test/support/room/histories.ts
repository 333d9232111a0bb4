import fc from "fast-check";
import type { Facts } from "../../../durable-objects/protocol.ts";
import { holdersOf, type MediaRequest } from "../../../durable-objects/room-state.ts";
import type { Ticket } from "../../../durable-objects/ticket.ts";
import { CLOSES, makeFacts, OPENS, PEOPLE } from "./builders.ts";
import type { Seen } from "./seen.ts";
import type { Outcome } from "./sfu-model.ts";
import { World } from "./world.ts";

/** What may happen next, in the words of somebody who does not know the room's state. */
export type Move =
  | {
      do: "join";
      who: string;
      press: "new" | "own" | "older";
      facts: "newest" | "older";
      ticket: "fresh" | "used" | "expired";
      ahead: boolean;
    }
  | { do: "leave" | "drop" | "end" | "flood" | "arrive" | "babble"; who: string }
  /** Few different lines, so that one comes twice. */
  | { do: "write"; who: string; line: number }
  /** A late close, message or error of some session that ever was. */
  | { do: "late"; type: "leave" | "disconnect" | "end" | "flood"; index: number }
  | {
      do: "facts";
      change: "same" | "stale" | "forked" | "remove" | "all" | "move" | "shorten" | "overrun" | "cancel";
      who: string;
    }
  | { do: "request"; who: string; type: MediaRequest["type"]; mids: string[] }
  | { do: "reply"; index: number; outcome: Outcome }
  /** The SFU works as it should for a moment. */
  | { do: "settle" }
  | { do: "wait"; ms: number; late: boolean; silent: string | null };

const who = fc.constantFrom(...PEOPLE.map(({ participantId }) => participantId));
const mids = fc.subarray(["0", "1", "2", "3", "4"], { minLength: 1 });

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant("join" as const),
      who,
      press: fc.constantFrom("new" as const, "new" as const, "own" as const, "older" as const),
      facts: fc.constantFrom("newest" as const, "newest" as const, "newest" as const, "older" as const),
      ticket: fc.constantFrom(...(["fresh", "fresh", "fresh", "fresh", "used", "expired"] as const)),
      ahead: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("leave" as const, "drop" as const, "drop" as const, "arrive" as const),
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("flood" as const, "babble" as const, "babble" as const, "end" as const),
      who,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("write" as const), who, line: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("late" as const),
      type: fc.constantFrom("leave" as const, "disconnect" as const, "end" as const, "flood" as const),
      index: fc.nat(30),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("facts" as const),
      change: fc.constantFrom(
        ...([
          "same",
          "stale",
          "stale",
          "forked",
          "remove",
          "remove",
          "all",
          "all",
          "move",
          "shorten",
          "overrun",
          "cancel",
        ] as const),
      ),
      who,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("request" as const),
      who,
      type: fc.constantFrom(...(["publish", "publish", "pull", "pull", "answer", "check", "unpull", "mute"] as const)),
      mids,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("reply" as const),
      index: fc.nat(6),
      outcome: fc.constantFrom<Outcome>(
        ...([
          "ok",
          "ok",
          "ok",
          "ok",
          "ok",
          "ok",
          "unsure",
          "happened_unsure",
          "not_now",
          "gone",
          "refused",
          "track_error",
          "lost",
        ] as const),
      ),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ do: "settle" as const }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(0, 10, 1_000, 4_000, 5_000, 7_500, 9_999, 10_000, 15_000, 20_000, 45_000),
      late: fc.boolean(),
      silent: fc.option(who, { nil: null }),
    }),
  },
);

const GATHERING: Move[] = [
  ...PEOPLE.map(
    ({ participantId: who }): Move => ({
      do: "join",
      who,
      press: "new",
      facts: "newest",
      ticket: "fresh",
      ahead: false,
    }),
  ),
  ...(["publish", "pull"] as const).flatMap((type): Move[] => [
    ...PEOPLE.map(({ participantId: who }): Move => ({ do: "request", who, type, mids: ["0", "1"] })),
    { do: "settle" },
  ]),
];

/** Starts near an edge of the day: too early, while people wait, at the opening, in the call, or just before the end. */
export const history = fc.record({
  start: fc.constantFrom(
    OPENS - 610_000,
    OPENS - 62_000,
    OPENS - 20_000,
    OPENS,
    OPENS,
    OPENS + 60_000,
    CLOSES - 30_000,
  ),
  /** Half of the days begin with everybody there and in the picture: full rooms are where things go wrong. */
  gathered: fc.boolean(),
  moves: fc.array(move, { minLength: 10, maxLength: 70, size: "max" }),
});

/** Plays a history against the room, with every step checked. */
export function play(past: { start: number; gathered: boolean; moves: Move[] }, check: (seen: Seen) => void): World {
  const player = new Player(new World(past.start, check));
  for (const next of [...(past.gathered ? GATHERING : []), ...past.moves]) player.make(next);
  return player.world;
}

class Player {
  world: World;
  #facts: Facts[] = [makeFacts()];
  #sessions: string[] = [];
  #tickets: Ticket[] = [];
  #epoch = new Map<string, number>();
  #presses = 0;
  #requests = 0;

  constructor(world: World) {
    this.world = world;
  }

  make(move: Move): unknown {
    const { world } = this;
    switch (move.do) {
      case "join":
        return this.#join(move);
      case "leave":
      case "end":
      case "arrive":
        return world.send({ type: move.do, sessionId: world.sessionOf(move.who) });
      case "drop":
        return world.send({ type: "disconnect", sessionId: world.sessionOf(move.who) });
      case "flood":
        return world.send({ type: "flood", sessionId: world.sessionOf(move.who) });
      case "babble":
        return world.send({
          type: "unreadable",
          sessionId: world.sessionOf(move.who),
          problem: "bad_fields",
          messageType: "publish",
          id: 9_000,
        });
      case "write":
        return world.send({
          type: "chat",
          sessionId: world.sessionOf(move.who),
          lineId: `${move.line}`,
          words: `${move.who} at ${world.now}`,
        });
      case "late": {
        const sessionId = this.#sessions[move.index % Math.max(1, this.#sessions.length)] ?? "nobody";
        return world.send({ type: move.type, sessionId });
      }
      case "facts":
        return world.send({ type: "facts", facts: this.#change(move.change, move.who) });
      case "request":
        return this.#request(move);
      case "reply":
        return world.reply(move.index, move.outcome);
      case "settle":
        for (let calls = 0; calls < 30; calls += 1) world.reply(0, "ok");
        return;
      case "wait":
        for (const { participantId } of PEOPLE) {
          if (participantId !== move.silent) world.ping(world.sessionOf(participantId));
        }
        return world.wait(move.ms, move.late);
    }
  }

  #join({ who, press, facts, ticket, ahead }: Move & { do: "join" }): void {
    const { world } = this;
    const sessionId = `s${this.#sessions.length}`;
    this.#sessions.push(sessionId);
    const used = this.#tickets.at(-1);
    if (ticket === "used" && used) {
      world.send({ type: "join", sessionId, ticket: used });
      return;
    }
    const fresh: Ticket = {
      ticketId: `t${this.#tickets.length}`,
      roomId: "room",
      participantId: who,
      role: "guest",
      name: who,
      epoch: this.#press(who, press),
      facts:
        this.#facts[facts === "older" ? Math.max(0, this.#facts.length - 2) : this.#facts.length - 1] ?? makeFacts(),
      expiresAt: world.now + (ticket === "expired" ? 0 : 30_000),
      ...(ahead && { ahead }),
    };
    this.#tickets.push(fresh);
    world.send({ type: "join", sessionId, ticket: fresh });
  }

  #press(who: string, press: "new" | "own" | "older"): number {
    const own = this.#epoch.get(who);
    if (press === "older" && own !== undefined) return own - 1;
    if (press === "own" && own !== undefined) return own;
    this.#presses += 10;
    this.#epoch.set(who, this.#presses);
    return this.#presses;
  }

  #change(change: (Move & { do: "facts" })["change"], who: string): Facts {
    const last = this.#facts.at(-1) ?? makeFacts();
    if (change === "stale") return this.#facts[this.#facts.length >> 1] ?? last;
    if (change === "forked") {
      return { ...last, people: last.people.filter(({ participantId }) => participantId !== who) };
    }
    const next: Facts = { ...last, version: last.version + 1, state: change === "cancel" ? "cancelled" : "booked" };
    if (change === "remove") next.people = last.people.filter(({ participantId }) => participantId !== who);
    if (change === "all") next.people = PEOPLE;
    if (change === "shorten") next.overrunUntil = next.closesAt;
    if (change === "overrun") next.overrunUntil = next.closesAt + 120_000;
    if (change === "move") {
      const by = who === "guest" ? 1_200_000 : who === "rachael" ? -60_000 : 60_000;
      next.opensAt += by;
      next.closesAt += by;
      next.overrunUntil += by;
    }
    this.#facts.push(next);
    return next;
  }

  #request({ who, type, mids }: Move & { do: "request" }): void {
    const { world } = this;
    this.#requests += 1;
    const request = { id: this.#requests, sdp: "v=0" };
    const { place } = world.state;
    const tracks = holdersOf(place).flatMap(({ media }) => media?.published.map(({ trackId }) => trackId) ?? []);
    const own = holdersOf(place).find((holder) => holder.participantId === who)?.media;
    // Three mids stand for the page that also asks for its own tracks.
    const others =
      mids.length === 3 ? tracks : tracks.filter((id) => !own?.published.some(({ trackId }) => trackId === id));
    const events: Record<MediaRequest["type"], MediaRequest> = {
      publish: { ...request, type: "publish", tracks: mids.map((mid) => ({ mid, kind: "audio" })) },
      pull: { ...request, type: "pull", trackIds: others.slice(0, mids.length) },
      answer: { ...request, type: "answer" },
      check: { id: request.id, type: "check" },
      unpull: { id: request.id, type: "unpull", mids: own?.pulled.map(({ mid }) => mid).slice(0, mids.length) ?? [] },
      mute: { type: "mute", trackId: tracks[mids.length] ?? "none", muted: mids.length > 1 },
    };
    world.send({ type: "request", sessionId: world.sessionOf(who), request: events[type] });
  }
}

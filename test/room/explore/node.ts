import type { Facts } from "../../../durable-objects/protocol.ts";
import {
  type Effect,
  holdersOf,
  newRoom,
  type RoomEvent,
  type RoomState,
  type SfuCall,
  sessionsOf,
} from "../../../durable-objects/room-state.ts";
import { type Around, endedAfter, isIn, type Seen } from "../../support/room/seen.ts";
import { CALL_HAPPENS_WITHIN_MS, givenUpIn, type Sfu } from "../../support/room/sfu-model.ts";
import type { Plan } from "./plans.ts";

/** The room and all of the world around it that can make a difference to it. */
export type Node = {
  state: RoomState;
  now: number;
  /** The newest facts that exist. */
  facts: Facts;
  heard: Record<string, number>;
  /** Good tickets that let somebody in, and until when they are good. */
  spent: Record<string, number>;
  endedOpensAt: number | null;
  calls: UnderWay[];
  sfu: Sfu;
  /** How much of what a media plan bounds has happened. */
  used: Used;
};

/** Joins that were let in, requests that asked the SFU, and answers other than yes. */
export type Used = { joins: number; requests: number; faults: number };

export type UnderWay = { call: SfuCall; at: number };

/** What may happen next. Without an event it is only time that passes. */
export type Move = {
  label: string;
  now: number;
  event: RoomEvent | null;
  heard?: Record<string, number>;
  facts?: Facts;
  calls?: UnderWay[];
  sfu?: Sfu;
  isFault?: boolean;
  /** Everyone has gone: nobody pings, nobody comes, and the SFU says nothing. */
  isSilence: boolean;
};

/** Far from zero, where a time that was never set would look like one that was. */
export const EPOCH = 1_000_000_000;

export function firstNode(plan: Plan): Node {
  const [times = { opensAt: 0, closesAt: 0, overrunUntil: 0 }] = plan.timetables;
  return {
    state: newRoom(),
    now: EPOCH + plan.startsAt,
    facts: { version: 1, eveningId: "evening", state: "booked", ...timesAt(times), people: plan.people },
    heard: {},
    spent: {},
    endedOpensAt: null,
    calls: [],
    sfu: new Map(),
    used: { joins: 0, requests: 0, faults: 0 },
  };
}

export function timesAt({ opensAt, closesAt, overrunUntil }: Plan["timetables"][number]) {
  return { opensAt: EPOCH + opensAt, closesAt: EPOCH + closesAt, overrunUntil: EPOCH + overrunUntil };
}

/** What the world knows by itself when the move is judged. */
export function aroundOf(node: Node, move: Move, givenUp: Set<string>): Around {
  return {
    spent: { has: (ticketId) => Object.hasOwn(node.spent, ticketId) },
    heard: move.heard ?? node.heard,
    sfu: move.sfu ?? node.sfu,
    givenUp,
    endedOpensAt: node.endedOpensAt,
  };
}

/**
 * The world after a step that was judged, the very same where nothing is different in it. `givenUp` is gone from the SFU too: it
 * collects what is silent by itself.
 */
export function after(node: Node, move: Move & { event: RoomEvent }, seen: Seen, givenUp: Set<string>): Node {
  const { after: state, effects } = seen;
  const ticket = move.event.type === "join" && isIn(state, move.event.sessionId) ? move.event.ticket : null;
  const spent = ticket ? { ...node.spent, [ticket.ticketId]: ticket.expiresAt } : node.spent;
  const calls = withCalls(move.calls ?? node.calls, effects, move.now);
  const facts = move.facts ?? node.facts;
  const next = {
    ...node,
    now: move.now,
    facts,
    spent,
    endedOpensAt: endedAfter(seen),
    used: usedAfter(node.used, move, seen),
  };
  const isStill = state === node.state && calls === node.calls && !move.heard && !move.sfu;
  if (isStill) return isAlike(next, node) ? node : next;
  const heard = onlyHere(state, move.heard ?? node.heard);
  return { ...next, state, heard, calls, sfu: onlyInUse(move.sfu ?? node.sfu, state, calls, givenUp) };
}

function isAlike(one: Node, other: Node): boolean {
  const keys = Object.keys(one) as (keyof Node)[];
  return keys.every((key) => one[key] === other[key]);
}

function usedAfter(used: Used, { event, isFault }: Move, { after: state, effects }: Seen): Used {
  const isLetIn = event?.type === "join" && isIn(state, event.sessionId);
  const isAsked =
    event?.type === "request" && effects.some((effect) => effect.type === "sfu" && "asked" in effect.call);
  if (!isLetIn && !isAsked && !isFault) return used;
  return {
    joins: used.joins + (isLetIn ? 1 : 0),
    requests: used.requests + (isAsked ? 1 : 0),
    faults: used.faults + (isFault ? 1 : 0),
  };
}

/** The world after some time. A call that takes too long never happens. */
export function later(node: Node, now: number): Node {
  const calls = node.calls.filter(({ at }) => now - at <= CALL_HAPPENS_WITHIN_MS);
  const spent = Object.fromEntries(Object.entries(node.spent).filter(([, until]) => until > now));
  return { ...node, now, calls, spent, sfu: onlyInUse(node.sfu, node.state, calls, new Set()) };
}

export function givenUpBy(node: Node, move: Move, state: RoomState): Set<string> {
  return new Set(givenUpIn(move.sfu ?? node.sfu, node.state.closing, state.closing));
}

function withCalls(calls: UnderWay[], effects: Effect[], at: number): UnderWay[] {
  const fresh = effects.flatMap((effect) => (effect.type === "sfu" ? [{ call: effect.call, at }] : []));
  return fresh.length === 0 ? calls : [...calls, ...fresh];
}

function onlyHere(state: RoomState, heard: Record<string, number>): Record<string, number> {
  const live = state.place.phase === "live" ? sessionsOf(state.place) : [];
  return Object.fromEntries(live.flatMap(({ sessionId: id }) => (heard[id] === undefined ? [] : [[id, heard[id]]])));
}

/** An SFU session in which nothing is active and that nobody mentions is as good as none. */
function onlyInUse(sfu: Sfu, state: RoomState, calls: UnderWay[], givenUp: Set<string>): Sfu {
  if (sfu.size === 0) return sfu;
  const kept: Sfu = new Map();
  let mentions: string | undefined;
  const isMentioned = (id: string) => {
    mentions ??= JSON.stringify([
      holdersOf(state.place).map(({ media }) => media),
      state.requests,
      state.closing,
      calls,
    ]);
    return mentions.includes(`"${id}"`);
  };
  for (const [id, active] of sfu) {
    const rest = new Set([...active].filter((mid) => !givenUp.has(`${id} ${mid}`)));
    if (rest.size > 0 || isMentioned(id)) kept.set(id, rest);
  }
  return kept;
}

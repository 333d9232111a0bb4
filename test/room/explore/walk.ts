import { nextDeadline, step } from "../../../durable-objects/room.ts";
import type { RoomEvent, RoomState } from "../../../durable-objects/room-state.ts";
import { must, same } from "../../support/room/must.ts";
import { RULES } from "../../support/room/rules.ts";
import { nameOf } from "./likeness.ts";
import { movesOf } from "./moves.ts";
import { after, aroundOf, firstNode, givenUpBy, later, type Move, type Node } from "./node.ts";
import type { Plan } from "./plans.ts";

export type Walk = {
  plan: Plan;
  states: number;
  transitions: number;
  /** Steps that led out of the plan's bounds, checked but not followed. */
  beyond: number;
  /** False where the walk was cut short. */
  isWhole: boolean;
  violation: Violation | null;
};
export type Violation = { rule: string; words: string; history: string[] };

/** JSON is slow: what it carries is checked of each state once, where it is reached. */
const checks = Object.entries(RULES).filter(([name]) => !name.startsWith("RM22"));

/**
 * Visits every state that a plan's world can reach, nearest first, and checks every rule in each step; then that from every one of
 * them the room comes to rest when everyone falls silent. Stops at the first violation, whose history is as short as can be.
 */
export function walk(plan: Plan, mostStates = Number.POSITIVE_INFINITY): Walk {
  return new Walker(plan).to(mostStates);
}

/** A walk that can be taken further: each call of {@link Walker.to} goes on from where the one before it ended. */
export class Walker {
  #plan: Plan;
  #seen = new Map<string, number>();
  /** Nodes that were reached and not yet gone on from. */
  #open: (Node | undefined)[] = [];
  #parents: number[] = [];
  #labels: string[] = [];
  /** Where silence leads from each state. */
  #silence: number[] = [];
  #transitions = 0;
  #beyond = 0;
  #visited = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#reach(firstNode(plan), -1, "");
  }

  /** Goes on until so many states have been gone on from, or so many transitions made, or there is nothing more, or a rule is broken. */
  to(mostStates: number, mostTransitions = Number.POSITIVE_INFINITY): Walk {
    let violation: Violation | null = null;
    const isFar = () => this.#visited >= mostStates || this.#transitions >= mostTransitions;
    while (this.#visited < this.#open.length && !isFar() && !violation) {
      violation = this.#goOn(this.#visited);
      this.#visited += 1;
    }
    const isWhole = this.#visited === this.#open.length && !violation;
    violation ??= this.#restless(this.#visited);
    const { length: states } = this.#open;
    return { plan: this.#plan, states, transitions: this.#transitions, beyond: this.#beyond, isWhole, violation };
  }

  #goOn(index: number): Violation | null {
    const node = this.#open[index];
    if (!node) return null;
    this.#open[index] = undefined;
    if (nextDeadline(node.state) === null && !isAtRest(node.state)) {
      return this.#violation(index, [], "RM21", "nothing is due any more, and it is not at rest");
    }
    const settled = step(node.state, { type: "leave", sessionId: "nobody" }, node.now).state;
    for (const move of movesOf(this.#plan, node)) {
      this.#transitions += 1;
      const { event } = move;
      const rule = { name: "" };
      try {
        const next: Node = event ? judged(node, settled, { ...move, event }, rule) : passed(node, move, rule);
        rule.name = "RM22 the state is JSON and all of it";
        this.#follow(node, next, index, move);
      } catch (error) {
        return this.#violation(index, [move.label], rule.name, error instanceof Error ? error.message : String(error));
      }
    }
    return null;
  }

  #follow(node: Node, next: Node, from: number, move: Move): void {
    const { media } = this.#plan;
    const isBeyond = media && (next.calls.length > media.mostCalls || next.state.closing.length > media.mostClosing);
    if (isBeyond && !move.isSilence) {
      this.#beyond += 1;
      return;
    }
    // What is too much to follow in silence is never answered.
    const kept = isBeyond ? { ...next, calls: next.calls.slice(-media.mostCalls) } : next;
    const to = kept === node ? from : this.#reach(kept, from, move.label);
    if (move.isSilence) this.#silence[from] = to;
  }

  #reach(node: Node, from: number, label: string): number {
    const name = nameOf(node, this.#plan);
    const known = this.#seen.get(name);
    if (known !== undefined) return known;
    const index = this.#open.length;
    this.#seen.set(name, index);
    // Each state is gone on from as storage would give it back, and no step may write into it.
    const state = frozen(JSON.parse(JSON.stringify(node.state)) as RoomState);
    must(same(state, node.state), "something that JSON does not carry");
    this.#open.push({ ...node, state });
    this.#parents.push(from);
    this.#labels.push(label);
    return index;
  }

  /** Follows the silence from every state. What was not gone on from, in a walk cut short, is left out. */
  #restless(visited: number): Violation | null {
    const isFine = new Uint8Array(this.#open.length);
    for (let index = 0; index < visited; index += 1) {
      const path = new Set<number>();
      let at: number | undefined = index;
      while (at !== undefined && at < visited && isFine[at] === 0) {
        if (path.has(at))
          return this.#violation(index, ["everyone falls silent"], "RM21", "the room never comes to rest");
        path.add(at);
        at = this.#silence[at];
      }
      for (const one of path) isFine[one] = 1;
    }
    return null;
  }

  #violation(index: number, last: string[], rule: string, words: string): Violation {
    const history = [...last];
    for (let at = index; at > 0; at = this.#parents[at] ?? 0) history.unshift(this.#labels[at] ?? "");
    return { rule, words, history };
  }
}

function judged(node: Node, settled: RoomState, move: Move & { event: RoomEvent }, rule: { name: string }): Node {
  rule.name = "the step";
  const { state, effects } = step(node.state, move.event, move.now);
  const givenUp = givenUpBy(node, move, state);
  const around = aroundOf(node, move, givenUp);
  const seen = { before: node.state, settled, event: move.event, after: state, effects, now: move.now, around };
  for (const [name, check] of checks) {
    rule.name = name;
    check(seen);
  }
  return after(node, move, seen, givenUp);
}

function passed(node: Node, move: Move, rule: { name: string }): Node {
  rule.name = "time";
  const used = move.isFault ? { ...node.used, faults: node.used.faults + 1 } : node.used;
  const next = later({ ...node, calls: move.calls ?? node.calls, sfu: move.sfu ?? node.sfu, used }, move.now);
  must(move.now >= node.now, "time ran backwards");
  return next;
}

function isAtRest({ place, tickets, requests, closing }: RoomState): boolean {
  return place.phase === "resting" && Object.keys(tickets).length + requests.length + closing.length === 0;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
}

import type { Facts, Person } from "../../../durable-objects/protocol.ts";
import { nextDeadline } from "../../../durable-objects/room.ts";
import {
  holderOf,
  holdersOf,
  type Live,
  type MediaRequest,
  type RoomEvent,
  sessionsOf,
  versionOf,
} from "../../../durable-objects/room-state.ts";
import type { Ticket } from "../../../durable-objects/ticket.ts";
import { answerOf, type Outcome, type Sfu } from "../../support/room/sfu-model.ts";
import { kindsOf } from "./likeness.ts";
import { EPOCH, type Move, type Node, timesAt } from "./node.ts";
import type { MediaPlan, Plan } from "./plans.ts";

/** All that may happen next. Of people who are alike in everything, one moves for all. */
export function* movesOf(plan: Plan, node: Node): Generator<Move> {
  const kinds = kindsOf(node, plan);
  yield* timeMoves(plan, node, kinds);
  if (node.now > EPOCH + plan.eventfulUntil) return;
  const moved = new Set<string>();
  const mentions = plan.media
    ? JSON.stringify([node.state, node.calls, [...node.sfu].map(([id, mids]) => [id, [...mids]])])
    : "";
  for (const person of plan.people) {
    const kind = kinds.get(person.participantId) ?? "";
    if (moved.has(kind)) continue;
    moved.add(kind);
    const { most } = plan.media ?? { most: null };
    if (!most || node.used.joins < most.joins) yield* joins(plan, node, person, mentions);
    yield* partings(plan, node, person);
    yield* changesFor(plan, node, person);
    if (plan.media && node.used.requests < plan.media.most.requests)
      yield* requests(plan.media, node, person, mentions);
  }
  yield* changes(plan, node);
  if (plan.media) yield* replies(plan.media, node, mentions);
}

function* timeMoves(plan: Plan, node: Node, kinds: Map<string, string>): Generator<Move> {
  const { now, state } = node;
  const at = nextDeadline(state);
  if (at !== null && at <= now) return yield* alarms(plan, node, kinds);
  yield { label: "an alarm comes early", now, event: { type: "alarm", heard: node.heard }, isSilence: false };
  const strikes = plan.instants.map((instant) => EPOCH + instant).filter((instant) => instant > now);
  const next = Math.min(at ?? Number.POSITIVE_INFINITY, ...strikes);
  if (Number.isFinite(next))
    yield { label: `it is ${next - EPOCH} ms from the opening`, now: next, event: null, isSilence: true };
}

/** Whoever is connected may have pinged, each by themselves; of people of one kind it matters only how many did. */
function* alarms(plan: Plan, { state, heard, now }: Node, kinds: Map<string, string>): Generator<Move> {
  const { place } = state;
  const isSweep = place.phase === "live" && place.sweepAt !== null && place.sweepAt <= now;
  const sessions = isSweep ? sessionsOf(place) : [];
  let all: Record<string, number>[] = [heard];
  for (const { sessionId } of sessions) {
    const pings = plan.pingedAgoMs.map((ago) => now - ago).filter((ping) => ping > (heard[sessionId] ?? 0));
    all = all.flatMap((one) => [one, ...pings.map((ping) => ({ ...one, [sessionId]: ping }))]);
  }
  const told = new Set<string>();
  for (const one of all) {
    const signs = sessions.map(
      ({ sessionId, participantId, acceptedAt }) =>
        `${kinds.get(participantId)} ${Math.max(acceptedAt, one[sessionId] ?? 0)}`,
    );
    const name = signs.sort().join();
    if (told.has(name)) continue;
    told.add(name);
    const label = `the alarm comes; ${Object.keys(one).join(", ") || "nobody"} pinged`;
    yield { label, now, event: { type: "alarm", heard: one }, heard: one, isSilence: one === heard };
  }
}

function* joins(plan: Plan, node: Node, { participantId, role, name }: Person, mentions: string): Generator<Move> {
  const { state, now, facts } = node;
  const known = liveOf(node)?.epochs[participantId];
  const sessionId = freeSession(node, participantId, mentions);
  const ticketId = fresh("ticket", (id) => Object.hasOwn(node.spent, id) || Object.hasOwn(state.tickets, id));
  const expiresAt = now + plan.ticketLivesMs;
  const ticket: Ticket = {
    ticketId,
    roomId: "room",
    participantId,
    role,
    name,
    epoch: (known ?? 0) + 10,
    facts,
    expiresAt,
  };
  const join = (what: string, changes: Partial<Ticket>, news?: Facts): Move => ({
    label: `${participantId} ${what}`,
    now,
    event: { type: "join", sessionId, ticket: { ...ticket, ...changes } },
    ...(news && { facts: news }),
    isSilence: false,
  });
  yield join("presses Join", {});
  if (plan.aheads) yield join("comes ahead", { ahead: true });
  if (known !== undefined) {
    yield join("reconnects", { epoch: known });
    yield join("comes with an older press", { epoch: known - 1 });
  }
  yield join("comes with an expired ticket", { expiresAt: now });
  const used = Object.keys(node.spent)[0];
  if (used !== undefined) yield join("comes with a used ticket", { ticketId: used });
  yield join("presses Join with older facts", { facts: stale(facts, facts.version - 1) });
  yield join(
    "presses Join with newer facts",
    { facts: { ...facts, version: facts.version + 1 } },
    { ...facts, version: facts.version + 1 },
  );
}

function* partings(plan: Plan, node: Node, { participantId }: Person): Generator<Move> {
  const live = liveOf(node);
  const current = live && sessionsOf(live).find((session) => session.participantId === participantId)?.sessionId;
  const late = ["1", "2"].map((number) => `${participantId}.${number}`).find((id) => id !== current) ?? "nobody";
  const move = (who: string, event: RoomEvent): Move => ({
    label: `${who}: ${event.type}`,
    now: node.now,
    event,
    isSilence: false,
  });
  for (const sessionId of current ? [current, late] : [late]) {
    const who = sessionId === late ? `${participantId}'s older connection` : participantId;
    yield move(who, { type: "leave", sessionId });
    if (plan.aheads) yield move(who, { type: "arrive", sessionId });
    if (plan.drops) yield move(who, { type: "disconnect", sessionId });
    const lines = live?.chat ?? [];
    const write = (lineId: string) => move(who, { type: "chat", sessionId, lineId, words: "good evening" });
    if (live && lines.length < plan.mostLines) yield write(`line ${lines.length}`);
    // The first line's id again: from its writer no line at all, from anyone else another line.
    if (lines.length > 0 && (lines.length < plan.mostLines || lines[0]?.senderId === participantId))
      yield write("line 0");
    if (!plan.breaches) continue;
    yield move(who, { type: "end", sessionId });
    yield move(who, { type: "unreadable", sessionId, problem: "unknown_type", messageType: "wave", id: 1 });
    yield move(who, { type: "unreadable", sessionId, problem: "no_json", messageType: null, id: null });
    yield move(who, { type: "flood", sessionId });
    if (!plan.media) yield move(who, { type: "request", sessionId, request: { type: "answer", id: 1, sdp: "" } });
  }
}

function* changesFor(plan: Plan, node: Node, person: Person): Generator<Move> {
  const { facts } = node;
  const people = facts.people.filter((other) => other.participantId !== person.participantId);
  const isInvited = people.length < facts.people.length;
  // Whoever is no teacher is taken out by one: the same for all of them, so that they may still change places.
  const takenOut = plan.people.filter((one) => one.role !== "teacher" && !people.includes(one)).map(idOf);
  if (isInvited && plan.changes.includes("remove"))
    yield tell(node, `${person.participantId} is removed`, { people, takenOut });
  if (isInvited && plan.changes.includes("cancel"))
    yield tell(node, `${person.participantId} is removed and the appointment cancelled`, {
      people,
      takenOut,
      state: "cancelled",
    });
  if (!isInvited && plan.changes.includes("invite")) {
    yield tell(node, `${person.participantId} is invited again`, {
      people: plan.people.filter((one) => [...people, person].includes(one)),
      takenOut: takenOut.filter((id) => id !== person.participantId),
    });
  }
}

function idOf({ participantId }: Person): string {
  return participantId;
}

function* changes(plan: Plan, node: Node): Generator<Move> {
  const { facts, now } = node;
  yield tell(node, "the facts are told again, newer and the same", {});
  if (plan.changes.includes("cancel")) {
    if (facts.state === "booked") yield tell(node, "the appointment is cancelled", { state: "cancelled" });
    else yield tell(node, "the appointment is booked again", { state: "booked" });
  }
  for (const times of plan.changes.includes("retime") ? plan.timetables.map(timesAt) : []) {
    if (times.opensAt === facts.opensAt && times.overrunUntil === facts.overrunUntil) continue;
    yield tell(node, `the appointment is from ${times.opensAt - EPOCH} to ${times.overrunUntil - EPOCH}`, times);
  }
  // A room that was never told takes whatever it hears first.
  if (versionOf(node.state.place) < 0) return;
  for (const version of [facts.version, facts.version - 1].filter((one) => one <= versionOf(node.state.place))) {
    yield {
      label: `facts of version ${version} come late`,
      now,
      event: { type: "facts", facts: stale(facts, version) },
      isSilence: false,
    };
  }
}

function tell(node: Node, label: string, changes: Partial<Facts>): Move {
  const facts = { ...node.facts, ...changes, version: node.facts.version + 1 };
  return { label, now: node.now, event: { type: "facts", facts }, facts, isSilence: false };
}

/** Different in all that matters, so that taking them would show. */
function stale(facts: Facts, version: number): Facts {
  return {
    ...facts,
    version,
    state: facts.state === "booked" ? "cancelled" : "booked",
    people: facts.people.slice(1),
    overrunUntil: facts.overrunUntil + 5000,
  };
}

function* requests(plan: MediaPlan, node: Node, { participantId }: Person, mentions: string): Generator<Move> {
  const live = liveOf(node);
  const sessionId = live && sessionsOf(live).find((session) => session.participantId === participantId)?.sessionId;
  if (!live || !sessionId) return;
  const used = node.state.requests
    .concat()
    .map(({ asked }) => asked)
    .concat(node.calls.flatMap(({ call }) => ("asked" in call ? [call.asked] : [])));
  let id = 1;
  while (
    mentions.includes(`${sessionId}.${id}.`) ||
    used.some((asked) => asked.sessionId === sessionId && asked.id === id)
  )
    id += 1;
  const seat = holderOf(live, sessionId);
  const others = holdersOf(live).filter((other) => other !== seat);
  const own = (seat?.media?.published ?? []).map(({ trackId }) => trackId);
  const theirs = others.flatMap(({ media }) => media?.published ?? []).map(({ trackId }) => trackId);
  const move = (request: MediaRequest): Move => ({
    label: `${participantId}: ${request.type}`,
    now: node.now,
    event: { type: "request", sessionId, request },
    isSilence: false,
  });
  for (const type of plan.requests) {
    if (type === "publish") {
      for (const mids of plan.publishes)
        yield move({ type, id, sdp: "v=0", tracks: mids.map((mid) => ({ mid, kind: "audio" })) });
    }
    if (type === "pull" && theirs.length > 0) yield move({ type, id, trackIds: theirs });
    if (type === "pull" && own.length > 0) yield move({ type, id, trackIds: own });
    if (type === "check") yield move({ type, id });
    if (type === "answer") yield move({ type, id, sdp: "v=0" });
    if (type === "unpull") yield move({ type, id, mids: seat?.media?.pulled.map(({ mid }) => mid) ?? [] });
    if (type === "mute" && own[0]) yield move({ type, trackId: own[0], muted: true });
    if (type === "mute" && theirs[0]) yield move({ type, trackId: theirs[0], muted: true });
  }
}

function* replies(plan: MediaPlan, node: Node, mentions: string): Generator<Move> {
  const opened = fresh("sfu", (id) => mentions.includes(`"${id}"`));
  for (const [index, { call }] of node.calls.entries()) {
    const calls = node.calls.filter((_, other) => other !== index);
    for (const outcome of plan.outcomes) {
      const isFault = outcome !== "ok";
      if (!isPossible(outcome, call.op) || (isFault && node.used.faults >= plan.most.faults)) continue;
      const sfu: Sfu = new Map([...node.sfu].map(([id, mids]) => [id, new Set(mids)]));
      const result = answerOf(sfu, call, outcome, opened);
      const label = `the SFU answers ${call.op}: ${outcome}`;
      // What happened and was never answered is seen when the next thing happens.
      const event: RoomEvent | null = result && { type: "sfu", call, result };
      yield { label, now: node.now, event, calls, sfu, isFault, isSilence: false };
    }
  }
}

function isPossible(outcome: Outcome, op: string): boolean {
  if (op === "open")
    return outcome !== "gone" && outcome !== "track_error" && outcome !== "happened_unsure" && outcome !== "lost";
  if (op === "look" || op === "answer" || op === "check")
    return outcome !== "track_error" && outcome !== "happened_unsure" && outcome !== "lost";
  return true;
}

function liveOf({ state }: Node): Live | null {
  return state.place.phase === "live" ? state.place : null;
}

/** The smallest number that nothing in the world mentions: for the room a session that it never saw. */
function freeSession(node: Node, participantId: string, mentions: string): string {
  const here = liveOf(node);
  const live = here ? sessionsOf(here).map(({ sessionId }) => sessionId) : [];
  return fresh(
    participantId,
    (id) => live.includes(id) || mentions.includes(`${id}"`) || mentions.includes(`${id}.`),
    ".",
  );
}

function fresh(stem: string, isTaken: (id: string) => boolean, join = "-"): string {
  let number = 1;
  while (isTaken(`${stem}${join}${number}`)) number += 1;
  return `${stem}${join}${number}`;
}

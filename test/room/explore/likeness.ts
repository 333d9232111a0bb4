import { LAPSE_AFTER_MS, type Person } from "../../../durable-objects/protocol.ts";
import { type Holder, holdersOf, type Session } from "../../../durable-objects/room-state.ts";
import { EPOCH, type Node } from "./node.ts";
import type { Plan } from "./plans.ts";

/**
 * The name of a state of the world, the same for all that can only have the same future and the same breaches: people who differ
 * in nothing but their names change places, sessions and SFU sessions are numbered as they appear, of presses only the order
 * counts, of versions only which is newer, of a silent time nothing beyond a lapse, of the order of seats nothing.
 */
export function nameOf(node: Node, plan: Plan): string {
  const { state, now } = node;
  const persons = plan.people
    .map((person) => likeness(node, person))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  const { place } = state;
  const room =
    place.phase === "live"
      ? `L${rel(place.sweepAt, now)}`
      : `R${place.version < 0 ? "?" : ""}${rel(place.endedOpensAt, EPOCH)}`;
  const { facts } = node;
  const tickets = [...new Set(Object.values(state.tickets))].map((until) => until - now).sort();
  const spent = [...new Set(Object.values(node.spent))].map((until) => until - now).sort();
  const used = plan.media ? Object.values(node.used) : "";
  // When every timetable is over no time of day makes a difference any more.
  const isOver = [...plan.timetables.map((times) => times.overrunUntil), ...plan.instants].every(
    (at) => EPOCH + at <= now,
  );
  const today = isOver && plan.eventfulUntil === Number.POSITIVE_INFINITY ? "over" : now - EPOCH;
  // Of what was written it matters how much there is, and (a likeness) who may write the first line again.
  const lines = place.phase === "live" ? place.chat.length : 0;
  const name = `${used} ${lines} ${today} ${facts.state[0]}${facts.opensAt - EPOCH},${facts.overrunUntil - EPOCH} ${room} ${rel(node.endedOpensAt, EPOCH)} ${tickets} ${spent} ${persons.map(({ key }) => key).join("|")}`;
  if (!plan.media) return name;
  return `${name} ${mediaName(
    node,
    persons.map(({ person }) => person.participantId),
  )}`;
}

/**
 * Two people of one kind can change places, and whatever the one does next the other might have done. Media tie people to one another:
 * who has any, or is mentioned where they are asked for or closed, is a kind of their own.
 */
export function kindsOf(node: Node, plan: Plan): Map<string, string> {
  const ties = plan.media ? tiesOf(node) : null;
  const holders = holdersOf(node.state.place);
  const kindOf = (person: Person) => {
    const { participantId: id } = person;
    const { key } = likeness(node, person);
    const hasMedia = holders.some((holder) => holder.participantId === id && holder.media);
    return ties !== null && (hasMedia || ties.includes(`${id}.`)) ? `${key} ${id}` : key;
  };
  return new Map(plan.people.map((person) => [person.participantId, kindOf(person)]));
}

function tiesOf({ state, calls, sfu }: Node): string {
  const media = holdersOf(state.place).map((holder) => holder.media);
  return JSON.stringify([media, state.requests, state.closing, calls, [...sfu].map(([, mids]) => [...mids])]);
}

/** What sets a person apart from the others; of media only how much there is. */
export function likeness({ state, now, facts, heard }: Node, person: Person): { key: string; person: Person } {
  const { participantId: id, role } = person;
  const isExpected = facts.people.some(({ participantId }) => participantId === id);
  const stem = `${role === "teacher" ? "T" : "G"}${isExpected ? "" : "-"}`;
  const { place } = state;
  if (place.phase !== "live") return { key: stem, person };
  const known = `${Object.hasOwn(place.epochs, id) ? "+" : ""}${place.chat[0]?.senderId === id ? "*" : ""}`;
  const at = place.queue.findIndex(({ participantId }) => participantId === id);
  const holder = place.queue[at] ?? place.seats.find(({ participantId }) => participantId === id);
  if (!holder) return { key: `${stem}${known}`, person };
  const media = holder.media ? `M${holder.media.published.length},${holder.media.pulled.length}` : "";
  return { key: `${stem}${known}${standingOf(holder, at, heard, now)}${media}`, person };
}

function standingOf(holder: Holder, at: number, heard: Record<string, number>, now: number): string {
  if (!("connection" in holder)) return `${holder.ahead ? "A" : "W"}${at}:${signOf(holder, heard, now)}`;
  const { connection } = holder;
  return connection.state === "held" ? `H${connection.until - now}` : `P${signOf(connection, heard, now)}`;
}

function signOf({ sessionId, acceptedAt }: Session, heard: Record<string, number>, now: number): number {
  return Math.max(acceptedAt - now, (heard[sessionId] ?? 0) - now, -LAPSE_AFTER_MS);
}

function rel(time: number | null, to: number): string {
  return time === null ? "-" : String(time - to);
}

function mediaName({ state, now, calls, sfu }: Node, order: string[]): string {
  const parts: unknown[] = order.map((id) => {
    const holder = holdersOf(state.place).find(({ participantId }) => participantId === id);
    return holder && [sessionIdOf(holder), holder.media];
  });
  parts.push(state.requests.map((one) => [one, one.until - now]));
  parts.push(state.closing.map((one) => [one.stage, one.until - now, one]).sort(byWords));
  parts.push(calls.map(({ call, at }) => [call.op, now - at, call]).sort(byWords));
  parts.push([...sfu].map(([id, mids]) => [id, [...mids].sort()]).sort());
  return renamed(JSON.stringify(parts), order);
}

function sessionIdOf(holder: Holder): string | 0 {
  if (!("connection" in holder)) return holder.sessionId;
  return holder.connection.state === "present" ? holder.connection.sessionId : 0;
}

function byWords(one: unknown[], other: unknown[]): number {
  const [a, b] = [`${one[0]} ${one[1]}`, `${other[0]} ${other[1]}`];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers people, their sessions and requests, and SFU sessions in the order in which they are mentioned. */
function renamed(text: string, order: string[]): string {
  const names = new Map<string, number>();
  const numbered = (kind: string, id: string) => {
    const known = names.get(kind + id);
    if (known !== undefined) return known;
    const number = [...names.keys()].filter((other) => other.startsWith(kind)).length;
    names.set(kind + id, number);
    return number;
  };
  return text
    .replace(/"(?:until":\d+|sdp":"[^"]*"),?/g, "")
    .replace(/"sessionId":"(\w+\.\d+)","id":(\d+)/g, '"$1.$2"')
    .replace(/sfu-\d+|([a-z]+)\.(\d+)(?:\.(\d+))?/g, (all, who?: string, session?: string, request?: string) => {
      if (who === undefined) return `u${numbered("u", all)}`;
      const base = `p${order.indexOf(who)}s${numbered(`s${who}`, `.${session}`)}`;
      return request === undefined ? base : `${base}r${numbered(`r${who}.${session}`, `.${request}`)}`;
    });
}

import type { Facts, Person } from "../../../durable-objects/protocol.ts";
import type { Ticket } from "../../../durable-objects/ticket.ts";

export const OPENS = 1_000_000_000;
export const CLOSES = OPENS + 300_000;

export const PEOPLE: Person[] = [
  { participantId: "abell", role: "teacher", name: "Mrs Abell" },
  { participantId: "davies", role: "teacher", name: "Mr Davies" },
  { participantId: "atkinson", role: "teacher", name: "Mr Atkinson" },
  { participantId: "rachael", role: "guardian", name: "Rachael Abbot" },
  { participantId: "guest", role: "guest", name: "Jane Aaron" },
];

/** An appointment of five minutes with three teachers, a guardian and a guest. */
export function makeFacts(changes: Partial<Facts> = {}): Facts {
  return {
    version: 1,
    eveningId: "evening",
    state: "booked",
    opensAt: OPENS,
    closesAt: CLOSES,
    overrunUntil: CLOSES,
    people: PEOPLE,
    ...changes,
  };
}

export function without(...gone: string[]): Person[] {
  return PEOPLE.filter(({ participantId }) => !gone.includes(participantId));
}

let made = 0;

/** A fresh ticket, pressed at its epoch and good for 30 seconds from `now`. */
export function makeTicket(participantId: string, now: number, changes: Partial<Ticket> = {}): Ticket {
  made += 1;
  const person = PEOPLE.find((other) => other.participantId === participantId);
  return {
    ticketId: `ticket-${made}`,
    roomId: "room",
    participantId,
    role: person?.role ?? "guest",
    name: person?.name ?? "Somebody",
    epoch: now * 1000 + (made % 1000),
    facts: makeFacts(),
    expiresAt: now + 30_000,
    ...changes,
  };
}

import type { PassReply, PassRequest, Role } from "../../../durable-objects/protocol.ts";
import { sealTicket, TICKET_LIFE_MS } from "../../../durable-objects/ticket.ts";
import type { AppointmentId, InviteId } from "../../db/ids.ts";
import type { Person } from "../../db/records.ts";
import type { Scope } from "../../db/scope.ts";
import { notFound, Problem } from "../../http/problem.ts";
import type { Deps } from "../../ports/deps.ts";
import { roomIdOf } from "../../ports/object-ids.ts";
import { findGuest } from "../../queries/find-guest.ts";
import { loadFacts, type RoomFacts } from "../../queries/room-facts.ts";
import { epochOfPress, readEpoch, signEpoch } from "../../rules/epoch.ts";
import { currentSecret } from "../../rules/tokens.ts";

export type PassFor = {
  scope: Scope;
  appointmentId: AppointmentId;
  person: Person | null;
  request: PassRequest;
};
type Participant = { participantId: string; role: Role; name: string };

/**
 * Checks who asks and answers with a single-use ticket. Whoever presents a guest token is the guest, signed in as somebody else or not.
 * Throws a Problem: 401 nobody, 404 not in this appointment, 410 withdrawn or cancelled.
 */
export async function issuePass(deps: Deps, pass: PassFor): Promise<PassReply> {
  const { settings } = deps;
  const [room] = await loadFacts(pass.scope, [pass.appointmentId]);
  const participant = await identify(deps, pass, room);
  if (!room || !participant) throw notFound();
  if (room.facts.state === "cancelled") throw new Problem(410, "cancelled");

  const { schoolId, now } = pass.scope;
  const signedFor = { schoolId, eveningId: room.eveningId, participantId: participant.participantId };
  const epoch = await epochFor(deps, pass, signedFor);
  const ticket = {
    ticketId: crypto.randomUUID(),
    roomId: roomIdOf(schoolId, room.appointment.id),
    ...participant,
    epoch,
    facts: room.facts,
    expiresAt: now + TICKET_LIFE_MS,
    ...(pass.request.ahead && { ahead: true }),
  };
  const [sealed, signedEpoch, servers] = await Promise.all([
    sealTicket(ticket, currentSecret(settings.SIGNING_KEYS)),
    signEpoch(settings.SIGNING_KEYS, epoch, signedFor),
    deps.turn.iceServers(),
  ]);
  return {
    ticket: sealed,
    epoch: signedEpoch,
    participantId: participant.participantId,
    iceServers: servers,
    now,
  };
}

async function identify(deps: Deps, pass: PassFor, room: RoomFacts | undefined): Promise<Participant | undefined> {
  const { guestToken, inviteId } = pass.request;
  if (guestToken !== undefined) return identifyGuest(deps, pass, inviteId ?? "", guestToken, room);
  if (!pass.person) throw new Problem(401, "signInToJoin");
  const { id } = pass.person;
  return room?.facts.people.find((person) => person.participantId === id && person.role !== "guest");
}

async function identifyGuest(
  deps: Deps,
  pass: PassFor,
  inviteId: InviteId,
  token: string,
  room: RoomFacts | undefined,
) {
  const guest = await findGuest(pass.scope, deps.settings, inviteId, token);
  if (guest.status === "withdrawn") throw new Problem(410, "withdrawn");
  if (guest.status === "unknown") return undefined;
  if (room?.guestOut === inviteId) throw new Problem(403, "takenOut");
  return room?.facts.people.find((person) => person.participantId === inviteId && person.role === "guest");
}

/** A press is now; a page that comes back keeps its own. A forged or foreign epoch counts as none at all, and is refused. */
async function epochFor(deps: Deps, pass: PassFor, scope: Parameters<typeof readEpoch>[2]): Promise<number> {
  if (pass.request.epoch === undefined) return epochOfPress(pass.scope.now);
  const epoch = await readEpoch(deps.settings.SIGNING_KEYS, pass.request.epoch, scope);
  if (epoch === null) throw new Problem(400, "oldCallPage");
  return epoch;
}

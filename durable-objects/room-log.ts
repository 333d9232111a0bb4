import type { LogLine } from "./log.ts";
import type { EndReason } from "./protocol.ts";
import type { Closing, Effect, RoomEvent } from "./room-state.ts";

/** The lines that the room's rules log (RM31). The object adds its own id. */

/** A join was refused. */
export function ticketRefused(sessionId: string, participantId: string, reason: EndReason): Effect {
  return log({ level: "warn", event: "ticket_refused", sessionId, participantId, reason });
}

/** Only the endings that something went wrong for: silence, a flood, a breach of the protocol. */
export function sessionEnded(sessionId: string, reason: EndReason): Effect[] {
  const isFault = reason === "timed_out" || reason === "flooded" || reason === "protocol_error";
  return isFault ? [log({ level: "warn", event: "session_ended", sessionId, reason })] : [];
}

export function roomEnded(reason: EndReason): Effect {
  return log({ level: "info", event: "room_ended", reason });
}

/** The SFU confirmed in no try that this media is closed: it goes on until the SFU collects it. */
export function closingAbandoned({ sfuSessionId, mids }: Closing): Effect {
  return log({ level: "error", event: "closing_abandoned", sfuSessionId, mids: mids.length });
}

export function messageIgnored({ sessionId, problem, messageType }: RoomEvent & { type: "unreadable" }): Effect {
  const event = problem === "unknown_type" ? "message_unknown" : "message_unreadable";
  return log({ level: "warn", event, sessionId, problem, messageType });
}

function log(line: LogLine): Effect {
  return { type: "log", line };
}

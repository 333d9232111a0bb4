import type { ParticipantState, Role } from "./protocol.ts";

/**
 * What an evening's board carries: the one file that rooms, board and staff's pages share. It knows ids and states, never names; those
 * the pages have from the school's records.
 */

/** `since`: when they came, or, while absent, when they went; null who never came. Epoch milliseconds. */
export type PersonPresence = { participantId: string; role: Role; state: ParticipantState; since: number | null };

/** Who is in one room: everyone expected. */
export type Presence = {
  appointmentId: string;
  /** Orders what one room tells: an older picture never takes the place of a newer. Epoch milliseconds of the change, or a little more. */
  at: number;
  /** A teacher has ended the appointment. */
  ended: boolean;
  people: PersonPresence[];
};

/**
 * From the board to a page: first the whole picture, then each room that changes; and `records` when the school's records of these
 * appointments have: an absence, a guest, a time. The page reads them itself. `now` is the server's clock.
 */
export type BoardMessage =
  | { type: "picture"; now: number; rooms: Presence[] }
  | { type: "room"; now: number; room: Presence }
  | { type: "records"; now: number };

/** Who listens, as the Worker has made sure of it. */
export type Listener = {
  /** The teacher whose appointments are told; null hears of all. */
  teacherId: string | null;
  /** When the page has to ask again. Epoch milliseconds. */
  until: number;
};

/** The Worker's word on a listener and the appointments that are open now. Only the Worker can reach the object that reads it. */
export const LISTENER_HEADER = "parlour-listener";
export type ListenerPass = { listener: Listener; open: string[] };

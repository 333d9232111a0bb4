import type { ChatLine } from "../../../durable-objects/protocol.ts";
import type { CallParts } from "./call-parts.ts";
import { forgetRenewal } from "./renewal.ts";
import type { RoomMessage } from "./room-link.ts";

type RoomMessagesParts = Pick<CallParts, "machine" | "clock" | "connection" | "chat" | "announcements">;

/** What follows from each message of the room, and the one thing that a teacher tells it: that the appointment is over. */
export class RoomMessages {
  #parts: RoomMessagesParts;
  /** The appointment that a teacher has ended: said again where the connection was lost before the room heard it. */
  #ending: string | undefined;

  constructor(parts: RoomMessagesParts) {
    this.#parts = parts;
  }

  receive(message: RoomMessage, attempt: number): void {
    const { machine, clock, connection, announcements } = this.#parts;
    clock.set(message.now);
    const before = machine.room;
    machine.dispatch({ type: "message", attempt, message });
    announcements.onPeople(before, message.room, connection.me);
    if (message.type !== "room") {
      forgetRenewal();
      connection.onSession(message.sessionId);
    }
    if (message.type === "admitted") this.#onSeat(message.chat);
    if (machine.state.name === "in-call") connection.media.setRoom(message.room);
  }

  endForAll(): void {
    const { machine, connection } = this.#parts;
    this.#ending = machine.appointmentId;
    connection.send({ type: "end" });
  }

  /** Whoever joins again does not mean to end it. */
  forgetEnd(): void {
    this.#ending = undefined;
  }

  #onSeat(messages: readonly ChatLine[]): void {
    const { machine, connection, announcements, chat } = this.#parts;
    chat.read(messages);
    announcements.onSeat(machine.appointmentId);
    if (this.#ending === machine.appointmentId) connection.send({ type: "end" });
    connection.startMedia();
  }
}

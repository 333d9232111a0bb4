import type { RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { shortNameOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";

/** How sentences call the bearer of a full name: as the school does where it is one of these appointments' people. */
export function shortNameIn(appointments: readonly CallAppointment[], name: string): string {
  const known = appointments.flatMap(({ teachers, guardian }) => (guardian ? [...teachers, guardian] : teachers));
  return known.find((person) => person.name === name)?.shortName ?? shortNameOf(name);
}

/** Who wrote a message, as sentences call them; someone who has left for good has taken their name along. */
export function senderNameIn(
  room: RoomView | null,
  senderId: string,
  nameOf: (name: string) => string,
  t: Words<"call">,
): string {
  const person = room?.people.find(({ participantId }) => participantId === senderId);
  return person ? nameOf(person.name) : t("call.chat.writerGone.name");
}

import type { ParticipantState, RoomView } from "../../../durable-objects/protocol.ts";
import type { Words } from "../../words/words.ts";

/** What changed between two views of a room, as sentences for whoever cannot see it. `nameOf` gives the short name. */
export function peopleAnnouncements(
  before: RoomView | null,
  after: RoomView,
  me: string,
  nameOf: (name: string) => string,
  t: Words<"call">,
): string[] {
  return after.people
    .filter(({ participantId }) => participantId !== me)
    .flatMap(({ participantId, name, state }) => {
      const earlier = before?.people.find((person) => person.participantId === participantId)?.state ?? "absent";
      const sentence = sentenceFor(earlier, state);
      return sentence ? [t(sentence, { name: nameOf(name) })] : [];
    });
}

function sentenceFor(before: ParticipantState, after: ParticipantState) {
  if (isHere(after) && before === "absent") return "call.people.here.announcement";
  if (after === "present" && before === "held") return "call.people.back.announcement";
  if (after === "held" && before !== "held") return "call.people.lost.announcement";
  if (after === "absent" && before !== "absent") return "call.people.left.announcement";
  return undefined;
}

function isHere(state: ParticipantState): boolean {
  return state === "present" || state === "waiting";
}

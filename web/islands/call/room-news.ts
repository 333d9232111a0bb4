import type { ParticipantState, RoomView } from "../../../durable-objects/protocol.ts";

/** What changed between two views of a room, as sentences for whoever cannot see it. `nameOf` gives the short name. */
export function newsBetween(
  before: RoomView | null,
  after: RoomView,
  me: string,
  nameOf: (name: string) => string,
): string[] {
  return after.people
    .filter(({ participantId }) => participantId !== me)
    .flatMap(({ participantId, name, state }) => {
      const earlier = before?.people.find((person) => person.participantId === participantId)?.state ?? "absent";
      const sentence = sentenceFor(earlier, state, nameOf(name));
      return sentence ? [sentence] : [];
    });
}

function sentenceFor(before: ParticipantState, after: ParticipantState, name: string): string | undefined {
  if (isHere(after) && before === "absent") return `${name} is here`;
  if (after === "present" && before === "held") return `${name} is back`;
  if (after === "held" && before !== "held") return `${name} has lost the connection`;
  if (after === "absent" && before !== "absent") return `${name} has left`;
  return undefined;
}

function isHere(state: ParticipantState): boolean {
  return state === "present" || state === "waiting";
}

import type { ParticipantView, Role, RoomView } from "../../../durable-objects/protocol.ts";

/** Who gets the large tile. `main` null: an empty tile for whoever is awaited. */
export type StagePlan = { main: ParticipantView | null; others: ParticipantView[] };

/** Whom each role came to see, in that order. A teacher whose guardian has not come talks to the guest. */
const CAME_TO_SEE: Record<Role, readonly Role[]> = {
  guardian: ["teacher"],
  guest: ["teacher"],
  teacher: ["guardian", "guest"],
};

/** Lays out everyone in the call but oneself. Four people share the stage equally, so three others leave no empty tile. */
export function planStage(room: RoomView | null, me: string, role: Role): StagePlan {
  const here = inCall(room).filter(({ participantId }) => participantId !== me);
  const main = CAME_TO_SEE[role].flatMap((wanted) => here.filter((person) => person.role === wanted))[0];
  const large = main ?? (here.length > 2 ? here[0] : undefined);
  return { main: large ?? null, others: here.filter((person) => person !== large) };
}

/** Everyone with a seat, a dropped connection included. */
export function inCall(room: RoomView | null): ParticipantView[] {
  return (room?.people ?? []).filter(({ state }) => state === "present" || state === "held");
}

/** Expected, and neither in the call nor waiting. */
export function awaited(room: RoomView | null, me: string): ParticipantView[] {
  return (room?.people ?? []).filter(({ participantId, state }) => participantId !== me && state === "absent");
}

/** Connected, without a seat. */
export function waiting(room: RoomView | null, me: string): ParticipantView[] {
  return (room?.people ?? []).filter(({ participantId, state }) => participantId !== me && state === "waiting");
}

import type { Presence } from "../../durable-objects/board-protocol.ts";
import { clockTime } from "../ui/format.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Rooms } from "./board-rows.ts";
import type { CallAppointment, CallProps } from "./call-props.ts";
import { familyHere, hereSince, teachersHere, waitingWords } from "./presence-words.ts";

export type OrderTag = { kind?: "good" | "info" | "warn"; icon?: IconName; words: string };

/** How the appointment stands beside the one that the teacher is in. `now` is epoch milliseconds. */
export function orderTag(presence: Presence | undefined, me: string, now: number): OrderTag {
  if (presence?.ended) return { icon: "tick", words: "Done" };
  const family = familyHere(presence);
  const since = hereSince(family);
  if (since === null) return { words: "Not here yet" };
  const colleagues = teachersHere(presence).filter(
    ({ participantId, state }) => participantId !== me && state === "present",
  );
  if (colleagues.length > 0 && family.some(({ state }) => state === "present"))
    return { kind: "info", words: "In the call" };
  return { kind: "good", icon: "clock", words: waitingWords(since, now) };
}

/** How the one that the teacher is in stands, as its own room tells it. */
export function currentTag(family: readonly { state: string }[], seated: boolean): OrderTag {
  const here = family.filter(({ state }) => state !== "absent");
  if (here.length === 0) return { kind: "info", words: seated ? "You are here" : "Next" };
  if (seated && here.some(({ state }) => state === "present")) return { kind: "info", words: "With you now" };
  return here.every(({ state }) => state === "held")
    ? { kind: "warn", icon: "signal", words: "Coming back" }
    : { kind: "good", icon: "clock", words: "Waiting" };
}

/** Who of the families waits, each under a key of its own, so that it is said once. */
export function waitingNews(props: CallProps, rooms: Rooms): { appointmentId: string; key: string; words: string }[] {
  const { zone } = props.evening;
  return props.appointments.flatMap((appointment) => {
    const waiting = familyHere(rooms.get(appointment.id)).filter(({ state }) => state === "waiting");
    return waiting.map(({ participantId, role }) => ({
      appointmentId: appointment.id,
      key: `${appointment.id} ${participantId}`,
      words: `${whoWaits(appointment, role)} is waiting for ${clockTime(appointment.startsAt, zone)}`,
    }));
  });
}

function whoWaits({ guardian }: CallAppointment, role: string): string {
  const name = guardian?.name ?? "The family";
  return role === "guest" ? `${name}’s guest` : name;
}

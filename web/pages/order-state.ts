import type { Presence } from "../../durable-objects/board-protocol.ts";
import { WAIT_BEFORE_MS } from "../../durable-objects/protocol.ts";
import type { IconName } from "../ui/icon.tsx";
import type { Words } from "../words/words.ts";
import type { Rooms } from "./board-rows.ts";
import type { CallAppointment, CallProps } from "./call-props.ts";
import { familyHere, hereSince, minutesSince, teachersHere } from "./presence-words.ts";

export type OrderTag = { kind?: "good" | "info" | "warn"; icon?: IconName; words: string };

/** How the appointment stands beside the one that the teacher is in. `now` is epoch milliseconds. */
export function orderTag(presence: Presence | undefined, me: string, now: number, t: Words<"call">): OrderTag {
  if (presence?.ended) return { icon: "tick", words: t("call.done.label") };
  const family = familyHere(presence);
  const since = hereSince(family);
  if (since === null) return { words: t("call.presence.absent.status") };
  const colleagues = teachersHere(presence).filter(
    ({ participantId, state }) => participantId !== me && state === "present",
  );
  if (colleagues.length > 0 && family.some(({ state }) => state === "present"))
    return { kind: "info", words: t("call.order.inCall.status") };
  return { kind: "good", icon: "clock", words: waitingFor(since, now, t) };
}

/** How the one that the teacher is in stands, as its own room tells it. */
export function currentTag(family: readonly { state: string }[], seated: boolean, t: Words<"call">): OrderTag {
  const here = family.filter(({ state }) => state !== "absent");
  if (here.length === 0)
    return { kind: "info", words: t(seated ? "call.order.youAreHere.status" : "call.order.next.status") };
  if (seated && here.some(({ state }) => state === "present"))
    return { kind: "info", words: t("call.order.withYou.status") };
  return here.every(({ state }) => state === "held")
    ? { kind: "warn", icon: "signal", words: t("call.presence.held.status") }
    : { kind: "good", icon: "clock", words: t("call.presence.waiting.status") };
}

/**
 * Whether a press may lead there at `now`, epoch milliseconds. What follows the current one comes by itself: a family that saw a button
 * beside it would think that it has to be pressed.
 */
export function mayGoTo(
  { startsAt }: Pick<CallAppointment, "startsAt">,
  current: Pick<CallAppointment, "endsAt"> | undefined,
  role: CallProps["role"],
  now: number,
): boolean {
  if (role !== "teacher" && current && startsAt >= current.endsAt) return false;
  return now >= startsAt - WAIT_BEFORE_MS;
}

function waitingFor(since: number, now: number, t: Words<"call">): string {
  const minutes = minutesSince(since, now);
  return minutes > 0 ? t("call.order.waitingFor.status", { minutes }) : t("call.presence.waiting.status");
}

type News = { appointmentId: string; key: string; words: string };

/** Who of the families waits, each under a key of its own, so that it is said once. */
export function waitingNews(props: CallProps, rooms: Rooms, t: Words<"call">): News[] {
  return props.appointments.flatMap((appointment) => {
    const waiting = familyHere(rooms.get(appointment.id)).filter(({ state }) => state === "waiting");
    return waiting.map(({ participantId, role }) => ({
      appointmentId: appointment.id,
      key: `${appointment.id} ${participantId}`,
      words: newsOf(appointment, role, props.evening.zone, t),
    }));
  });
}

function newsOf({ guardian, startsAt }: CallAppointment, role: string, zone: string, t: Words<"call">): string {
  const values = { name: guardian?.name ?? t("call.order.family.name"), time: t.time(startsAt, zone) };
  return t(role === "guest" ? "call.order.guestWaits.announcement" : "call.order.familyWaits.announcement", values);
}

import type { Role, RoomView } from "../../../durable-objects/protocol.ts";
import type { Rooms } from "../../pages/board-rows.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { currentTag, mayGoTo, type OrderTag, orderTag } from "../../pages/order-state.ts";
import type { OwnMarks } from "../../pages/own-marks.ts";
import { familyHere } from "../../pages/presence-words.ts";
import type { Words } from "../../words/words.ts";

export type OrderEntry = {
  appointment: CallAppointment;
  phase: "over" | "now" | "coming";
  /** A press may lead there. */
  mayGo: boolean;
  /** How it stands, where that can be said. */
  tag: OrderTag | null;
};

export type OrderParts = {
  appointments: readonly CallAppointment[];
  /** The one that the page is in, and its room where that has answered. */
  appointment: CallAppointment | undefined;
  room: RoomView | null;
  seated: boolean;
  /** Ids of those that are over for this page. */
  done: readonly string[];
  role: Role;
  me: string;
  /** Teachers alone. `rooms`: who is in the others, null until the board has answered. */
  staff: { rooms: Rooms | null; marksOf: (appointmentId: string) => OwnMarks } | undefined;
  /** Epoch milliseconds. */
  at: number;
  t: Words<"call" | "ready">;
};

/** Every appointment of the page's owner, in order, as the panel shows it at this moment. */
export function runningOrder(parts: OrderParts): OrderEntry[] {
  const { appointments, role, at } = parts;
  return appointments.map((appointment) => {
    const phase = phaseOf(appointment, parts);
    const isOpen = phase === "coming" && appointment.state === "booked";
    const mayGo = isOpen && mayGoTo(appointment, parts.appointment, role, at);
    return { appointment, phase, mayGo, tag: tagOf(appointment, phase, parts) };
  });
}

function phaseOf({ id, overrunUntil }: CallAppointment, { appointment, done, at }: OrderParts): OrderEntry["phase"] {
  if (id === appointment?.id) return "now";
  return overrunUntil <= at || done.includes(id) ? "over" : "coming";
}

function tagOf(appointment: CallAppointment, phase: OrderEntry["phase"], parts: OrderParts): OrderTag | null {
  const { staff, room, seated, me, at, t } = parts;
  if (appointment.state === "cancelled")
    return { kind: "warn", words: t(staff ? "call.order.notYours.status" : "call.order.cancelled.status") };
  if (!staff) return familyTag(appointment, phase, parts);
  const presence = staff.rooms?.get(appointment.id);
  const family = room?.people.filter(({ role }) => role !== "teacher") ?? [];
  const here = phase === "now" ? family.filter(({ state }) => state !== "absent") : familyHere(presence);
  if (staff.marksOf(appointment.id).absent && here.length === 0) return { words: t("call.order.absent.status") };
  if (phase === "over") return { icon: "tick", words: t("call.done.label") };
  if (phase === "now") return currentTag(family, seated, t);
  return staff.rooms && orderTag(presence, me, at, t);
}

function familyTag(
  { lateMinutes }: CallAppointment,
  phase: OrderEntry["phase"],
  { seated, t }: OrderParts,
): OrderTag | null {
  if (phase === "over") return { icon: "tick", words: t("call.done.label") };
  if (phase === "now")
    return { kind: "info", words: t(seated ? "call.order.now.status" : "call.order.youAreHere.status") };
  return lateMinutes ? { kind: "info", icon: "clock", words: t("ready.late.status", { minutes: lateMinutes }) } : null;
}

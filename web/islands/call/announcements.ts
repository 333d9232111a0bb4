import type { RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { shortNamesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import { senderNameIn } from "./call-names.ts";
import type { CallParts } from "./call-parts.ts";
import { type Call, type CallState, currentOrNext } from "./call-state.ts";
import { ConnectionAnnouncements } from "./connection-announcements.ts";
import type { Device } from "./device-state.ts";
import { peopleAnnouncements } from "./people-announcements.ts";
import { removalAnnouncements } from "./removal-announcements.ts";
import { titleOf } from "./room-now.ts";
import type { Picture } from "./sending.ts";
import { announcementBetween, runsOnBetween } from "./timer-rules.ts";

type CallAnnouncementsParts = Pick<CallParts, "t" | "page" | "clock" | "announcer">;

/** For whoever does not see the call: which of its events are announced, and in which words. */
export class CallAnnouncements {
  #parts: CallAnnouncementsParts;
  #t: Words<"call">;
  #connectionAnnouncements = new ConnectionAnnouncements();
  #lastSecond: number;
  /** The call that the page sits in, or sat in last. */
  #seatedIn: string | undefined;

  constructor(parts: CallAnnouncementsParts) {
    this.#parts = parts;
    this.#t = parts.t;
    this.#lastSecond = parts.clock.now();
  }

  /** Who came and who went. */
  onPeople(before: RoomView | null, after: RoomView, me: string): void {
    this.#say(peopleAnnouncements(before, after, me, this.#parts.page.shortName, this.#t));
  }

  /** The page has a seat. From one call into the next nothing on it takes the focus: whoever does not see it is told where they are. */
  onSeat(appointmentId: string | undefined): void {
    const props = this.#parts.page.props;
    const appointment = props.appointments.find(({ id }) => id === appointmentId);
    const was = this.#seatedIn;
    this.#seatedIn = appointmentId;
    if (was === undefined || was === appointmentId || !appointment) return;
    const about = props.role === "teacher" ? appointment.student : titleOf(appointment, props, this.#t);
    this.#say([this.#t("call.order.movedOn.announcement", { about })]);
  }

  /** The page data was read again: what is no longer among one's appointments, and that a teacher is late. */
  onPageData(call: Call, before: readonly CallAppointment[]): void {
    const { props } = this.#parts.page;
    this.#say(removalAnnouncements(before, props.appointments, props, this.#t));
    if (call.state.name === "ready") this.#sayLate(call, before);
  }

  /** A message of somebody in the room. */
  onMessage(room: RoomView | null, senderId: string): void {
    const name = senderNameIn(room, senderId, this.#parts.page.shortName, this.#t);
    this.#say([this.#t("call.chat.wrote.announcement", { name })]);
  }

  /**
   * To be called every second: says that our own connection has become weak, and good again. `picture` is how much of ours it carries, null
   * while nothing is sent.
   */
  onPicture(picture: Picture | null): void {
    const change = this.#connectionAnnouncements.look(picture, performance.now());
    if (change)
      this.#say([
        this.#t(change === "weak" ? "call.connection.weak.announcement" : "call.connection.good.announcement"),
      ]);
  }

  /** A key has turned a device on or off: no button that changes has the focus. */
  onKey(device: Device, isOn: boolean): void {
    const { on, off } = DEVICE_WORDS[device];
    this.#say([this.#t(isOn ? on : off)]);
  }

  /** The time left, at its turns. To be called every second. */
  onSecond(state: CallState): void {
    const before = this.#lastSecond;
    this.#lastSecond = this.#parts.clock.now();
    if (state.name !== "in-call") return;
    const turn = announcementBetween(state.room, before, this.#lastSecond);
    if (turn) this.#say([this.#t(turn)]);
    const until = this.#t.time(state.room.overrunUntil, this.#parts.page.props.evening.zone);
    if (runsOnBetween(state.room, before, this.#lastSecond))
      this.#say([this.#t("call.timer.runsOn.announcement", { until })]);
  }

  /** Before the call; in it the notice that is shown is announced. */
  #sayLate({ done }: Call, before: readonly CallAppointment[]): void {
    const { page, clock } = this.#parts;
    const next = currentOrNext(page.props.appointments, done, clock.now());
    const minutes = next?.lateMinutes;
    if (!next || !minutes || before.find(({ id }) => id === next.id)?.lateMinutes === minutes) return;
    const teachers = shortNamesOf(next.teachers, this.#t);
    this.#say([this.#t("call.late.title", { teachers, n: next.teachers.length, minutes })]);
  }

  #say(sentences: readonly string[]): void {
    this.#parts.announcer.say(sentences);
  }
}

const DEVICE_WORDS = {
  mic: { on: "call.mic.on.announcement", off: "call.mic.off.announcement" },
  camera: { on: "call.camera.on.announcement", off: "call.camera.off.announcement" },
} as const;

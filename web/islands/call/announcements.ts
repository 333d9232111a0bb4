import type { RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { shortNamesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import type { Announcer } from "./announcer.ts";
import type { AppointmentRecords } from "./appointment-records.ts";
import { senderNameIn } from "./call-names.ts";
import { type Call, type CallState, currentOrNext } from "./call-state.ts";
import { ConnectionNews } from "./connection-news.ts";
import { goneBetween } from "./records-news.ts";
import { newsBetween } from "./room-news.ts";
import { titleOf } from "./room-now.ts";
import type { Picture } from "./sending.ts";
import type { ServerClock } from "./server-clock.ts";
import { announcementBetween, runsOnBetween } from "./timer-rules.ts";

export type CallAnnouncementsParts = { records: AppointmentRecords; clock: ServerClock; announcer: Announcer };

/** What happens in the call, for whoever does not see it: which events are announced, and in which words. */
export class CallAnnouncements {
  #parts: CallAnnouncementsParts;
  #t: Words<"call">;
  #connectionNews = new ConnectionNews();
  #lastSecond: number;
  /** The call that the page sits in, or sat in last. */
  #seatedIn: string | undefined;

  constructor(parts: CallAnnouncementsParts, t: Words<"call">) {
    this.#parts = parts;
    this.#t = t;
    this.#lastSecond = parts.clock.now();
  }

  /** Who came and who went. */
  announcePeople(before: RoomView | null, after: RoomView, me: string): void {
    this.#parts.announcer.say(newsBetween(before, after, me, (name) => this.#parts.records.shortName(name), this.#t));
  }

  /** From one call into the next nothing on the page takes the focus: whoever does not see it is told where they are. */
  announceMove(appointmentId: string | undefined): void {
    const props = this.#parts.records.props;
    const appointment = props.appointments.find(({ id }) => id === appointmentId);
    const was = this.#seatedIn;
    this.#seatedIn = appointmentId;
    if (was === undefined || was === appointmentId || !appointment) return;
    const about = props.role === "teacher" ? appointment.student : titleOf(appointment, props, this.#t);
    this.#parts.announcer.say([this.#t("call.movedOn", { about })]);
  }

  /** What is no longer among one's appointments. */
  announceRemoved(before: readonly CallAppointment[]): void {
    const props = this.#parts.records.props;
    this.#parts.announcer.say(goneBetween(before, props.appointments, props, this.#t));
  }

  /** Before the call; in it the notice that is shown is announced. */
  announceLate({ state, done }: Call, before: readonly CallAppointment[]): void {
    const next = currentOrNext(this.#parts.records.props.appointments, done, this.#parts.clock.now());
    const minutes = next?.lateMinutes;
    if (state.name !== "ready" || !next || !minutes) return;
    if (before.find(({ id }) => id === next.id)?.lateMinutes === minutes) return;
    const teachers = shortNamesOf(next.teachers, this.#t);
    this.#parts.announcer.say([this.#t("call.late", { teachers, n: next.teachers.length, minutes })]);
  }

  /** A message of somebody in the room. */
  announceMessage(room: RoomView | null, senderId: string): void {
    const name = senderNameIn(room, senderId, (full) => this.#parts.records.shortName(full), this.#t);
    this.#parts.announcer.say([this.#t("call.wrote", { name })]);
  }

  /** Our own connection's becoming weak and good; null while nothing is sent. */
  announceConnection(picture: Picture | null): void {
    const news = this.#connectionNews.look(picture, performance.now());
    if (news) this.#parts.announcer.say([this.#t(news === "weak" ? "call.nowWeak" : "call.nowGood")]);
  }

  /** For whoever pressed a key: no button that changes has the focus. */
  announceDevice(device: "mic" | "camera", isOn: boolean): void {
    const { on, off } = DEVICE_WORDS[device];
    this.#parts.announcer.say([this.#t(isOn ? on : off)]);
  }

  /** To be called every second. */
  announceTime(state: CallState): void {
    const before = this.#lastSecond;
    this.#lastSecond = this.#parts.clock.now();
    if (state.name !== "in-call") return;
    const turn = announcementBetween(state.room, before, this.#lastSecond);
    if (turn) this.#parts.announcer.say([this.#t(turn)]);
    const until = this.#t.time(state.room.overrunUntil, this.#parts.records.props.evening.zone);
    if (runsOnBetween(state.room, before, this.#lastSecond))
      this.#parts.announcer.say([this.#t("call.runsOn", { until })]);
  }
}

const DEVICE_WORDS = {
  mic: { on: "call.microphoneIsOn", off: "call.microphoneIsOff" },
  camera: { on: "call.cameraIsOn", off: "call.cameraIsOff" },
} as const;

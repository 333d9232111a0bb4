import type { RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import { shortNamesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import { type Call, type CallState, currentOrNext } from "./call-state.ts";
import { LineNews } from "./line-news.ts";
import { goneBetween } from "./records-news.ts";
import { newsBetween } from "./room-news.ts";
import { titleOf } from "./room-now.ts";
import type { Picture } from "./sending.ts";
import { announcementBetween, runsOnBetween } from "./timer-rules.ts";

export type CallTellerParts = {
  props: () => CallProps;
  /** The server's time. */
  now: () => number;
  /** How sentences call the bearer of a full name. */
  nameOf: (name: string) => string;
  say: (sentences: string[]) => void;
};

/** Says what happens in the call to whoever does not see it. */
export class CallTeller {
  #parts: CallTellerParts;
  #t: Words<"call">;
  #lineNews = new LineNews();
  #lastSecond: number;
  /** The call that the page sits in, or sat in last. */
  #seatedIn: string | undefined;

  constructor(parts: CallTellerParts, t: Words<"call">) {
    this.#parts = parts;
    this.#t = t;
    this.#lastSecond = parts.now();
  }

  /** Who came and who went. */
  tellRoom(before: RoomView | null, after: RoomView, me: string): void {
    this.#parts.say(newsBetween(before, after, me, this.#parts.nameOf, this.#t));
  }

  /** From one call into the next nothing on the page takes the focus: whoever does not see it is told where they are. */
  tellSeat(appointmentId: string | undefined): void {
    const props = this.#parts.props();
    const appointment = props.appointments.find(({ id }) => id === appointmentId);
    const was = this.#seatedIn;
    this.#seatedIn = appointmentId;
    if (was === undefined || was === appointmentId || !appointment) return;
    const about = props.role === "teacher" ? appointment.student : titleOf(appointment, props, this.#t);
    this.#parts.say([this.#t("call.movedOn", { about })]);
  }

  /** What is no longer among one's appointments. */
  tellGone(before: readonly CallAppointment[]): void {
    const props = this.#parts.props();
    this.#parts.say(goneBetween(before, props.appointments, props, this.#t));
  }

  /** Before the call; in it the notice that is shown is told. */
  tellLate({ state, done }: Call, before: readonly CallAppointment[]): void {
    const next = currentOrNext(this.#parts.props().appointments, done, this.#parts.now());
    const minutes = next?.lateMinutes;
    if (state.name !== "ready" || !next || !minutes) return;
    if (before.find(({ id }) => id === next.id)?.lateMinutes === minutes) return;
    const teachers = shortNamesOf(next.teachers, this.#t);
    this.#parts.say([this.#t("call.late", { teachers, n: next.teachers.length, minutes })]);
  }

  /** Our own line's becoming weak and good; null while nothing is sent. */
  tellLine(picture: Picture | null): void {
    const news = this.#lineNews.look(picture, performance.now());
    if (news) this.#parts.say([this.#t(news === "weak" ? "call.nowWeak" : "call.nowGood")]);
  }

  /** To be called every second. */
  tellTime(state: CallState): void {
    const before = this.#lastSecond;
    this.#lastSecond = this.#parts.now();
    if (state.name !== "in-call") return;
    const turn = announcementBetween(state.room, before, this.#lastSecond);
    if (turn) this.#parts.say([this.#t(turn)]);
    const until = this.#t.time(state.room.overrunUntil, this.#parts.props().evening.zone);
    if (runsOnBetween(state.room, before, this.#lastSecond)) this.#parts.say([this.#t("call.runsOn", { until })]);
  }
}

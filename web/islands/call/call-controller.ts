import { assertNever } from "../../../durable-objects/assert-never.ts";
import type { ChatLine, PassReply, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import { shortNameOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import { Announcer } from "./announcer.ts";
import { CallChat } from "./call-chat.ts";
import { CallMedia, type MediaLine, type MediaView } from "./call-media.ts";
import {
  appointmentIdOf,
  BEGINNING,
  type Call,
  type CallEvent,
  type Effect,
  isSameRoom,
  nextDeadline,
  step,
} from "./call-state.ts";
import { CallTeller } from "./call-teller.ts";
import type { Chat } from "./chat.ts";
import { forgetCall, keepCall, keptCall } from "./kept-call.ts";
import { LocalMedia } from "./local-media.ts";
import type { Sent } from "./media-session.ts";
import { keepNoteSeen } from "./note-seen.ts";
import { Passes } from "./passes.ts";
import { keepPreferences, type Preferences, readPreferences } from "./preferences.ts";
import { RecordsWatch, withGone } from "./records-watch.ts";
import { forgetRenewal, isRenewed, noteRenewal } from "./renewal.ts";
import { RoomLink, type RoomMessage } from "./room-link.ts";
import { RoomsAhead } from "./rooms-ahead.ts";
import { type ServerClock, serverClock } from "./server-clock.ts";
import { type Sheet, sheetAfter } from "./sheet.ts";
import { StaffBoard } from "./staff-board.ts";
import { Teaching } from "./teaching.ts";
import { onWaking } from "./waking.ts";

/** What the views draw. */
export type CallView = MediaView & {
  call: Call;
  chat: Chat;
  /** Own lines of a call that is over, which the room has not told back. */
  lost: readonly string[];
  sheet: Sheet;
  preferences: Preferences;
};
/** Browsers turn longer delays into none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Holds the page together: feeds the rules with events, performs their effects, and tells the views. A reload or a closed tab says no
 * farewell: the line drops, and the room holds the seat for whoever comes back.
 */
export class CallController {
  readonly t: Words<"call">;
  readonly clock: ServerClock;
  readonly announcer = new Announcer();
  readonly local = new LocalMedia();
  /** Teachers' pages only. */
  readonly board: StaffBoard | undefined;
  readonly teaching: Teaching | undefined;
  #props: CallProps;
  #records: RecordsWatch;
  #call = BEGINNING;
  #sheet: Sheet = null;
  #preferences = readPreferences();
  #listeners = new Set<() => void>();
  #passes: Passes;
  #pass: PassReply | undefined;
  #link: RoomLink | undefined;
  #media: CallMedia;
  #ahead: RoomsAhead;
  #chat: CallChat;
  #teller: CallTeller;
  #me: string;
  #sessionId = "";
  /** What a teacher has ended: said again where the line was lost before it was heard. */
  #ending: string | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(props: CallProps, t: Words<"call">) {
    this.#props = props;
    this.#records = new RecordsWatch(props.recordsUrl, props.now, (appointments) => this.#learn(appointments));
    this.t = t;
    this.clock = serverClock(props.now);
    this.#me = props.me.participantId;
    this.#passes = new Passes(props.guest);
    this.#media = this.#makeMedia();
    this.#ahead = this.#makeAhead();
    this.#chat = this.#makeChat();
    this.#teller = this.#makeTeller();
    if (props.role === "teacher") {
      this.teaching = new Teaching(props, () => this.#draw());
      this.board = this.#makeBoard();
    }
    this.#listen();
    this.#resume();
  }

  /** The appointments in it are as the school's records had them when they were last read. */
  get props(): CallProps {
    return this.#props;
  }

  get view(): CallView {
    return {
      ...this.#media.view,
      call: this.#call,
      chat: this.#chat.now,
      lost: this.#chat.lost,
      sheet: this.#sheet,
      preferences: this.#preferences,
    };
  }

  /** Who this page is in the room. */
  get me(): string {
    return this.#me;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The press: takes the seat, from another session too. `listenOnly` asks for no camera and no microphone. */
  press(appointmentId: string, listenOnly = false): void {
    if (listenOnly) this.local.decline({ camera: true, mic: true });
    else void this.local.open();
    this.#ending = undefined;
    keepNoteSeen(this.props);
    this.#dispatch({ type: "press", appointmentId });
  }

  /** A press on its way. */
  reach(appointmentId: string): void {
    this.#passes.reach(appointmentId);
  }

  leave(): void {
    this.#dispatch({ type: "leave" });
  }

  /** Teachers: ends the appointment for everyone in it. */
  endForAll(): void {
    this.#ending = appointmentIdOf(this.#call.state);
    this.#link?.send({ type: "end" });
  }

  /** False where too much waits already. */
  write(words: string): boolean {
    return this.#chat.write(words, this.#call.state.name === "in-call");
  }

  forgetLost(): void {
    this.#chat.forgetLost();
  }

  showChat(open: boolean): void {
    this.#chat.open(open);
  }

  showSheet(sheet: Sheet): void {
    this.#sheet = sheet;
    this.#draw();
  }

  prefer(change: Partial<Preferences>): void {
    this.#preferences = { ...this.#preferences, ...change };
    keepPreferences(this.#preferences);
    this.#draw();
  }

  /** For whoever cannot see it. */
  say(sentences: string[]): void {
    this.announcer.say(sentences);
  }

  /** How sentences call the bearer of a full name. */
  shortName(name: string): string {
    const known = this.props.appointments.flatMap(({ teachers, guardian }) =>
      guardian ? [...teachers, guardian] : teachers,
    );
    return known.find((person) => person.name === name)?.shortName ?? shortNameOf(name);
  }

  /** Who wrote a line, as sentences call them; someone who has left for good has taken their name along. */
  writerOf({ senderId }: ChatLine): string {
    const person = this.#roomNow()?.people.find(({ participantId }) => participantId === senderId);
    return person ? this.shortName(person.name) : this.t("call.somebodyGone");
  }

  #makeMedia(): CallMedia {
    return new CallMedia({
      state: () => this.#call.state,
      sent: () => this.#sent(),
      onChange: () => this.#draw(),
      onPicture: () => this.#tellLine(),
      onUnready: () => this.#ahead.pause(),
      onLost: () => this.#dispatch({ type: "closed", attempt: this.#call.attempt, code: 1006 }),
    });
  }

  #makeAhead(): RoomsAhead {
    return new RoomsAhead({
      call: () => this.#call,
      appointments: () => this.#props.appointments,
      now: () => this.clock.now(),
      sent: () => this.#sent(),
      askPass: (appointmentId) => this.#passes.ahead(appointmentId),
      onOwnSoon: () => this.#startMedia(),
      onBegun: (appointmentId) => this.#dispatch({ type: "begun", appointmentId }),
    });
  }

  #makeChat(): CallChat {
    return new CallChat({
      send: (message) => this.#link?.send(message),
      onUnread: (line) => this.say([this.t("call.wrote", { name: this.writerOf(line) })]),
      onChange: () => {
        this.#keep();
        this.#draw();
      },
    });
  }

  #makeTeller(): CallTeller {
    const parts = {
      props: () => this.#props,
      now: () => this.clock.now(),
      nameOf: (name: string) => this.shortName(name),
      say: (sentences: string[]) => this.say(sentences),
    };
    return new CallTeller(parts, this.t);
  }

  #makeBoard(): StaffBoard {
    const events = {
      onChange: () => this.#draw(),
      onRecords: () => this.#records.readSoon(),
      props: () => this.#props,
      say: (sentences: string[]) => this.say(sentences),
      isIn: (id: string) => appointmentIdOf(this.#call.state) === id && this.#roomNow() !== null,
    };
    return new StaffBoard(this.#props.evening.id, events, this.t);
  }

  #listen(): void {
    this.local.subscribe(() => this.#onLocal());
    setInterval(() => this.#everySecond(), 1000);
    onWaking(() => this.#wake());
  }

  #resume(): void {
    const kept = keptCall((id) => this.props.appointments.some((appointment) => appointment.id === id));
    if (!kept) return;
    this.#passes.epoch = kept.epoch;
    this.local.decline({ camera: kept.cameraOff, mic: kept.micOff });
    void this.local.open();
    this.#dispatch({ type: "resume", appointmentId: kept.appointmentId });
    this.#chat.resume(kept.unsent);
  }

  /** A reload comes back to where the page is now; a call that has ended is not come back to, unless it was moved. */
  #keep(): void {
    const { state } = this.#call;
    const { epoch } = this.#passes;
    if (state.name === "ready") return;
    const { camera, mic } = this.local.view;
    const { appointmentId } = state;
    if (state.name === "ended" && state.why !== "moved") forgetCall();
    else if (epoch) {
      const { unsent } = this.#chat.now;
      keepCall({ appointmentId, epoch, cameraOff: camera === "off", micOff: mic === "off", unsent });
    }
  }

  #dispatch(event: CallEvent): void {
    const { appointments, role } = this.props;
    const about = { isGuest: role === "guest", isRenewed: isRenewed() };
    const context = { now: this.clock.now(), appointments, chance: Math.random(), ...about };
    const { call, effects } = step(this.#call, event, context);
    this.#sheet = sheetAfter(this.#sheet, this.#call.state, call.state);
    if (!isSameRoom(this.#call.state, call.state)) this.#chat.end();
    this.#call = call;
    this.#draw();
    this.#keep();
    for (const effect of effects) this.#perform(effect);
    this.#ahead.dropUnlessOnTheWay();
    this.#armDeadline();
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case "ask-pass":
        void this.#askPass(effect.appointmentId, effect.attempt, effect.press);
        break;
      case "open-socket":
        this.#openLink(effect.appointmentId, effect.attempt);
        break;
      case "close-socket":
        this.#closeLink(effect.farewell);
        break;
      case "stop-devices":
        this.local.stop();
        break;
      case "reload":
        location.reload();
        break;
      case "renew":
        // Where it cannot be noted, the page must not come back into the call by itself: that might never end.
        if (!noteRenewal()) forgetCall();
        location.reload();
        break;
      default:
        assertNever(effect);
    }
  }

  #armDeadline(): void {
    clearTimeout(this.#deadline);
    const at = nextDeadline(this.#call.state);
    if (at === null) return;
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(0, at - this.clock.now()));
    this.#deadline = setTimeout(() => this.#dispatch({ type: "due" }), wait);
  }

  async #askPass(appointmentId: string, attempt: number, press: boolean): Promise<void> {
    const next = press ? undefined : this.#ahead.ready(appointmentId);
    const { reply, isFresh } = next
      ? { reply: next.pass, isFresh: false }
      : await this.#passes.ask(appointmentId, press);
    if (attempt !== this.#call.attempt) return;
    if ("status" in reply) return this.#dispatch({ type: "refused", attempt, ...reply });
    this.#pass = reply;
    this.#passes.epoch = reply.epoch;
    this.#me = reply.participantId;
    if (isFresh) this.clock.set(reply.now);
    this.#dispatch({ type: "passed", attempt });
  }

  /** The line and the media that were got ready become those of the call, where there are any. */
  #openLink(appointmentId: string, attempt: number): void {
    if (!this.#pass) return;
    const events = {
      onMessage: (message: RoomMessage) => this.#onMessage(message, attempt),
      onChat: (line: ChatLine) => this.#chat.hear(line, this.#me),
      onClosed: (code: number) => this.#dispatch({ type: "closed", attempt, code }),
    };
    const next = this.#ahead.take(appointmentId);
    this.#link = next?.link ?? new RoomLink(appointmentId, this.#pass.ticket, events);
    const line = this.#line();
    if (!next || !line) return;
    const { media, last } = next.take(events, this.#media.partsOver(line));
    if (media) this.#media.use(media, line);
    if (last) events.onMessage(last);
  }

  #closeLink(farewell: boolean): void {
    this.#link?.close(farewell);
    this.#link = undefined;
    // While the line is being mended the media may still flow: it goes when the next session begins.
    if (this.#call.state.name !== "reconnecting") this.#media.close();
  }

  #onMessage(message: RoomMessage, attempt: number): void {
    this.clock.set(message.now);
    const before = this.#roomNow();
    this.#dispatch({ type: "message", attempt, message });
    this.#teller.tellRoom(before, message.room, this.#me);
    if (message.type === "admitted") {
      this.#chat.read(message.chat);
      const id = appointmentIdOf(this.#call.state);
      this.#teller.tellSeat(id);
      if (this.#ending === id) this.#link?.send({ type: "end" });
    }
    if (message.type !== "room") {
      forgetRenewal();
      this.#noteSession(message.sessionId);
    }
    if (message.type === "admitted") this.#startMedia();
    if (this.#call.state.name === "in-call") this.#media.setRoom(message.room);
  }

  #noteSession(sessionId: string): void {
    if (sessionId === this.#sessionId) return;
    this.#sessionId = sessionId;
    this.#media.forgive();
    if (!this.#media.isOver(this.#link)) this.#media.close();
  }

  #roomNow(): RoomView | null {
    const { state } = this.#call;
    return "room" in state ? state.room : null;
  }

  #startMedia(): void {
    const line = this.#line();
    if (line && !this.#media.isOn) this.#media.start(line);
  }

  #line(): MediaLine | undefined {
    if (!this.#link || !this.#pass) return undefined;
    return { link: this.#link, me: this.#me, iceServers: this.#pass.iceServers as RTCIceServer[] };
  }

  #sent(): Sent {
    const { camera, mic } = this.local.view;
    return { tracks: this.local.tracks(), muted: { audio: mic !== "on", video: camera !== "on" } };
  }

  #onLocal(): void {
    const sent = this.#sent();
    this.#media.setLocal(sent);
    this.#ahead.setLocal(sent);
    this.#keep();
    this.#draw();
  }

  #everySecond(): void {
    this.clock.look();
    this.#ahead.look();
    this.#teller.tellTime(this.#call.state);
    this.#tellLine();
    // Teachers' pages are told by the board.
    if (!this.board) this.#records.look(this.#call, this.#props.appointments, this.clock.now());
  }

  #tellLine(): void {
    const isSending = this.#call.state.name === "in-call" && this.#media.isOn;
    this.#teller.tellLine(isSending ? this.#media.view.picture : null);
  }

  #learn(appointments: readonly CallAppointment[]): void {
    const before = this.#props.appointments;
    this.#props = { ...this.#props, appointments: withGone(before, appointments) };
    this.teaching?.learn(appointments);
    this.#draw();
    this.#teller.tellGone(before);
    this.#teller.tellLate(this.#call, before);
  }

  /** After a sleep, on another network, or back in front: nothing that was open is believed before it has answered. */
  #wake(): void {
    this.clock.look();
    this.#link?.check();
    this.#media.check();
    this.#dispatch({ type: "woke" });
  }

  #draw(): void {
    for (const listener of this.#listeners) listener();
  }
}

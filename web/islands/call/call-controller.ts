import type { ChatLine, PassReply, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment, CallProps, CallRecords } from "../../pages/call-props.ts";
import { shortNameOf, shortNamesOf } from "../../pages/call-words.ts";
import type { Words } from "../../words/words.ts";
import { Records } from "../records.ts";
import { Announcer } from "./announcer.ts";
import { type SignReader, type Signs, signReader } from "./call-signs.ts";
import {
  appointmentIdOf,
  BEGINNING,
  type Call,
  type CallEvent,
  currentOrNext,
  type Effect,
  nextDeadline,
  step,
} from "./call-state.ts";
import { type Chat, NO_CHAT, opened, unread, withLine, withLines, withUnsent } from "./chat.ts";
import { forgetCall, keepCall, keptCall } from "./kept-call.ts";
import { LineNews } from "./line-news.ts";
import { LocalMedia } from "./local-media.ts";
import { MediaSession, type MediaSessionParts, type Sent } from "./media-session.ts";
import { NextRoom } from "./next-room.ts";
import { keepNoteSeen } from "./note-seen.ts";
import { keepPreferences, type Preferences, readPreferences } from "./preferences.ts";
import { type RemotePeople, withTracks } from "./remote-people.ts";
import { askPass, type Refusal, RoomLink, type RoomLinkEvents, type RoomMessage } from "./room-link.ts";
import { newsBetween } from "./room-news.ts";
import { titleOf } from "./room-now.ts";
import type { Picture } from "./sending.ts";
import { type ServerClock, serverClock } from "./server-clock.ts";
import { type Sheet, sheetAfter } from "./sheet.ts";
import { StaffBoard } from "./staff-board.ts";
import { Teaching } from "./teaching.ts";
import { announcementBetween, runsOnBetween } from "./timer-rules.ts";

/** What the views draw. */
export type CallView = {
  call: Call;
  people: RemotePeople;
  signs: Signs;
  /** How much of our own picture the line carries. */
  picture: Picture;
  chat: Chat;
  /** Own lines of a call that is over, which the room has not told back. */
  lost: readonly string[];
  sheet: Sheet;
  preferences: Preferences;
};
const QUIET: Signs = { speaking: new Set(), frozen: new Set() };
const SIGNS_EVERY_MS = 400;
const LONGEST_MEDIA_WAIT_MS = 8000;
/** A media session that lasted this long was a good one: what ends it is news. */
const GOOD_SESSION_MS = 10_000;
/** How long before an appointment its room is got ready: by chance, so that not everyone comes at once, and inside WARM_BEFORE_MS. */
const WARM_AHEAD_MS = { least: 15_000, most: 45_000 };
const WARM_AGAIN_AFTER_MS = 10_000;
/** From a finger's going down to its coming up, at most. */
const PRESS_LASTS_MS = 1000;
/** A clock that ticks each second and misses this many has slept. */
const SLEPT_MS = 5000;
/** Before an appointment a page looks whether its teacher is late: from when, and how often. */
const RECORDS_BEFORE_MS = 30 * 60_000;
const RECORDS_EVERY_MS = 30_000;
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
  #records: Records<CallRecords>;
  #recordsAfter: number;
  #view: CallView = {
    call: BEGINNING,
    people: new Map(),
    signs: QUIET,
    picture: "full",
    chat: NO_CHAT,
    lost: [],
    sheet: null,
    preferences: readPreferences(),
  };
  #listeners = new Set<() => void>();
  #epoch: string | undefined;
  #pass: PassReply | undefined;
  #link: RoomLink | undefined;
  #media: MediaSession | undefined;
  #mediaTries = 0;
  #mediaSince = 0;
  /** Which line the media was negotiated over: another line is another session, with media of its own. */
  #mediaLink: RoomLink | undefined;
  #reached: { appointmentId: string; at: number; reply: Promise<PassReply | Refusal> } | undefined;
  #next: NextRoom | undefined;
  #nextAfter = 0;
  #warmAhead = WARM_AHEAD_MS.least + Math.random() * (WARM_AHEAD_MS.most - WARM_AHEAD_MS.least);
  #signs: SignReader | undefined;
  #lineNews = new LineNews();
  #me: string;
  #sessionId = "";
  /** The call that the page sits in, or sat in last. */
  #seatedIn: string | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #lastSecond: number;
  #lastTick = Date.now();

  constructor(props: CallProps, t: Words<"call">) {
    this.#props = props;
    this.#records = new Records(props.recordsUrl, ({ appointments }) => this.#learn(appointments));
    this.#recordsAfter = props.now + RECORDS_EVERY_MS;
    this.t = t;
    this.clock = serverClock(props.now);
    this.#me = props.me.participantId;
    this.#lastSecond = this.clock.now();
    this.local.subscribe(() => this.#onLocal());
    setInterval(() => this.#everySecond(), 1000);
    setInterval(() => void this.#readSigns(), SIGNS_EVERY_MS);
    addEventListener("online", () => this.#wake());
    // Wi-Fi to mobile: not every browser has it, and nowhere else is the old line known to be dead before its beats fail.
    (navigator as { connection?: EventTarget }).connection?.addEventListener("change", () => this.#wake());
    document.addEventListener("visibilitychange", () => this.#onVisible());
    if (props.role === "teacher") {
      this.teaching = new Teaching(props, () => this.#show({}));
      this.board = new StaffBoard(
        props.evening.id,
        {
          onChange: () => this.#show({}),
          onRecords: () => this.#records.readSoon(),
          props: () => this.#props,
          say: (sentences) => this.say(sentences),
          isIn: (id) => appointmentIdOf(this.#view.call.state) === id && this.#roomNow() !== null,
        },
        t,
      );
    }
    this.#resume();
  }

  /** The appointments in it are as the school's records had them when they were last read. */
  get props(): CallProps {
    return this.#props;
  }

  get view(): CallView {
    return this.#view;
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
    keepNoteSeen(this.props);
    this.#dispatch({ type: "press", appointmentId });
  }

  /** A finger goes down a tenth of a second before the press is one: the pass is asked for meanwhile. Nothing else happens yet. */
  reach(appointmentId: string): void {
    this.#reached = { appointmentId, at: performance.now(), reply: this.#passFor(appointmentId, undefined) };
  }

  leave(): void {
    this.#dispatch({ type: "leave" });
  }

  /** Teachers: ends the appointment for everyone in it. */
  endForAll(): void {
    this.#link?.send({ type: "end" });
  }

  /** Kept until the room tells it back, over a lost line too. False where too much waits already. */
  write(words: string): boolean {
    const line = { lineId: crypto.randomUUID(), words };
    const chat = withUnsent(this.#view.chat, line);
    if (!chat) return false;
    this.#show({ chat });
    if (this.#view.call.state.name === "in-call") this.#link?.send({ type: "chat", ...line });
    return true;
  }

  /** What was lost with a call has been read. */
  forgetLost(): void {
    this.#show({ lost: [] });
  }

  showChat(open: boolean): void {
    this.#show({ chat: opened(this.#view.chat, open) });
  }

  showSheet(sheet: Sheet): void {
    this.#show({ sheet });
  }

  prefer(change: Partial<Preferences>): void {
    const preferences = { ...this.#view.preferences, ...change };
    keepPreferences(preferences);
    this.#show({ preferences });
  }

  /** For whoever cannot see it. */
  say(sentences: string[]): void {
    this.announcer.say(sentences);
  }

  /** Who wrote a line, as sentences call them; someone who has left for good has taken their name along. */
  writerOf({ senderId }: ChatLine): string {
    const person = this.#roomNow()?.people.find(({ participantId }) => participantId === senderId);
    return person ? this.shortName(person.name) : this.t("call.somebodyGone");
  }

  #resume(): void {
    const kept = keptCall((id) => this.props.appointments.some((appointment) => appointment.id === id));
    if (!kept) return;
    this.#epoch = kept.epoch;
    this.local.decline({ camera: kept.cameraOff, mic: kept.micOff });
    void this.local.open();
    this.#dispatch({ type: "resume", appointmentId: kept.appointmentId });
  }

  /** A reload comes back to where the page is now; a call that has ended is not come back to, unless it was moved. */
  #keep(): void {
    const { state } = this.#view.call;
    if (state.name === "ready") return;
    const { camera, mic } = this.local.view;
    const { appointmentId } = state;
    if (state.name === "ended" && state.why !== "moved") forgetCall();
    else if (this.#epoch)
      keepCall({ appointmentId, epoch: this.#epoch, cameraOff: camera === "off", micOff: mic === "off" });
  }

  #dispatch(event: CallEvent): void {
    const context = { now: this.clock.now(), appointments: this.props.appointments, chance: Math.random() };
    const { call, effects } = step(this.#view.call, event, context);
    this.#show({ call, ...this.#endOf(call) });
    this.#keep();
    for (const effect of effects) this.#perform(effect);
    this.#dropNext();
    this.#armDeadline();
  }

  /** What was written belongs to one room: on the way to another, and after the last, it is gone. So is the question whether to end it. */
  #endOf({ state }: Call): Partial<CallView> {
    const { call, chat, lost, sheet } = this.#view;
    return {
      sheet: sheetAfter(sheet, call.state, state),
      ...(!("room" in state) && { chat: NO_CHAT, lost: [...lost, ...chat.unsent.map(({ words }) => words)] }),
    };
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
      default:
        assertNever(effect);
    }
  }

  #armDeadline(): void {
    clearTimeout(this.#deadline);
    const at = nextDeadline(this.#view.call.state);
    if (at === null) return;
    const wait = Math.min(LONGEST_TIMER_MS, Math.max(0, at - this.clock.now()));
    this.#deadline = setTimeout(() => this.#dispatch({ type: "due" }), wait);
  }

  #passFor(appointmentId: string, epoch: string | undefined, ahead = false) {
    const { guest } = this.props;
    return askPass(appointmentId, {
      ...(guest && { guestToken: guest.guestToken, inviteId: guest.inviteId }),
      ...(epoch && { epoch }),
      ...(ahead && { ahead }),
    });
  }

  async #askPass(appointmentId: string, attempt: number, press: boolean): Promise<void> {
    const next = press ? undefined : this.#readyNext(appointmentId);
    const reached = press ? this.#takeReached(appointmentId) : undefined;
    const reply = next ? next.pass : await (reached ?? this.#passFor(appointmentId, press ? undefined : this.#epoch));
    if (attempt !== this.#view.call.attempt) return;
    if ("status" in reply) return this.#dispatch({ type: "refused", attempt, ...reply });
    this.#pass = reply;
    this.#epoch = reply.epoch;
    this.#me = reply.participantId;
    // One that was asked for earlier tells an earlier time.
    if (!next && !reached) this.clock.set(reply.now);
    this.#dispatch({ type: "passed", attempt });
  }

  /** Once, and only for the press that it began: an older one's epoch might lose against another device that was pressed since. */
  #takeReached(appointmentId: string): Promise<PassReply | Refusal> | undefined {
    const reached = this.#reached;
    this.#reached = undefined;
    const isThisPress = reached?.appointmentId === appointmentId && performance.now() - reached.at < PRESS_LASTS_MS;
    return isThisPress ? reached.reply : undefined;
  }

  #openLink(appointmentId: string, attempt: number): void {
    if (!this.#pass) return;
    const events = {
      onMessage: (message: RoomMessage) => this.#onMessage(message, attempt),
      onChat: (line: ChatLine) => this.#onChat(line),
      onClosed: (code: number) => this.#dispatch({ type: "closed", attempt, code }),
    };
    const next = this.#readyNext(appointmentId);
    if (next) this.#moveInto(next, events);
    else this.#link = new RoomLink(appointmentId, this.#pass.ticket, events);
  }

  #readyNext(appointmentId: string): NextRoom | undefined {
    return this.#next?.appointmentId === appointmentId && this.#next.link.isOpen ? this.#next : undefined;
  }

  /** The line and the media that were prepared become those of the call. */
  #moveInto(next: NextRoom, events: RoomLinkEvents): void {
    this.#next = undefined;
    this.#link = next.link;
    const { media, last } = next.take(events, this.#mediaParts(next.link));
    if (media) this.#useMedia(media);
    if (last) events.onMessage(last);
  }

  /** Shortly before the next appointment its room is got ready, while the call before it, or the wait, still runs. */
  #prepare(): void {
    const { state, done } = this.#view.call;
    if (!("room" in state)) return;
    const now = this.clock.now();
    if (now < this.#nextAfter) return;
    if (state.name === "waiting" && !this.#media && now >= state.room.opensAt - this.#warmAhead) this.#startMedia();
    const next = currentOrNext(this.props.appointments, [...done, state.appointmentId], now);
    const isSoon = next && next.startsAt > now && next.startsAt - now <= this.#warmAhead;
    if (!isSoon || this.#next) return;
    this.#nextAfter = now + WARM_AGAIN_AFTER_MS;
    void this.#openNext(next.id);
  }

  async #openNext(appointmentId: string): Promise<void> {
    const pass = await this.#passFor(appointmentId, this.#epoch, true);
    const { state } = this.#view.call;
    // A refusal is heard when the page goes there.
    if ("status" in pass || this.#next || !("room" in state) || state.appointmentId === appointmentId) return;
    const next = new NextRoom({
      appointmentId,
      pass,
      sent: this.#sent(),
      onBegun: () => this.#dispatch({ type: "begun", appointmentId }),
      onGone: () => {
        if (this.#next === next) this.#next = undefined;
      },
    });
    this.#next = next;
  }

  /** Whoever leaves the call leaves the next one's line too. */
  #dropNext(): void {
    const { name } = this.#view.call.state;
    if (!this.#next || name === "in-call" || name === "waiting" || name === "reconnecting" || name === "joining")
      return;
    this.#next.close();
    this.#next = undefined;
  }

  #closeLink(farewell: boolean): void {
    this.#link?.close(farewell);
    this.#link = undefined;
    const { name } = this.#view.call.state;
    // While the line is being mended the media may still flow: it goes when the next session begins.
    if (name !== "reconnecting") this.#closeMedia();
  }

  #onMessage(message: RoomMessage, attempt: number): void {
    this.clock.set(message.now);
    const before = this.#roomNow();
    this.#dispatch({ type: "message", attempt, message });
    this.say(newsBetween(before, message.room, this.#me, (name) => this.shortName(name), this.t));
    if (message.type === "admitted") {
      this.#readChat(message.chat);
      this.#tellMove();
    }
    const isNew = message.type !== "room" && message.sessionId !== this.#sessionId;
    if (message.type !== "room") this.#sessionId = message.sessionId;
    if (isNew) this.#mediaTries = 0;
    if (isNew && this.#mediaLink !== this.#link) this.#closeMedia();
    if (message.type === "admitted" && !this.#media) this.#startMedia();
    if (this.#view.call.state.name === "in-call") this.#media?.setRoom(message.room);
  }

  /** From one call into the next nothing on the page takes the focus: whoever does not see it is told where they are. */
  #tellMove(): void {
    const { state } = this.#view.call;
    const appointment = this.props.appointments.find(({ id }) => id === appointmentIdOf(state));
    const was = this.#seatedIn;
    this.#seatedIn = appointmentIdOf(state);
    if (was === undefined || was === this.#seatedIn || !appointment) return;
    const { role } = this.props;
    const about = role === "teacher" ? appointment.student : titleOf(appointment, this.props, this.t);
    this.say([this.t("call.movedOn", { about })]);
  }

  #readChat(lines: readonly ChatLine[]): void {
    const chat = withLines(this.#view.chat, lines);
    this.#show({ chat });
    for (const line of chat.unsent) this.#link?.send({ type: "chat", ...line });
  }

  /** In sight the list speaks for itself; else only the first that is not read is told, so that a lively chat does not drown the call. */
  #onChat(line: ChatLine): void {
    const chat = withLine(this.#view.chat, line);
    this.#show({ chat });
    if (unread(chat, this.#me) === 1 && line.senderId !== this.#me)
      this.say([this.t("call.wrote", { name: this.writerOf(line) })]);
  }

  /** How sentences call the bearer of a full name. */
  shortName(name: string): string {
    const known = this.props.appointments.flatMap(({ teachers, guardian }) =>
      guardian ? [...teachers, guardian] : teachers,
    );
    return known.find((person) => person.name === name)?.shortName ?? shortNameOf(name);
  }

  #roomNow(): RoomView | null {
    const { state } = this.#view.call;
    return "room" in state ? state.room : null;
  }

  #startMedia(): void {
    this.#closeMedia();
    if (!this.#link || !this.#pass) return;
    const media = new MediaSession(this.#mediaParts(this.#link), this.#sent());
    this.#useMedia(media);
    const { state } = this.#view.call;
    if (state.name === "in-call") media.setRoom(state.room);
    else media.warm();
  }

  #mediaParts(link: RoomLink): MediaSessionParts {
    return {
      iceServers: (this.#pass?.iceServers ?? []) as RTCIceServer[],
      me: this.#me,
      request: (request) => link.request(request),
      send: (message) => link.send(message),
      onRemote: (tracks) => this.#show({ people: withTracks(this.#view.people, tracks) }),
      onSilence: () => link.check(),
      onPicture: (picture) => this.#onPicture(picture),
      onLost: (media, what) => this.#onMediaLost(media, what),
    };
  }

  #useMedia(media: MediaSession): void {
    this.#media = media;
    this.#mediaLink = this.#link;
    this.#mediaSince = performance.now();
    this.#signs = signReader(media.peerConnection);
  }

  #sent(): Sent {
    const { camera, mic } = this.local.view;
    return { tracks: this.local.tracks(), muted: { audio: mic !== "on", video: camera !== "on" } };
  }

  #closeMedia(): void {
    this.#media?.close();
    this.#media = undefined;
    this.#mediaLink = undefined;
    this.#signs = undefined;
    this.#show({ people: new Map(), signs: QUIET, picture: "full" });
  }

  #onMediaLost(media: MediaSession, what: "session" | "connection"): void {
    const { state, attempt } = this.#view.call;
    if (this.#media !== media) return;
    if (state.name === "waiting") {
      // Only prepared: #prepare begins again, after a while.
      this.#nextAfter = this.clock.now() + WARM_AGAIN_AFTER_MS;
      this.#closeMedia();
    }
    if (state.name !== "in-call") return;
    if (what === "connection") {
      this.#dispatch({ type: "closed", attempt, code: 1006 });
      return;
    }
    if (performance.now() - this.#mediaSince > GOOD_SESSION_MS) this.#mediaTries = 0;
    const wait = this.#mediaTries === 0 ? 0 : Math.min(LONGEST_MEDIA_WAIT_MS, 125 * 2 ** this.#mediaTries);
    this.#mediaTries += 1;
    setTimeout(() => {
      if (this.#media === media) this.#startMedia();
    }, wait);
  }

  #onPicture(picture: Picture): void {
    this.#show({ picture });
    this.#tellLine();
  }

  #onLocal(): void {
    const sent = this.#sent();
    this.#media?.setLocal(sent);
    this.#next?.setLocal(sent);
    this.#keep();
    this.#show({});
  }

  async #readSigns(): Promise<void> {
    if (!this.#signs || document.visibilityState === "hidden") return;
    const signs = await this.#signs.read().catch(() => QUIET);
    if (!sameSet(signs.speaking, this.#view.signs.speaking) || !sameSet(signs.frozen, this.#view.signs.frozen))
      this.#show({ signs });
  }

  #everySecond(): void {
    const now = Date.now();
    if (now - this.#lastTick > SLEPT_MS) this.#wake();
    this.#lastTick = now;
    this.#prepare();
    this.#announceTime();
    this.#tellLine();
    this.#lookAtRecords();
  }

  /** What has gone from the records was cancelled, or is another teacher's now. */
  #learn(appointments: readonly CallAppointment[]): void {
    const before = this.#props.appointments;
    const gone = before.filter(({ id }) => !appointments.some((one) => one.id === id));
    const all = [...appointments, ...gone.map((one) => ({ ...one, state: "cancelled" as const }))];
    this.#props = { ...this.#props, appointments: all.sort((one, other) => one.startsAt - other.startsAt) };
    this.teaching?.learn(appointments);
    this.#show({});
    this.#tellLate(before);
  }

  /** Before the call; in it the notice that is shown is told. */
  #tellLate(before: readonly CallAppointment[]): void {
    const { state, done } = this.#view.call;
    const next = currentOrNext(this.#props.appointments, done, this.clock.now());
    const minutes = next?.lateMinutes;
    if (state.name !== "ready" || !next || !minutes) return;
    if (before.find(({ id }) => id === next.id)?.lateMinutes === minutes) return;
    const teachers = shortNamesOf(next.teachers, this.t);
    this.say([this.t("call.late", { teachers, n: next.teachers.length, minutes })]);
  }

  /** Teachers' pages are told by the board; a family that is about to join, and in no room that would tell it, looks now and then. */
  #lookAtRecords(): void {
    const { state, done } = this.#view.call;
    const now = this.clock.now();
    if (this.board || now < this.#recordsAfter || document.visibilityState === "hidden") return;
    if (state.name !== "ready" && state.name !== "between") return;
    const next = currentOrNext(this.#props.appointments, done, now);
    if (!next || next.startsAt - now > RECORDS_BEFORE_MS) return;
    this.#recordsAfter = now + RECORDS_EVERY_MS;
    this.#records.readSoon();
  }

  #tellLine(): void {
    const { call, picture } = this.#view;
    const news = this.#lineNews.look(call.state.name === "in-call" && this.#media ? picture : null, performance.now());
    if (news) this.say([this.t(news === "weak" ? "call.nowWeak" : "call.nowGood")]);
  }

  /** After a sleep, on another network, or back in front: nothing that was open is believed before it has answered. */
  #wake(): void {
    this.#link?.check();
    this.#media?.check();
    this.#dispatch({ type: "woke" });
  }

  #announceTime(): void {
    const before = this.#lastSecond;
    this.#lastSecond = this.clock.now();
    const { state } = this.#view.call;
    if (state.name !== "in-call") return;
    const turn = announcementBetween(state.room, before, this.#lastSecond);
    if (turn) this.say([this.t(turn)]);
    const until = this.t.time(state.room.overrunUntil, this.props.evening.zone);
    if (runsOnBetween(state.room, before, this.#lastSecond)) this.say([this.t("call.runsOn", { until })]);
  }

  #onVisible(): void {
    if (document.visibilityState === "visible") this.#wake();
  }

  #show(part: Partial<CallView>): void {
    this.#view = { ...this.#view, ...part };
    for (const listener of this.#listeners) listener();
  }
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((item) => other.has(item));
}

function assertNever(value: never): never {
  throw new Error(`Not handled: ${JSON.stringify(value)}`);
}

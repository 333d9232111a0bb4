import type { ChatLine, Kind, PassReply, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallProps } from "../../pages/call-props.ts";
import { shortNameOf } from "../../pages/call-words.ts";
import { type SignReader, type Signs, signReader } from "./call-signs.ts";
import {
  appointmentIdOf,
  BEGINNING,
  type Call,
  type CallEvent,
  type Effect,
  nextDeadline,
  step,
} from "./call-state.ts";
import { type Chat, NO_CHAT, opened, unread, withLine, withLines } from "./chat.ts";
import { forgetCall, keepCall, keptCall } from "./kept-call.ts";
import { LocalMedia } from "./local-media.ts";
import { MediaSession } from "./media-session.ts";
import { keepNoteSeen } from "./note-seen.ts";
import { keepPreferences, type Preferences, readPreferences } from "./preferences.ts";
import { type RemotePeople, withTracks } from "./remote-people.ts";
import { askPass, RoomLink, type RoomMessage } from "./room-link.ts";
import { newsBetween } from "./room-news.ts";
import { type ServerClock, serverClock } from "./server-clock.ts";
import { StaffBoard } from "./staff-board.ts";
import { announcementBetween } from "./timer-rules.ts";

/** What the views draw. */
export type CallView = {
  call: Call;
  people: RemotePeople;
  signs: Signs;
  said: string;
  chat: Chat;
  sheet: Sheet;
  preferences: Preferences;
};
/** The box that lies over the call. */
export type Sheet = "settings" | "help" | "end" | null;

const QUIET: Signs = { speaking: new Set(), frozen: new Set() };
const SIGNS_EVERY_MS = 400;
const LONGEST_MEDIA_WAIT_MS = 8000;
/** Browsers turn longer delays into none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Holds the page together: feeds the rules with events, performs their effects, and tells the views. A reload or a closed tab says no
 * farewell: the line drops, and the room holds the seat for whoever comes back.
 */
export class CallController {
  readonly props: CallProps;
  readonly clock: ServerClock;
  readonly local = new LocalMedia();
  /** Teachers' pages only. */
  readonly board: StaffBoard | undefined;
  #view: CallView = {
    call: BEGINNING,
    people: new Map(),
    signs: QUIET,
    said: "",
    chat: NO_CHAT,
    sheet: null,
    preferences: readPreferences(),
  };
  #listeners = new Set<() => void>();
  #epoch: string | undefined;
  #pass: PassReply | undefined;
  #link: RoomLink | undefined;
  #media: MediaSession | undefined;
  #mediaTries = 0;
  #signs: SignReader | undefined;
  #me: string;
  #sessionId = "";
  #published = new Map<Kind, { trackId: string; muted: boolean }>();
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #lastSecond: number;

  constructor(props: CallProps) {
    this.props = props;
    this.clock = serverClock(props.now);
    this.#me = props.me.participantId;
    this.#lastSecond = this.clock.now();
    this.local.subscribe(() => this.#onLocal());
    setInterval(() => this.#announceTime(), 1000);
    setInterval(() => void this.#readSigns(), SIGNS_EVERY_MS);
    addEventListener("online", () => this.#dispatch({ type: "woke" }));
    document.addEventListener("visibilitychange", () => this.#onVisible());
    if (props.role === "teacher")
      this.board = new StaffBoard(props, {
        onChange: () => this.#show({}),
        say: (sentences) => this.say(sentences),
        isIn: (id) => appointmentIdOf(this.#view.call.state) === id && this.#roomNow() !== null,
      });
    this.#resume();
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
    keepNoteSeen(this.props.evening.id);
    this.#dispatch({ type: "press", appointmentId });
  }

  leave(): void {
    this.#dispatch({ type: "leave" });
  }

  /** Teachers: ends the appointment for everyone in it. */
  endForAll(): void {
    this.#link?.send({ type: "end" });
  }

  /** False where the line is not open: then nothing was sent. */
  write(words: string): boolean {
    return this.#link?.send({ type: "chat", words }) ?? false;
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
    if (sentences.length > 0) this.#show({ said: sentences.join(". ") });
  }

  /** Who wrote a line, as sentences call them; someone who has left for good has taken their name along. */
  writerOf({ senderId }: ChatLine): string {
    const person = this.#roomNow()?.people.find(({ participantId }) => participantId === senderId);
    return person ? this.shortName(person.name) : "Somebody who has left";
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
    // What was written belongs to one room: on the way to another, and after the last, it is gone.
    this.#show("room" in call.state ? { call } : { call, chat: NO_CHAT });
    this.#keep();
    for (const effect of effects) this.#perform(effect);
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

  async #askPass(appointmentId: string, attempt: number, press: boolean): Promise<void> {
    const { guest } = this.props;
    const reply = await askPass(appointmentId, {
      ...(guest && { guestToken: guest.guestToken, inviteId: guest.inviteId }),
      ...(!press && this.#epoch && { epoch: this.#epoch }),
    });
    if (attempt !== this.#view.call.attempt) return;
    if ("status" in reply) return this.#dispatch({ type: "refused", attempt, ...reply });
    this.#pass = reply;
    this.#epoch = reply.epoch;
    this.#me = reply.participantId;
    this.clock.set(reply.now);
    this.#dispatch({ type: "passed", attempt });
  }

  #openLink(appointmentId: string, attempt: number): void {
    if (!this.#pass) return;
    this.#link = new RoomLink(appointmentId, this.#pass.ticket, {
      onMessage: (message) => this.#onMessage(message, attempt),
      onChat: (line) => this.#onChat(line),
      onClosed: (code) => this.#dispatch({ type: "closed", attempt, code }),
    });
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
    this.say(newsBetween(before, message.room, this.#me, (name) => this.shortName(name)));
    if (message.type === "admitted") this.#show({ chat: withLines(this.#view.chat, message.chat) });
    if (message.type === "admitted" && message.sessionId !== this.#sessionId) {
      this.#sessionId = message.sessionId;
      this.#mediaTries = 0;
      this.#startMedia();
    }
    this.#media?.setRoom(message.room);
  }

  /** In sight the list speaks for itself; else only the first that is not read is told, so that a lively chat does not drown the call. */
  #onChat(line: ChatLine): void {
    const chat = withLine(this.#view.chat, line);
    this.#show({ chat });
    if (unread(chat, this.#me) === 1 && line.senderId !== this.#me)
      this.say([`${this.writerOf(line)} wrote in the chat`]);
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
    const link = this.#link;
    if (!link || !this.#pass) return;
    const media = new MediaSession(
      {
        iceServers: this.#pass.iceServers as RTCIceServer[],
        me: this.#me,
        request: (request) => link.request(request),
        onRemote: (tracks) => this.#show({ people: withTracks(this.#view.people, tracks) }),
        onPublished: (kind, trackId) => this.#onPublished(kind, trackId),
        onLost: (what) => this.#onMediaLost(media, what),
      },
      this.local.tracks(),
    );
    this.#media = media;
    this.#signs = signReader(media.peerConnection);
    const room = this.#roomNow();
    if (room) media.setRoom(room);
  }

  #closeMedia(): void {
    this.#media?.close();
    this.#media = undefined;
    this.#signs = undefined;
    this.#published.clear();
    this.#show({ people: new Map(), signs: QUIET });
  }

  #onMediaLost(media: MediaSession, what: "session" | "connection"): void {
    const { state, attempt } = this.#view.call;
    if (this.#media !== media || state.name !== "in-call") return;
    if (what === "connection") {
      this.#dispatch({ type: "closed", attempt, code: 1006 });
      return;
    }
    this.#mediaTries += 1;
    const wait = Math.min(LONGEST_MEDIA_WAIT_MS, 250 * 2 ** this.#mediaTries);
    setTimeout(() => {
      if (this.#media === media) this.#startMedia();
    }, wait);
  }

  #onPublished(kind: Kind, trackId: string): void {
    this.#mediaTries = 0;
    this.#published.set(kind, { trackId, muted: false });
    this.#tellMuted();
  }

  #onLocal(): void {
    this.#media?.setLocal(this.local.tracks());
    this.#tellMuted();
    this.#keep();
    this.#show({});
  }

  #tellMuted(): void {
    const { camera, mic } = this.local.view;
    const muted: Record<Kind, boolean> = { audio: mic !== "on", video: camera !== "on" };
    for (const [kind, published] of this.#published) {
      if (published.muted === muted[kind]) continue;
      published.muted = muted[kind];
      this.#link?.send({ type: "mute", trackId: published.trackId, muted: published.muted });
    }
  }

  async #readSigns(): Promise<void> {
    if (!this.#signs || document.visibilityState === "hidden") return;
    const signs = await this.#signs.read().catch(() => QUIET);
    if (!sameSet(signs.speaking, this.#view.signs.speaking) || !sameSet(signs.frozen, this.#view.signs.frozen))
      this.#show({ signs });
  }

  #announceTime(): void {
    const before = this.#lastSecond;
    this.#lastSecond = this.clock.now();
    const { state } = this.#view.call;
    if (state.name !== "in-call") return;
    const words = announcementBetween(state.room, before, this.#lastSecond);
    if (words) this.say([words]);
  }

  #onVisible(): void {
    if (document.visibilityState !== "visible") return;
    this.#link?.check();
    this.#dispatch({ type: "woke" });
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

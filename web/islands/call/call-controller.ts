import type { CallProps } from "../../pages/call-props.ts";
import type { Words } from "../../words/words.ts";
import { assertNever } from "../assert-never.ts";
import type { KeyAction } from "./call-keys.ts";
import { senderNameIn } from "./call-names.ts";
import { CallParts, type TeacherParts } from "./call-parts.ts";
import type { CallView } from "./call-view.ts";
import type { LocalMedia } from "./local-media.ts";
import { keepNoteSeen } from "./note-seen.ts";
import type { OpenDialog } from "./open-dialog.ts";
import { listenToPage } from "./page-events.ts";
import type { Preferences } from "./preferences.ts";
import { resumeAfterReload } from "./reload.ts";
import type { ServerClock } from "./server-clock.ts";

/**
 * What the screens draw, and what they press. A reload or a closed tab says no farewell: the connection drops, and the room holds the seat
 * for whoever comes back.
 */
export class CallController {
  #t: Words<"call">;
  #parts: CallParts;
  #listeners = new Set<() => void>();

  constructor(props: CallProps, t: Words<"call">) {
    this.#t = t;
    this.#parts = new CallParts(props, t, () => this.#draw());
    listenToPage(this.#parts);
    resumeAfterReload(this.#parts);
  }

  get view(): CallView {
    const { records, connection, machine, local, chat, choices } = this.#parts;
    return {
      props: records.props,
      me: connection.me,
      call: machine.call,
      devices: local.view,
      media: connection.media.view,
      chat: chat.now,
      lostMessages: chat.lost,
      openDialog: choices.openDialog,
      preferences: choices.preferences,
    };
  }

  get clock(): ServerClock {
    return this.#parts.clock;
  }

  get announcer(): CallParts["announcer"] {
    return this.#parts.announcer;
  }

  /** The person's own devices. */
  get local(): LocalMedia {
    return this.#parts.local;
  }

  get teacher(): TeacherParts | undefined {
    return this.#parts.teacher;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The press: takes the seat, from another session too. `listenOnly` asks for no camera and no microphone. */
  join(appointmentId: string, listenOnly = false): void {
    const { local, messages, records, machine } = this.#parts;
    if (listenOnly) local.decline({ camera: true, mic: true });
    else void local.open();
    messages.forgetEnd();
    keepNoteSeen(records.props);
    machine.dispatch({ type: "press", appointmentId });
  }

  /** A press on its way. */
  prepareJoin(appointmentId: string): void {
    this.#parts.connection.passes.reach(appointmentId);
  }

  leave(): void {
    this.#parts.machine.dispatch({ type: "leave" });
  }

  /** Teachers: ends the appointment for everyone in it. */
  endForAll(): void {
    this.#parts.messages.endForAll();
  }

  /** False where too much waits already. */
  sendMessage(words: string): boolean {
    const { chat, machine } = this.#parts;
    return chat.write(words, machine.state.name === "in-call");
  }

  /** The messages that were lost with a call have been read. */
  dismissLost(): void {
    this.#parts.chat.dismissLost();
  }

  showChat(open: boolean): void {
    this.#parts.chat.open(open);
  }

  showDialog(dialog: OpenDialog): void {
    this.#parts.choices.showDialog(dialog);
  }

  prefer(change: Partial<Preferences>): void {
    this.#parts.choices.prefer(change);
  }

  /** A device that a key turns on or off says so: no button that changes has the focus. */
  async onKey(action: KeyAction): Promise<void> {
    const { local, chat, announcements } = this.#parts;
    switch (action) {
      case "chat":
        return this.showChat(!chat.now.open);
      case "help":
        return this.showDialog("help");
      case "mic":
        await local.toggleMic();
        return announcements.announceDevice("mic", local.view.mic === "on");
      case "camera":
        await local.toggleCamera();
        return announcements.announceDevice("camera", local.view.camera === "on");
      default:
        return assertNever(action);
    }
  }

  /** How sentences call the bearer of a full name. */
  shortName(name: string): string {
    return this.#parts.records.shortName(name);
  }

  /** Who wrote a message, as sentences call them. */
  senderName(senderId: string): string {
    return senderNameIn(this.#parts.machine.room, senderId, (name) => this.shortName(name), this.#t);
  }

  #draw(): void {
    for (const listener of this.#listeners) listener();
  }
}

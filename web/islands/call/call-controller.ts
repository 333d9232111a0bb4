import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import type { Words } from "../../words/words.ts";
import { CallAnnouncements } from "./announcements.ts";
import { Announcer } from "./announcer.ts";
import { CallChat } from "./call-chat.ts";
import { performEffect } from "./call-effects.ts";
import { CallMachine } from "./call-machine.ts";
import { keepCallNoteSeen } from "./call-note-seen.ts";
import { CallPageData } from "./call-page-data.ts";
import type { CallParts } from "./call-parts.ts";
import { type CallState, isSameRoom } from "./call-state.ts";
import { Listeners } from "./listeners.ts";
import { LocalMedia } from "./local-media.ts";
import { PageChoices } from "./page-choices.ts";
import { listenToPage } from "./page-events.ts";
import { keepForReload, resumeAfterReload } from "./reload.ts";
import { isRenewed } from "./renewal.ts";
import { RoomConnection } from "./room-connection.ts";
import { RoomMessages } from "./room-messages.ts";
import { serverClock } from "./server-clock.ts";
import { StaffBoard } from "./staff-board.ts";
import { TeacherMarks } from "./teacher-marks.ts";

/**
 * Puts the parts of a call together: what happens in one goes to the others. The screens draw what the parts hold. A reload or a closed tab
 * says no farewell: the connection drops, and the room holds the seat for whoever comes back.
 */
export class CallController implements CallParts {
  #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  readonly draw = this.#listeners.tell;
  readonly announcer = new Announcer();
  readonly local = new LocalMedia();
  readonly choices = new PageChoices(this.draw);
  readonly machine = this.#makeMachine();
  readonly chat = this.#makeChat();
  readonly messages = new RoomMessages(this);
  readonly t: Words<"call">;
  readonly clock: CallParts["clock"];
  readonly page: CallPageData;
  readonly announcements: CallAnnouncements;
  readonly connection: RoomConnection;
  readonly teacher: CallParts["teacher"];

  constructor(props: CallProps, t: Words<"call">) {
    this.t = t;
    this.clock = serverClock(props.now);
    this.page = new CallPageData(props, (now, before) => this.#onPageData(now, before));
    this.announcements = new CallAnnouncements(this);
    this.connection = this.#makeConnection();
    if (props.role === "teacher")
      this.teacher = { board: new StaffBoard(this), marks: new TeacherMarks(props, this.draw) };
    listenToPage(this);
    resumeAfterReload(this);
  }

  /** The press: takes the seat, from another session too. `listenOnly` asks for no camera and no microphone. */
  join = (appointmentId: string, listenOnly = false): void => {
    if (listenOnly) this.local.decline({ camera: true, mic: true });
    else void this.local.open();
    this.messages.forgetEnd();
    keepCallNoteSeen(this.page.props);
    this.machine.dispatch({ type: "press", appointmentId });
  };

  #makeMachine(): CallMachine {
    return new CallMachine({
      context: () => {
        const { appointments, role } = this.page.props;
        const now = this.clock.now();
        return { now, appointments, chance: Math.random(), isGuest: role === "guest", isRenewed: isRenewed() };
      },
      onStep: (before, after) => this.#onStep(before, after),
      perform: (effect) => performEffect(effect, this),
    });
  }

  #makeChat(): CallChat {
    return new CallChat({
      send: (message) => this.connection.send(message),
      canSend: () => this.machine.state.name === "in-call",
      onUnread: ({ senderId }) => this.announcements.onMessage(this.machine.room, senderId),
      onChange: () => {
        keepForReload(this);
        this.draw();
      },
    });
  }

  #makeConnection(): RoomConnection {
    return new RoomConnection(this, {
      onMessage: (message, attempt) => this.messages.receive(message, attempt),
      onChat: (message) => this.chat.hear(message, this.connection.me),
      onPicture: () => this.announcements.onPicture(this.connection.picture),
    });
  }

  #onStep(before: CallState, after: CallState): void {
    this.choices.onStep(before, after);
    if (!isSameRoom(before, after)) this.chat.end();
    this.draw();
    keepForReload(this);
    this.connection.onStep();
  }

  #onPageData(now: readonly CallAppointment[], before: readonly CallAppointment[]): void {
    this.teacher?.marks.applyPageData(now);
    this.draw();
    this.announcements.onPageData(this.machine.call, before);
  }
}

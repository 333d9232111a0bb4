import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import type { Words } from "../../words/words.ts";
import { CallAnnouncements } from "./announcements.ts";
import { Announcer } from "./announcer.ts";
import { AppointmentRecords } from "./appointment-records.ts";
import { CallChat } from "./call-chat.ts";
import { performEffect } from "./call-effects.ts";
import { CallMachine } from "./call-machine.ts";
import { type CallState, isSameRoom } from "./call-state.ts";
import { LocalMedia } from "./local-media.ts";
import { PageChoices } from "./page-choices.ts";
import { keepForReload } from "./reload.ts";
import { RoomConnection } from "./room-connection.ts";
import { RoomMessages } from "./room-messages.ts";
import { type ServerClock, serverClock } from "./server-clock.ts";
import { StaffBoard } from "./staff-board.ts";
import { TeacherMarks } from "./teacher-marks.ts";

/** Teachers' pages only. */
export type TeacherParts = { board: StaffBoard; marks: TeacherMarks };

/** The parts that a call is made of, and what of each the others hear. */
export class CallParts {
  readonly announcer = new Announcer();
  readonly local = new LocalMedia();
  readonly clock: ServerClock;
  readonly records: AppointmentRecords;
  readonly choices: PageChoices;
  readonly machine: CallMachine;
  readonly announcements: CallAnnouncements;
  readonly chat: CallChat;
  readonly connection: RoomConnection;
  readonly messages: RoomMessages;
  readonly teacher: TeacherParts | undefined;
  /** Draws the page again. */
  readonly draw: () => void;

  constructor(props: CallProps, t: Words<"call">, draw: () => void) {
    this.draw = draw;
    this.clock = serverClock(props.now);
    this.records = new AppointmentRecords(props, (now, before) => this.#onRecords(now, before));
    this.choices = new PageChoices(draw);
    this.machine = this.#makeMachine();
    this.announcements = new CallAnnouncements(this, t);
    this.chat = this.#makeChat();
    this.connection = this.#makeConnection();
    this.messages = new RoomMessages(this);
    if (props.role === "teacher") this.teacher = { board: this.#makeBoard(t), marks: new TeacherMarks(props, draw) };
  }

  #makeMachine(): CallMachine {
    return new CallMachine({
      context: () => {
        const { appointments, role } = this.records.props;
        return { now: this.clock.now(), appointments, chance: Math.random(), isGuest: role === "guest" };
      },
      onStep: (before, after) => this.#onStep(before, after),
      perform: (effect) => performEffect(effect, this),
    });
  }

  #makeChat(): CallChat {
    return new CallChat({
      send: (message) => this.connection.send(message),
      onUnread: ({ senderId }) => this.announcements.announceMessage(this.machine.room, senderId),
      onChange: () => {
        keepForReload(this);
        this.draw();
      },
    });
  }

  #makeConnection(): RoomConnection {
    return new RoomConnection({
      ...{ records: this.records, machine: this.machine, clock: this.clock, local: this.local },
      onMessage: (message, attempt) => this.messages.receive(message, attempt),
      onChat: (message) => this.chat.hear(message, this.connection.me),
      onMediaChange: this.draw,
      onPicture: () => this.announcements.announceConnection(this.connection.picture),
    });
  }

  #makeBoard(t: Words<"call">): StaffBoard {
    const events = {
      onChange: this.draw,
      onRecords: () => this.records.readSoon(),
      props: () => this.records.props,
      say: (sentences: string[]) => this.announcer.say(sentences),
      isIn: (id: string) => this.machine.appointmentId === id && this.machine.room !== null,
    };
    return new StaffBoard(this.records.props.evening.id, events, t);
  }

  #onStep(before: CallState, after: CallState): void {
    this.choices.onStep(before, after);
    if (!isSameRoom(before, after)) this.chat.end();
    this.draw();
    keepForReload(this);
    this.connection.dropUnlessOnTheWay();
  }

  #onRecords(now: readonly CallAppointment[], before: readonly CallAppointment[]): void {
    this.teacher?.marks.applyRecords(now);
    this.draw();
    this.announcements.announceRemoved(before);
    this.announcements.announceLate(this.machine.call, before);
  }
}

import type { Words } from "../../words/words.ts";
import type { CallAnnouncements } from "./announcements.ts";
import type { Announcer } from "./announcer.ts";
import type { CallChat } from "./call-chat.ts";
import type { CallMachine } from "./call-machine.ts";
import type { CallPageData } from "./call-page-data.ts";
import type { LocalMedia } from "./local-media.ts";
import type { PageChoices } from "./page-choices.ts";
import type { RoomConnection } from "./room-connection.ts";
import type { RoomMessages } from "./room-messages.ts";
import type { ServerClock } from "./server-clock.ts";
import type { StaffBoard } from "./staff-board.ts";
import type { TeacherMarks } from "./teacher-marks.ts";

/** What a call is made of. Each part names those that it needs: `Pick<CallParts, "clock">`. */
export type CallParts = {
  readonly t: Words<"call">;
  readonly clock: ServerClock;
  readonly announcer: Announcer;
  readonly announcements: CallAnnouncements;
  /** The person's own camera, microphone and loudspeaker. */
  readonly local: LocalMedia;
  readonly page: CallPageData;
  readonly choices: PageChoices;
  readonly machine: CallMachine;
  readonly connection: RoomConnection;
  readonly messages: RoomMessages;
  readonly chat: CallChat;
  /** Teachers' pages only. */
  readonly teacher: { board: StaffBoard; marks: TeacherMarks } | undefined;
  /** Draws the page again. */
  readonly draw: () => void;
};

import type { CallProps } from "../../pages/call-props.ts";
import type { MediaView } from "./call-media.ts";
import type { Call } from "./call-state.ts";
import type { Chat } from "./chat.ts";
import type { LocalView } from "./device-state.ts";
import type { OpenDialog } from "./open-dialog.ts";
import type { Preferences } from "./preferences.ts";

/** What the screens draw, as it is at this moment. */
export type CallView = {
  /** What the server gave the page, its appointments as they were last read. */
  props: CallProps;
  /** Who this page is in the room. */
  me: string;
  call: Call;
  devices: LocalView;
  media: MediaView;
  chat: Chat;
  /** Own messages of a call that is over, which the room has not told back. */
  lostMessages: readonly string[];
  openDialog: OpenDialog;
  preferences: Preferences;
};

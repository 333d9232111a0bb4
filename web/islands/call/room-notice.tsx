import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Words } from "../../words/words.ts";
import { isTrouble, type LocalView } from "./device-state.ts";
import { Announced } from "./live-region.tsx";
import { problemWords } from "./permission-words.ts";
import type { RoomNow } from "./room-now.ts";
import type { Picture } from "./sending.ts";
import { StrongWords } from "./strong-words.tsx";

export type RoomNoticeProps = {
  /** What the room itself has to say, before anything else. */
  notice: RoomNow["notice"];
  devices: LocalView;
  /** How much of our own picture the connection carries. */
  picture: Picture;
  /** Who comes next, where nothing needs to be said. */
  next: string;
};

/** Below the pictures: the one thing that matters most at this moment. */
export function RoomNotice({ notice, devices, picture, next }: RoomNoticeProps) {
  const t = useWords();
  const said = notice ?? deviceNotice(devices, t);
  const shown = said ?? weakNotice(picture, t);
  if (!shown) return next ? <p class="next">{next}</p> : null;
  const box = (
    <Notice kind={shown.kind}>
      <p>
        <StrongWords {...shown} />
      </p>
    </Notice>
  );
  // A weak connection comes and goes: the page's announcements tell of it, once.
  return said ? <Announced class="call-notice">{box}</Announced> : <div class="call-notice">{box}</div>;
}

function deviceNotice(devices: LocalView, t: Words<"devices">): RoomNow["notice"] {
  if (!isTrouble(devices.camera) && !isTrouble(devices.mic)) return null;
  const problem = problemWords(devices, t);
  return problem && { kind: "warn", ...problem };
}

/** Our own connection carries less than the whole picture: what we did about it, so that nobody wonders. */
function weakNotice(picture: Picture, t: Words<"call">): RoomNow["notice"] {
  if (picture === "full" || picture === "ahead") return null;
  const words = t(picture === "none" ? "call.notice.weak.paused.text" : "call.notice.weak.lowered.text");
  return { kind: "warn", strong: t("call.notice.weak.title"), words };
}

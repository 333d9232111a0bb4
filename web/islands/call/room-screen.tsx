import { useEffect, useState } from "preact/hooks";
import { shortWords } from "../../pages/call-words.ts";
import { familyHere } from "../../pages/presence-words.ts";
import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Words } from "../../words/words.ts";
import { Spoken } from "./announcements.tsx";
import type { CallController } from "./call-controller.ts";
import type { CallState } from "./call-state.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { Controls } from "./controls.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { isTrouble } from "./local-media.ts";
import { LostLines } from "./lost-lines.tsx";
import { Panel } from "./panel.tsx";
import { problemWords } from "./permission-words.ts";
import { roomNow } from "./room-now.ts";
import type { Picture } from "./sending.ts";
import { Stage } from "./stage.tsx";
import { TimerBar } from "./timer-bar.tsx";
import { useNow } from "./use-controller.ts";
import { useKeys } from "./use-keys.ts";

type RoomScreenProps = { controller: CallController; state: Exclude<CallState, { name: "ready" | "ended" }> };

/** The screen of a room, from the way in until the end: one place, so that nothing jumps when the call begins. */
export function RoomScreen({ controller, state }: RoomScreenProps) {
  const t = useWords();
  const at = useNow(controller.clock);
  const now = roomNow({
    state,
    props: controller.props,
    me: controller.me,
    done: controller.view.call.done,
    nameOf: (name) => controller.shortName(name),
    hasFamily: (id) => familyHere(controller.board?.presenceIn(id)).length > 0,
    now: at,
    t,
  });
  useTitle(
    now.timer.tone === "none" ? now.timer.words : t("call.timeLeft", { left: shortWords(now.timer.value) }),
    now.title,
  );
  useKeys(controller, now.seated);
  const [orderOpen, setOrderOpen] = useState(false);
  // Whoever goes to another appointment has found what they looked for.
  useEffect(() => setOrderOpen(false), [state.appointmentId]);
  const chatOpen = now.seated && controller.view.chat.open;
  return (
    <>
      <TimerBar
        now={now}
        onNotes={controller.teaching && (() => setOrderOpen(true))}
        onHelp={() => controller.showSheet("help")}
      />
      <div class={chatOpen ? "call-in has-chat" : "call-in"}>
        <Stage controller={controller} now={now} />
        <Below controller={controller} now={now} />
        <Controls controller={controller} label={t("call.call")} leaveLabel={t("call.leave")} seated={now.seated} />
        {chatOpen && <ChatPanel controller={controller} />}
        <Panel controller={controller} now={now} at={at} open={orderOpen} onClose={() => setOrderOpen(false)} />
      </div>
      <HelpDialog controller={controller} />
    </>
  );
}

function Below({ controller, now }: { controller: CallController; now: ReturnType<typeof roomNow> }) {
  const t = useWords();
  const { camera, mic } = controller.local.view;
  const problem = isTrouble(camera) || isTrouble(mic) ? problemWords(controller.local.view, t) : null;
  if (controller.view.lost.length > 0 && !now.notice) return <LostLines controller={controller} />;
  const said = now.notice ?? (problem && { kind: "warn" as const, ...problem });
  const notice = said ?? weakLine(controller.view.picture, t);
  if (!notice) return now.next ? <p class="next">{now.next}</p> : null;
  const box = (
    <Notice kind={notice.kind}>
      <p>
        <strong>{notice.strong}</strong> {notice.words}
      </p>
    </Notice>
  );
  // A weak line comes and goes: the controller tells of it, once.
  return said ? <Spoken class="call-notice">{box}</Spoken> : <div class="call-notice">{box}</div>;
}

/** Our own line carries less than the whole picture: what we did about it, so that nobody wonders. */
function weakLine(picture: Picture, t: Words<"call">) {
  if (picture === "full" || picture === "ahead") return null;
  const words = t(picture === "none" ? "call.weakPaused" : "call.weakLowered");
  return { kind: "warn" as const, strong: t("call.weak"), words };
}

/** The window's title is what one sees of the call from another tab. */
function useTitle(time: string, title: string): void {
  useEffect(() => {
    document.title = time ? `${time} · ${title}` : title;
  }, [time, title]);
}

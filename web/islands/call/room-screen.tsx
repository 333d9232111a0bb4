import { useEffect, useState } from "preact/hooks";
import { shortWords } from "../../pages/call-words.ts";
import { familyHere } from "../../pages/presence-words.ts";
import { useWords } from "../../words/use-words.ts";
import type { Words } from "../../words/words.ts";
import type { CallController } from "./call-controller.ts";
import { CallControls } from "./call-controls.tsx";
import { senderNameIn } from "./call-names.ts";
import { type CallState, currentOrNext } from "./call-state.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { performKey } from "./key-actions.ts";
import { LostMessages } from "./lost-messages.tsx";
import { Panel } from "./panel.tsx";
import { RoomNotice } from "./room-notice.tsx";
import { type RoomNow, roomNow } from "./room-now.ts";
import { type OrderEntry, runningOrder } from "./running-order.ts";
import { Stage } from "./stage.tsx";
import { TeacherTools } from "./teacher-tools.tsx";
import { TimerBar } from "./timer-bar.tsx";
import { useCallKeys } from "./use-call-keys.ts";
import { useNow } from "./use-now.ts";

type RoomState = Exclude<CallState, { name: "ready" | "ended" }>;
type RoomScreenProps = { controller: CallController; state: RoomState };

/** The screen of a room, from the way in until the end: one place, so that nothing jumps when the call begins. */
export function RoomScreen({ controller, state }: RoomScreenProps) {
  const t = useWords();
  const now = useRoomNow(controller, state);
  const { chat, choices, local, connection, teacher } = controller;
  const { keysOff } = choices.preferences;
  useCallKeys({
    off: keysOff,
    seated: now.seated,
    onAction: (action) => void performKey(action, controller),
    onEscape: chat.now.open && choices.openDialog === null ? () => chat.open(false) : undefined,
  });
  const [panelOpen, setPanelOpen] = useState(false);
  // Whoever goes to another appointment has found what they looked for.
  useEffect(() => setPanelOpen(false), [state.appointmentId]);
  const chatOpen = now.seated && chat.now.open;
  return (
    <>
      <TimerBar {...now} onNotes={teacher && (() => setPanelOpen(true))} onHelp={() => choices.showDialog("help")} />
      <div class={chatOpen ? "call-in has-chat" : "call-in"}>
        {stage(controller, now)}
        {chat.lost.length > 0 && !now.notice ? (
          <LostMessages messages={chat.lost} onDismiss={chat.dismissLost} />
        ) : (
          <RoomNotice {...now} devices={local.view} picture={connection.media.view.picture} />
        )}
        <CallControls
          controller={controller}
          label={t("call.controls.label")}
          leaveLabel={t("call.controls.leave.button")}
          seated={now.seated}
        />
        {chatOpen && chatPanel(controller, now, t)}
        <Panel
          {...now}
          open={panelOpen}
          onClose={() => setPanelOpen(false)}
          entries={order(controller, now, t)}
          onGo={controller.join}
          tools={teacherTools(controller, now)}
        />
      </div>
      <HelpDialog
        open={choices.openDialog === "help"}
        onClose={choices.closeDialog}
        keysOff={keysOff}
        onKeysOff={(off) => choices.prefer({ keysOff: off })}
      />
    </>
  );
}

/** What the room's screen says at this moment, its title in the window's too: that is what one sees of the call from another tab. */
function useRoomNow({ clock, page, connection, machine, teacher }: CallController, state: RoomState): RoomNow {
  const t = useWords();
  const now = roomNow({
    ...{ state, props: page.props, me: connection.me, done: machine.call.done, nameOf: page.shortName },
    hasFamily: (id) => familyHere(teacher?.board.rooms?.get(id)).length > 0,
    now: useNow(clock),
    t,
  });
  const { tone, words, value } = now.timer;
  const time = tone === "none" ? words : t("call.timer.left.text", { left: shortWords(value) });
  useEffect(() => {
    document.title = time ? `${time} · ${now.title}` : now.title;
  }, [time, now.title]);
  return now;
}

function stage({ page, connection, local, choices }: CallController, now: RoomNow) {
  return (
    <Stage
      {...now}
      media={connection.media.view}
      name={page.props.me.name}
      devices={local.view}
      selfHidden={choices.preferences.selfHidden}
    />
  );
}

function chatPanel({ page, machine, chat }: CallController, now: RoomNow, t: Words<"call">) {
  return (
    <ChatPanel
      {...chat.now}
      {...now}
      senderName={(senderId) => senderNameIn(machine.room, senderId, page.shortName, t)}
      connected={machine.state.name === "in-call"}
      onSend={chat.write}
      onClose={() => chat.open(false)}
    />
  );
}

function order({ page, machine, teacher }: CallController, now: RoomNow, t: Words<"call" | "ready">): OrderEntry[] {
  const staff = teacher && { rooms: teacher.board.rooms, marksOf: teacher.marks.marksOf };
  return runningOrder({ ...now, appointments: page.props.appointments, done: machine.call.done, staff, t });
}

function teacherTools({ page, machine, teacher }: CallController, now: RoomNow) {
  const { appointment, at } = now;
  if (!teacher || !appointment) return null;
  const { marks } = teacher;
  return (
    <TeacherTools
      {...now}
      appointment={appointment}
      next={currentOrNext(page.props.appointments, [...machine.call.done, appointment.id], at)}
      marksOf={marks.marksOf}
      noteState={marks.noteState}
      failed={marks.failed}
      onNote={marks.write}
      onNoShow={marks.markNoShow}
      onLate={marks.tellLate}
      onGuestOut={marks.takeGuestOut}
    />
  );
}

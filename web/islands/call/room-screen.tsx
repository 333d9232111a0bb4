import { useEffect, useState } from "preact/hooks";
import { shortWords } from "../../pages/call-words.ts";
import { familyHere } from "../../pages/presence-words.ts";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { CallControls } from "./call-controls.tsx";
import { type CallState, currentOrNext } from "./call-state.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { LostMessages } from "./lost-messages.tsx";
import { Panel } from "./panel.tsx";
import { RoomNotice } from "./room-notice.tsx";
import { type RoomNow, roomNow } from "./room-now.ts";
import { runningOrder } from "./running-order.ts";
import { Stage } from "./stage.tsx";
import { TeacherTools } from "./teacher-tools.tsx";
import { TimerBar } from "./timer-bar.tsx";
import { useCallKeys } from "./use-call-keys.ts";
import { useNow } from "./use-now.ts";

export type RoomState = Exclude<CallState, { name: "ready" | "ended" }>;
type RoomScreenProps = { controller: CallController; state: RoomState };
/** `now`: what the screen says at the moment `at`, epoch milliseconds. */
type PartProps = { controller: CallController; now: RoomNow; at: number };

/** The screen of a room, from the way in until the end: one place, so that nothing jumps when the call begins. */
export function RoomScreen({ controller, state }: RoomScreenProps) {
  const at = useNow(controller.clock);
  const now = useRoomNow(controller, state, at);
  const { chat, openDialog, preferences, lostMessages, devices, media } = controller.view;
  useCallKeys({
    off: preferences.keysOff,
    seated: now.seated,
    onAction: (action) => void controller.onKey(action),
    onEscape: chat.open && openDialog === null ? () => controller.showChat(false) : undefined,
  });
  const [panelOpen, setPanelOpen] = useState(false);
  // Whoever goes to another appointment has found what they looked for.
  useEffect(() => setPanelOpen(false), [state.appointmentId]);
  const onNotes = controller.teacher && (() => setPanelOpen(true));
  const isLost = lostMessages.length > 0 && !now.notice;
  const chatOpen = now.seated && chat.open;
  return (
    <>
      <TimerBar timer={now.timer} title={now.title} onNotes={onNotes} onHelp={() => controller.showDialog("help")} />
      <div class={chatOpen ? "call-in has-chat" : "call-in"}>
        <CallStage controller={controller} now={now} />
        {isLost ? (
          <LostMessages messages={lostMessages} onDismiss={() => controller.dismissLost()} />
        ) : (
          <RoomNotice notice={now.notice} devices={devices} picture={media.picture} next={now.next} />
        )}
        <CallControls controller={controller} where="call" seated={now.seated} />
        {chatOpen && <CallChatPanel controller={controller} isConnected={state.name === "in-call"} />}
        <CallPanel controller={controller} now={now} at={at} open={panelOpen} onClose={() => setPanelOpen(false)} />
      </div>
      <HelpDialog
        open={openDialog === "help"}
        onClose={() => controller.showDialog(null)}
        keysOn={!preferences.keysOff}
        onKeysOn={(on) => controller.prefer({ keysOff: !on })}
      />
    </>
  );
}

/** What the room's screen says at this moment, its title in the window's too: that is what one sees of the call from another tab. */
function useRoomNow(controller: CallController, state: RoomState, at: number): RoomNow {
  const t = useWords();
  const { props, me, call } = controller.view;
  const now = roomNow({
    state,
    props,
    me,
    done: call.done,
    nameOf: (name) => controller.shortName(name),
    hasFamily: (id) => familyHere(controller.teacher?.board.rooms?.get(id)).length > 0,
    now: at,
    t,
  });
  const { tone, words, value } = now.timer;
  const time = tone === "none" ? words : t("call.timeLeft", { left: shortWords(value) });
  useEffect(() => {
    document.title = time ? `${time} · ${now.title}` : now.title;
  }, [time, now.title]);
  return now;
}

function CallStage({ controller, now }: Omit<PartProps, "at">) {
  const { props, me, devices, media, preferences } = controller.view;
  const track = devices.camera === "interrupted" ? null : devices.cameraTrack;
  return (
    <Stage
      room={now.seated ? now.room : null}
      me={me}
      role={props.role}
      about={props.role === "teacher" ? now.appointment : undefined}
      empty={now.empty}
      media={media}
      speaker={devices.choice.speaker}
      self={preferences.selfHidden ? null : { name: props.me.name, track, micOff: devices.mic !== "on" }}
    />
  );
}

function CallChatPanel({ controller, isConnected }: { controller: CallController; isConnected: boolean }) {
  const { props, me, chat } = controller.view;
  return (
    <ChatPanel
      messages={chat.messages}
      unsent={chat.unsent}
      me={me}
      senderName={(senderId) => controller.senderName(senderId)}
      zone={props.evening.zone}
      connected={isConnected}
      onSend={(words) => controller.sendMessage(words)}
      onClose={() => controller.showChat(false)}
    />
  );
}

function CallPanel({ controller, now, at, ...frame }: PartProps & { open: boolean; onClose: () => void }) {
  const t = useWords();
  const { props, me, call } = controller.view;
  const { appointment, room, seated } = now;
  const teacher = controller.teacher;
  const staff = teacher
    ? { rooms: teacher.board.rooms, isAbsent: (id: string) => teacher.marks.marksOf(id).absent }
    : null;
  const order = { appointments: props.appointments, role: props.role, current: appointment, done: call.done };
  return (
    <Panel
      {...frame}
      role={props.role}
      zone={props.evening.zone}
      entries={runningOrder({ ...order, room, seated, me, staff, now: at, t })}
      onGo={(appointmentId) => controller.join(appointmentId)}
      people={room?.people.filter(({ participantId }) => participantId !== me)}
      inviter={teacher && appointment?.guardian?.name}
      tools={teacher && <CallTeacherTools controller={controller} now={now} at={at} />}
    />
  );
}

function CallTeacherTools({ controller, now, at }: PartProps) {
  const { teacher, view } = controller;
  const { appointment, room } = now;
  if (!teacher || !appointment) return null;
  const { marks } = teacher;
  const next = currentOrNext(view.props.appointments, [...view.call.done, appointment.id], at);
  return (
    <TeacherTools
      appointment={appointment}
      room={room}
      next={next && { appointment: next, lateMinutes: marks.marksOf(next.id).lateMinutes }}
      zone={view.props.evening.zone}
      now={at}
      marks={marks.marksOf(appointment.id)}
      noteState={marks.noteState(appointment.id)}
      failed={marks.failed}
      onNote={(id, note) => marks.write(id, note)}
      onAbsent={(id, absent) => void marks.markAbsent(id, absent)}
      onLate={(id, minutes) => void marks.tellLate(id, minutes)}
      onGuestOut={(id, out) => void marks.takeGuestOut(id, out)}
    />
  );
}

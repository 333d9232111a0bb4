import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { unread } from "./chat.ts";
import { Controls } from "./controls.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";

type CallControlsProps = { controller: CallController; where: "call" | "queue"; seated: boolean };

const WORDS = {
  call: { label: "call.call", leave: "call.leave" },
  queue: { label: "call.waitingInLine", leave: "call.leaveTheLine" },
} as const;

/** Joins the controls, and the dialogs that they open, to the call. */
export function CallControls({ controller, where, seated }: CallControlsProps) {
  const t = useWords();
  const { props, me, devices, chat, openDialog, preferences } = controller.view;
  const mayEnd = props.role === "teacher" && seated;
  const close = () => controller.showDialog(null);
  return (
    <>
      <Controls
        label={t(WORDS[where].label)}
        mic={devices.mic}
        onMic={() => void controller.local.toggleMic()}
        camera={devices.camera}
        onCamera={() => void controller.local.toggleCamera()}
        chat={
          seated ? { open: chat.open, unread: unread(chat, me), onPress: () => controller.showChat(!chat.open) } : null
        }
        onSettings={() => controller.showDialog("settings")}
        leaveLabel={t(WORDS[where].leave)}
        onLeave={() => controller.leave()}
        onEnd={mayEnd ? () => controller.showDialog("end") : undefined}
      />
      <SettingsDialog
        open={openDialog === "settings"}
        onClose={close}
        devices={devices}
        onChoose={(kind, deviceId) => void controller.local.choose(kind, deviceId)}
        selfShown={!preferences.selfHidden}
        onSelfShown={(shown) => controller.prefer({ selfHidden: !shown })}
      />
      {mayEnd && <EndDialog open={openDialog === "end"} onClose={close} onEnd={() => controller.endForAll()} />}
    </>
  );
}

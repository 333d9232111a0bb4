import type { CallController } from "./call-controller.ts";
import { unread } from "./chat.ts";
import { Controls } from "./controls.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";

type CallControlsProps = {
  controller: CallController;
  label: string;
  leaveLabel: string;
  seated: boolean;
};

/** The controls and the dialogs that they open, with the call behind them. */
export function CallControls({ controller, label, leaveLabel, seated }: CallControlsProps) {
  const { page, connection, machine, messages, local, chat, choices } = controller;
  const { open } = chat.now;
  const mayEnd = page.props.role === "teacher" && seated;
  return (
    <>
      <Controls
        label={label}
        devices={local.view}
        onToggle={local.toggle}
        chat={seated && { open, unread: unread(chat.now, connection.me), onPress: () => chat.open(!open) }}
        onSettings={() => choices.showDialog("settings")}
        leaveLabel={leaveLabel}
        onLeave={() => machine.dispatch({ type: "leave" })}
        onEnd={mayEnd && (() => choices.showDialog("end"))}
      />
      <SettingsDialog
        open={choices.openDialog === "settings"}
        onClose={choices.closeDialog}
        devices={local.view}
        onChoose={local.choose}
        selfHidden={choices.preferences.selfHidden}
        onSelfHidden={(selfHidden) => choices.prefer({ selfHidden })}
      />
      {mayEnd && (
        <EndDialog
          open={choices.openDialog === "end"}
          onClose={choices.closeDialog}
          onEnd={() => messages.endForAll()}
        />
      )}
    </>
  );
}

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { unread } from "./chat.ts";
import { EndDialog } from "./end-dialog.tsx";
import type { DeviceState } from "./local-media.ts";
import { SettingsDialog } from "./settings-dialog.tsx";

type ControlsProps = { controller: CallController; label: string; leaveLabel: string; seated: boolean };

/** The labelled buttons in thumb's reach. */
export function Controls({ controller, label, leaveLabel, seated }: ControlsProps) {
  const t = useWords();
  const { local, props } = controller;
  const mayEnd = props.role === "teacher" && seated;
  const close = () => controller.showSheet(null);
  return (
    <>
      <nav class={mayEnd ? "controls is-six" : "controls"} aria-label={label}>
        <DeviceControl icon="mic" state={local.view.mic} onPress={() => void local.toggleMic()} />
        <DeviceControl icon="camera" state={local.view.camera} onPress={() => void local.toggleCamera()} />
        {seated && <ChatControl controller={controller} />}
        <Control icon="settings" onPress={() => controller.showSheet("settings")}>
          {t("call.settings")}
        </Control>
        <Control icon="door" leave={seated && !mayEnd} onPress={() => controller.leave()}>
          {leaveLabel}
        </Control>
        {mayEnd && (
          <Control icon="close" leave onPress={() => controller.showSheet("end")}>
            {t("call.endThisOne")}
          </Control>
        )}
      </nav>
      <SettingsDialog controller={controller} />
      {mayEnd && (
        <EndDialog open={controller.view.sheet === "end"} onClose={close} onEnd={() => controller.endForAll()} />
      )}
    </>
  );
}

const DEVICE = {
  mic: { on: "call.micOn", off: "call.micOff", asking: "call.micAsking" },
  camera: { on: "call.cameraOn", off: "call.cameraOff", asking: "call.cameraAsking" },
} as const;

type DeviceControlProps = { icon: "mic" | "camera"; state: DeviceState; onPress: () => void };

function DeviceControl({ icon, state, onPress }: DeviceControlProps) {
  const t = useWords();
  const on = state === "on";
  const label = t(DEVICE[icon][state === "asking" || state === "on" ? state : "off"]);
  return (
    <button
      type="button"
      class={on || state === "asking" ? "control" : "control is-off"}
      data-control={icon}
      onClick={onPress}
    >
      <Icon name={icon} off={!on} />
      <span>{label}</span>
    </button>
  );
}

function ChatControl({ controller }: { controller: CallController }) {
  const t = useWords();
  const { chat } = controller.view;
  const waiting = unread(chat, controller.me);
  return (
    <button
      type="button"
      class="control"
      aria-expanded={chat.open}
      aria-controls={chat.open ? "chat" : undefined}
      data-control="chat"
      onClick={() => controller.showChat(!chat.open)}
    >
      <Icon name="chat" />
      <span>{t("call.chat")}</span>
      {waiting > 0 && (
        <span class="control-count" data-unread={waiting}>
          <span aria-hidden="true">{waiting}</span>
          <span class="unseen">{t("call.newMessages", { waiting })}</span>
        </span>
      )}
    </button>
  );
}

type ControlProps = { icon: IconName; leave?: boolean; onPress: () => void; children: ComponentChildren };

function Control({ icon, leave = false, onPress, children }: ControlProps) {
  return (
    <button type="button" class={leave ? "control is-leave" : "control"} data-control={icon} onClick={onPress}>
      <Icon name={icon} />
      <span>{children}</span>
    </button>
  );
}

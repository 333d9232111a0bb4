import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { Device, DeviceState, LocalView } from "./device-state.ts";

export type ControlsProps = {
  label: string;
  devices: Pick<LocalView, Device>;
  onToggle: (device: Device) => void;
  /** False without a seat. */
  chat: ChatControlProps | false;
  onSettings: () => void;
  leaveLabel: string;
  onLeave: () => void;
  /** Teachers in a seat: ends the appointment for everyone. */
  onEnd: (() => void) | false;
};

/** The labelled buttons in thumb's reach. */
export function Controls({ label, devices, onToggle, chat, onSettings, leaveLabel, onLeave, onEnd }: ControlsProps) {
  const t = useWords();
  return (
    <nav class={onEnd ? "controls is-six" : "controls"} aria-label={label}>
      <DeviceControl device="mic" state={devices.mic} onToggle={onToggle} />
      <DeviceControl device="camera" state={devices.camera} onToggle={onToggle} />
      {chat && <ChatControl {...chat} />}
      <Control icon="settings" onPress={onSettings}>
        {t("call.settings.title")}
      </Control>
      <Control icon="door" leave={chat && !onEnd} onPress={onLeave}>
        {leaveLabel}
      </Control>
      {onEnd && (
        <Control icon="close" leave onPress={onEnd}>
          {t("call.controls.end.button")}
        </Control>
      )}
    </nav>
  );
}

const DEVICE = {
  mic: {
    on: "call.controls.mic.on.label",
    off: "call.controls.mic.off.label",
    asking: "call.controls.mic.asking.label",
  },
  camera: {
    on: "call.controls.camera.on.label",
    off: "call.controls.camera.off.label",
    asking: "call.controls.camera.asking.label",
  },
} as const;

type DeviceControlProps = { device: Device; state: DeviceState; onToggle: (device: Device) => void };

function DeviceControl({ device, state, onToggle }: DeviceControlProps) {
  const t = useWords();
  const shown = state === "asking" || state === "on" ? state : "off";
  return (
    <button
      type="button"
      class={shown === "off" ? "control is-off" : "control"}
      data-control={device}
      onClick={() => onToggle(device)}
    >
      <Icon name={device} off={shown !== "on"} />
      <span>{t(DEVICE[device][shown])}</span>
    </button>
  );
}

/** `unread`: how many messages of others have not been in sight. */
type ChatControlProps = { open: boolean; unread: number; onPress: () => void };

function ChatControl({ open, unread, onPress }: ChatControlProps) {
  const t = useWords();
  return (
    <button
      type="button"
      class="control"
      aria-expanded={open}
      aria-controls={open ? "chat" : undefined}
      data-control="chat"
      onClick={onPress}
    >
      <Icon name="chat" />
      <span>{t("call.chat.title")}</span>
      {unread > 0 && (
        <span class="control-count" data-unread={unread}>
          <span aria-hidden="true">{unread}</span>
          <span class="unseen">{t("call.controls.newMessages.label", { waiting: unread })}</span>
        </span>
      )}
    </button>
  );
}

type ControlProps = { icon: IconName; leave?: boolean; onPress: () => void; children: ComponentChildren };

function Control({ icon, leave, onPress, children }: ControlProps) {
  return (
    <button type="button" class={leave ? "control is-leave" : "control"} data-control={icon} onClick={onPress}>
      <Icon name={icon} />
      <span>{children}</span>
    </button>
  );
}

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { DeviceState } from "./device-state.ts";

export type ControlsProps = {
  label: string;
  mic: DeviceState;
  onMic: () => void;
  camera: DeviceState;
  onCamera: () => void;
  /** Null without a seat. */
  chat: ChatControlProps | null;
  onSettings: () => void;
  leaveLabel: string;
  onLeave: () => void;
  /** Teachers in a seat: ends the appointment for everyone. */
  onEnd: (() => void) | undefined;
};

/** The labelled buttons in thumb's reach. */
export function Controls(props: ControlsProps) {
  const { label, mic, onMic, camera, onCamera, chat, onSettings, leaveLabel, onLeave, onEnd } = props;
  const t = useWords();
  return (
    <nav class={onEnd ? "controls is-six" : "controls"} aria-label={label}>
      <DeviceControl icon="mic" state={mic} onPress={onMic} />
      <DeviceControl icon="camera" state={camera} onPress={onCamera} />
      {chat && <ChatControl {...chat} />}
      <Control icon="settings" onPress={onSettings}>
        {t("call.settings")}
      </Control>
      <Control icon="door" leave={chat !== null && !onEnd} onPress={onLeave}>
        {leaveLabel}
      </Control>
      {onEnd && (
        <Control icon="close" leave onPress={onEnd}>
          {t("call.endThisOne")}
        </Control>
      )}
    </nav>
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
      <span>{t("call.chat")}</span>
      {unread > 0 && (
        <span class="control-count" data-unread={unread}>
          <span aria-hidden="true">{unread}</span>
          <span class="unseen">{t("call.newMessages", { waiting: unread })}</span>
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

import { useState } from "preact/hooks";
import { Icon, type IconName } from "../../ui/icon.tsx";
import type { CallController } from "./call-controller.ts";
import { DevicesDialog } from "./devices-dialog.tsx";
import { EndDialog } from "./end-dialog.tsx";
import type { DeviceState } from "./local-media.ts";

type ControlsProps = { controller: CallController; label: string; leaveLabel: string; seated: boolean };

/** The labelled buttons in thumb's reach. */
export function Controls({ controller, label, leaveLabel, seated }: ControlsProps) {
  const [sheet, setSheet] = useState<"devices" | "end" | null>(null);
  const { local, props } = controller;
  const mayEnd = props.role === "teacher" && seated;
  return (
    <>
      <nav class={mayEnd ? "controls is-five" : "controls"} aria-label={label}>
        <DeviceControl name="Mic" icon="mic" state={local.view.mic} onPress={() => void local.toggleMic()} />
        <DeviceControl
          name="Camera"
          icon="camera"
          state={local.view.camera}
          onPress={() => void local.toggleCamera()}
        />
        <Control icon="settings" label="Devices" onPress={() => setSheet("devices")} />
        <Control icon="door" label={leaveLabel} leave={seated && !mayEnd} onPress={() => controller.leave()} />
        {mayEnd && <Control icon="close" label="End this one" leave onPress={() => setSheet("end")} />}
      </nav>
      <DevicesDialog local={local} open={sheet === "devices"} onClose={() => setSheet(null)} />
      {mayEnd && (
        <EndDialog open={sheet === "end"} onClose={() => setSheet(null)} onEnd={() => controller.endForAll()} />
      )}
    </>
  );
}

type DeviceControlProps = { name: "Mic" | "Camera"; icon: IconName; state: DeviceState; onPress: () => void };

function DeviceControl({ name, icon, state, onPress }: DeviceControlProps) {
  const on = state === "on";
  const label = `${name} ${state === "asking" ? "…" : on ? "on" : "off"}`;
  return (
    <button
      type="button"
      class={on || state === "asking" ? "control" : "control is-off"}
      aria-pressed={on}
      data-control={icon}
      onClick={onPress}
    >
      <Icon name={icon} off={!on} />
      <span>{label}</span>
    </button>
  );
}

type ControlProps = { icon: IconName; label: string; leave?: boolean; onPress: () => void };

function Control({ icon, label, leave = false, onPress }: ControlProps) {
  return (
    <button type="button" class={leave ? "control is-leave" : "control"} onClick={onPress}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}

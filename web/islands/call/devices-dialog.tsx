import { Icon } from "../../ui/icon.tsx";
import { DeviceFields } from "./device-fields.tsx";
import type { LocalMedia } from "./local-media.ts";
import { MicMeter } from "./mic-meter.tsx";
import { problemWords } from "./permission-words.ts";
import { useDialog } from "./use-dialog.ts";

/** Choosing devices in the middle of a call. */
export function DevicesDialog({ local, open, onClose }: { local: LocalMedia; open: boolean; onClose: () => void }) {
  const dialog = useDialog(open, onClose);
  const problem = problemWords(local.view);
  return (
    <dialog class="dialog" aria-labelledby="devices-title" {...dialog}>
      <div class="dialog-head">
        <h2 id="devices-title">Devices</h2>
        <button type="button" class="button is-quiet" onClick={onClose}>
          <Icon name="close" />
          <span class="unseen">Close</span>
        </button>
      </div>
      <div class="dialog-body stack">
        {problem && (
          <p>
            <strong>{problem.strong}</strong> {problem.words}
          </p>
        )}
        {open && <DeviceFields local={local} />}
        {open && <MicMeter track={local.view.micTrack} />}
        {local.view.devices.length === 0 && !problem && (
          <p>Turn on your camera or microphone first: then your browser tells us which there are.</p>
        )}
      </div>
      <div class="dialog-foot">
        <button type="button" class="button is-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </dialog>
  );
}

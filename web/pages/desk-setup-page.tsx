import type { Step } from "../../worker/rules/checklist.ts";
import { Checklist } from "../ui/checklist.tsx";
import { DeskSettingsFrame, type SettingsFrameProps } from "./desk-settings-frame.tsx";

/** The first steps by themselves, for whoever comes back to what was left for later. */
export function DeskSetupPage({ steps, ...frame }: Pick<SettingsFrameProps, "school" | "viewer"> & { steps: Step[] }) {
  return (
    <DeskSettingsFrame {...frame} errors={[]} news={null} here="setup" title="First steps">
      <section class="card" aria-labelledby="first">
        <h2 id="first">What a school does before its first evening</h2>
        <Checklist steps={steps} />
      </section>
    </DeskSettingsFrame>
  );
}

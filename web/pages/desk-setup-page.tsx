import type { Step } from "../../worker/rules/checklist.ts";
import { Checklist } from "../ui/checklist.tsx";
import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";

/** The first steps by themselves, for whoever comes back to what was left for later. */
export function DeskSetupPage({ school, viewer, steps }: { school: SchoolView; viewer: Viewer; steps: Step[] }) {
  return (
    <SchoolPage
      title="First steps"
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="settings" viewer={viewer} />}
    >
      <header class="stack-s">
        <h1>First steps</h1>
        <p class="soft">What a school does before its first evening.</p>
      </header>
      <section class="card">
        <Checklist steps={steps} />
      </section>
    </SchoolPage>
  );
}

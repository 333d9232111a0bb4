import type { ComponentChildren } from "preact";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { longDate } from "../words/format.ts";

export type DeskFrame = { school: SchoolView; viewer: Viewer; zone: string };
export type EveningState = "draft" | "published" | "closed";
export type EveningHead = { id: string; name: string; startsAt: number; state: EveningState; rehearsal: boolean };
export type DeskStep = "rules" | "classes" | "teachers" | "open" | "board";

const STEPS = [
  { step: "rules", path: "/rules", label: "Dates and rules" },
  { step: "classes", path: "/classes", label: "Classes and lengths" },
  { step: "teachers", path: "/teachers", label: "Teacher Availability" },
  { step: "open", path: "", label: "Open booking" },
] as const;

type FrameProps = DeskFrame & {
  title: string;
  /** Null for one that is still to be made. */
  evening: EveningHead | null;
  here: DeskStep;
  scripts?: string[];
  children: ComponentChildren;
};

/** A page of the desk about one evening, with its steps beside it. */
export function DeskEveningFrame({ title, evening, here, school, viewer, zone, scripts = [], children }: FrameProps) {
  return (
    <SchoolPage
      title={evening ? `${title} · ${evening.name}` : title}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      scripts={scripts}
      nav={<EveningNav evening={evening} here={here} zone={zone} />}
    >
      {children}
    </SchoolPage>
  );
}

function EveningNav({ evening, here, zone }: { evening: EveningHead | null; here: DeskStep; zone: string }) {
  return (
    <nav class="desk-nav" aria-label="Set up the evening">
      <p>{evening ? evening.name : "New evening"}</p>
      {evening && (
        <p class="small soft">
          {longDate(evening.startsAt, zone)} · {evening.state}
          {evening.rehearsal && " · nothing is mailed"}
        </p>
      )}
      <ol class="steps">
        {STEPS.map(({ step, path, label }, at) => (
          <li key={step}>
            {evening ? (
              <a href={`/admin/evenings/${evening.id}${path}`} aria-current={here === step ? "page" : undefined}>
                <i>{at + 1}</i>
                {label}
              </a>
            ) : (
              <StepToCome current={here === step} number={at + 1} label={label} />
            )}
          </li>
        ))}
      </ol>
      {evening && evening.state !== "draft" && (
        <>
          <p>On the night</p>
          <ul class="steps">
            <li>
              <a href={`/admin/evenings/${evening.id}/board`} aria-current={here === "board" ? "page" : undefined}>
                Live board
              </a>
            </li>
          </ul>
        </>
      )}
    </nav>
  );
}

function StepToCome({ current, number, label }: { current: boolean; number: number; label: string }) {
  if (current)
    return (
      <a href="/admin/evenings/new" aria-current="page">
        <i>{number}</i>
        {label}
      </a>
    );
  return (
    <span class="step-to-come soft">
      <i>{number}</i>
      {label}
    </span>
  );
}

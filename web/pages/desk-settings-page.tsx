import type { FieldError } from "../../worker/rules/form-fields.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { AreaField, ChoiceField, ErrorSummary } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";

export type DeskSettingsProps = {
  school: SchoolView;
  viewer: Viewer;
  responsibilityNeeded: boolean;
  /** Guardians with neither a court order nor parental responsibility: those the choice is about. */
  inQuestion: number;
  /** The school's own note before a call; empty for ours. */
  callNote: string;
  errors: FieldError[];
  saved: boolean;
};

/** What holds for all of the school's evenings: who may book, and what is said before a call. */
export function DeskSettingsPage(props: DeskSettingsProps) {
  const { school, viewer, errors } = props;
  return (
    <SchoolPage
      title="Settings"
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="settings" viewer={viewer} />}
    >
      <header class="stack-s">
        <h1>Settings</h1>
        <p class="soft">These hold for every evening of the school.</p>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      {props.saved && (
        <Notice kind="good" role="status">
          <p>Saved.</p>
        </Notice>
      )}
      <WhoMayBook {...props} />
      <CallNote {...props} />
    </SchoolPage>
  );
}

function WhoMayBook({ responsibilityNeeded, inQuestion, errors }: DeskSettingsProps) {
  return (
    <form class="card stack" method="post" action="/admin/settings" novalidate>
      <ChoiceField
        id="mayBook"
        label="Who may book for a student"
        hint="Somebody under a court order for a student never books for that student, whatever you choose here"
        kind="radio"
        chosen={[responsibilityNeeded ? "responsible" : "everyone"]}
        options={[
          { value: "responsible", label: "Only guardians with parental responsibility" },
          { value: "everyone", label: "Every guardian in your records, with parental responsibility or without" },
        ]}
        errors={errors}
      />
      <p>{aboutWhom(inQuestion)}</p>
      <p class="soft">
        It takes effect as soon as you save. Whoever may no longer book for a student loses the appointments to come
        about that student, and guests invited to them are told by mail.
      </p>
      <p>
        <button class="button is-primary" type="submit">
          Save
        </button>
      </p>
    </form>
  );
}

function CallNote({ callNote, errors }: DeskSettingsProps) {
  const ours = useWords()("ready.note.text");
  return (
    <form class="card stack" method="post" action="/admin/settings/call-note" novalidate>
      <AreaField
        id="callNote"
        label="Note before the first call of an evening"
        hint={`Guardians, guests and teachers read it beside the button that joins. Up to 600 characters. Leave it empty for ours: “${ours}”`}
        value={callNote}
        rows={4}
        errors={errors}
      />
      <p>
        <button class="button" type="submit">
          Save the note
        </button>
      </p>
    </form>
  );
}

function aboutWhom(inQuestion: number): string {
  if (inQuestion === 0) return "Your records hold no guardian whom this choice is about.";
  if (inQuestion === 1) return "This choice is about one guardian in your records, who has no parental responsibility.";
  return `This choice is about ${inQuestion} guardians in your records, who have no parental responsibility.`;
}

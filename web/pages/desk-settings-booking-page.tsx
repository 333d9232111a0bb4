import { ChoiceField } from "../ui/form-parts.tsx";
import { DeskSettingsFrame, type SettingsFrameProps } from "./desk-settings-frame.tsx";

export type DeskWhoMayBookProps = SettingsFrameProps & {
  responsibilityNeeded: boolean;
  /** Guardians with neither a court order nor parental responsibility: those the choice is about. */
  inQuestion: number;
};

/** Whether a guardian needs parental responsibility to book. */
export function DeskWhoMayBookPage(props: DeskWhoMayBookProps) {
  return (
    <DeskSettingsFrame {...props} here="booking" title="Who may book">
      <form class="card stack" method="post" action="/admin/settings/booking" novalidate>
        <ChoiceField
          id="mayBook"
          label="Who may book for a student"
          hint="Somebody under a court order for a student never books for that student, whatever you choose here"
          kind="radio"
          chosen={[props.responsibilityNeeded ? "responsible" : "everyone"]}
          options={[
            { value: "responsible", label: "Only guardians with parental responsibility" },
            { value: "everyone", label: "Every guardian in your records, with parental responsibility or without" },
          ]}
          errors={props.errors}
        />
        <p>{aboutWhom(props.inQuestion)}</p>
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
    </DeskSettingsFrame>
  );
}

function aboutWhom(inQuestion: number): string {
  if (inQuestion === 0) return "Your records hold no guardian whom this choice is about.";
  if (inQuestion === 1) return "This choice is about one guardian in your records, who has no parental responsibility.";
  return `This choice is about ${inQuestion} guardians in your records, who have no parental responsibility.`;
}

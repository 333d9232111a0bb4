import type { DetailsInput } from "../../worker/rules/school-details.ts";
import { AreaField, ChoiceField, InputField, SelectField } from "../ui/form-parts.tsx";
import { useWords } from "../words/use-words.ts";
import { DeskSettingsFrame, type SettingsFrameProps } from "./desk-settings-frame.tsx";

export type DeskDetailsProps = SettingsFrameProps & { input: DetailsInput; zones: readonly string[] };
type Part = Pick<DeskDetailsProps, "input" | "errors">;

/** Who the school is, how it is reached, and what it has chosen for everybody. */
export function DeskDetailsPage(props: DeskDetailsProps) {
  return (
    <DeskSettingsFrame {...props} here="details" title="Details">
      <form class="stack" method="post" action="/admin/settings" novalidate>
        <School {...props} />
        <Contact {...props} />
        <Choices {...props} />
        <p>
          <button class="button is-primary" type="submit">
            Save
          </button>
        </p>
      </form>
    </DeskSettingsFrame>
  );
}

function School({ input, errors, zones }: DeskDetailsProps) {
  return (
    <section class="card stack" aria-labelledby="school">
      <h2 id="school">The school</h2>
      <div class="field-grid is-pair">
        <InputField id="name" label="Name" value={input.name} required errors={errors} />
        <InputField
          id="shortName"
          label="Short name"
          hint="As people say it: Green Abbey"
          value={input.shortName}
          required
          errors={errors}
        />
      </div>
      <SelectField
        id="zone"
        label="Time zone"
        hint="All times of evenings are shown by this clock. An evening that is planned already stays at its moment"
        value={input.zone}
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        errors={errors}
      />
    </section>
  );
}

function Contact({ input, errors }: Part) {
  return (
    <section class="card stack" aria-labelledby="contact">
      <h2 id="contact">How families reach you</h2>
      <InputField
        id="officePhone"
        label="The office’s phone number"
        hint="Shown where somebody can’t get any further. Empty: none is shown"
        value={input.officePhone}
        autocomplete="off"
        errors={errors}
      />
      <InputField
        id="replyTo"
        label="Where replies to our mail go"
        hint="An address that somebody at the school reads. Empty: nobody gets replies"
        type="email"
        value={input.replyTo}
        autocomplete="off"
        errors={errors}
      />
    </section>
  );
}

function Choices({ input, errors }: Part) {
  const ours = useWords()("ready.note.text");
  return (
    <section class="card stack" aria-labelledby="choices">
      <h2 id="choices">What holds for everybody</h2>
      <ChoiceField
        id="signInBy"
        label="How guardians sign in"
        kind="radio"
        chosen={[input.signInBy]}
        options={[
          { value: "code", label: "By their details, then a code or link that we mail to the address in your records" },
          { value: "details", label: "By their details alone: their name, their child’s name and date of birth" },
        ]}
        hint="Details alone are known to more people than the family: choose that only where mail reaches too few"
        errors={errors}
      />
      <AreaField
        id="callNote"
        label="Note before the first call of an evening"
        hint={`Guardians, guests and teachers read it beside the button that joins. Up to 600 characters. Leave it empty for ours: “${ours}”`}
        value={input.callNote}
        rows={4}
        errors={errors}
      />
      <InputField
        id="retentionDays"
        label="Days after an evening until what was written for it is deleted"
        hint="Guests’ names and addresses, messages, notes and marks. From 1 to 365; fewer days hold for past evenings too, within minutes"
        type="number"
        value={input.retentionDays}
        inputmode="numeric"
        short
        errors={errors}
      />
    </section>
  );
}

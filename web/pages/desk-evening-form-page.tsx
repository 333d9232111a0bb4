import type { EveningInput } from "../../worker/rules/evening-form.ts";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import { AreaField, ChoiceField, ErrorSummary, InputField, SelectField } from "../ui/form-parts.tsx";
import { Notice } from "../ui/parts.tsx";
import { clockTime, longDate } from "../words/format.ts";
import { DeskEveningFrame, type DeskFrame, type EveningHead } from "./desk-evening-frame.tsx";

export type EveningFormProps = DeskFrame & {
  /** Null for a new one. */
  evening: EveningHead | null;
  /** Of the draft that the form would make. */
  newId: string | null;
  /** The grid of a published evening, which can't change any more. */
  fixed: { startsAt: number; endsAt: number; lengthMinutes: number; gapSeconds: number } | null;
  input: EveningInput;
  gaps: number[];
  years: string[];
  errors: FieldError[];
  saved: boolean;
};

type Part = { input: EveningInput; errors: FieldError[] };

/** Dates, times and every rule of an evening: makes a draft, or changes an evening. */
export function EveningFormPage(props: EveningFormProps) {
  const { evening, newId, input, errors } = props;
  const part = { input, errors };
  return (
    <DeskEveningFrame {...props} title="Dates and rules" here="rules">
      <header class="stack-s">
        <h1>{evening ? "Dates and rules" : "New evening"}</h1>
        <p class="soft">
          All times are in the school’s time, {props.zone}.{" "}
          {evening ? "" : "Nobody sees the evening before you publish it."}
        </p>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      {props.saved && (
        <Notice kind="good" role="status">
          <p>Saved.</p>
        </Notice>
      )}
      <form
        class="stack"
        method="post"
        action={evening ? `/admin/evenings/${evening.id}/rules` : "/admin/evenings/new"}
        novalidate
      >
        {newId && <input type="hidden" name="id" value={newId} />}
        {evening && <input type="hidden" name="state" value={evening.state} />}
        <section class="card stack" aria-labelledby="what">
          <h2 id="what">The evening</h2>
          <InputField id="name" label="Name" type="text" value={input.name} required errors={errors} />
          {!props.fixed && (
            <ChoiceField
              id="rehearsal"
              label="To try everything first"
              hint="It says “Rehearsal” wherever it is named, and can be deleted once it is published"
              kind="checkbox"
              chosen={[input.rehearsal]}
              options={[{ value: "1", label: "Rehearsal: nothing is mailed" }]}
              errors={errors}
            />
          )}
          <AreaField
            id="message"
            label="Message to parents"
            hint="Shown above their bookings"
            value={input.message}
            errors={errors}
          />
          {props.fixed ? (
            <FixedGrid fixed={props.fixed} zone={props.zone} />
          ) : (
            <GridFields {...part} gaps={props.gaps} />
          )}
          <ChoiceField
            id="ending"
            label="When an appointment’s time is over"
            kind="radio"
            chosen={[input.ending]}
            options={[
              { value: "on-time", label: "The call ends on time" },
              {
                value: "until-next",
                label: "It may run on until somebody in it is due elsewhere, ten minutes at most",
              },
            ]}
            errors={errors}
          />
        </section>
        <WindowFields {...part} years={props.years} />
        <LimitFields {...part} />
        <p class="row">
          <button class="button is-primary" type="submit">
            {evening ? "Save" : "Save and go on"}
          </button>
          <a class="button" href={evening ? `/admin/evenings/${evening.id}` : "/admin"}>
            {evening ? "Back: Open booking" : "Back: Desk"}
          </a>
        </p>
      </form>
    </DeskEveningFrame>
  );
}

function GridFields({ input, errors, gaps }: Part & { gaps: number[] }) {
  return (
    <>
      <div class="field-grid is-triple">
        <InputField id="day" label="Day" type="date" value={input.day} errors={errors} />
        <InputField id="from" label="From" type="time" value={input.from} errors={errors} />
        <InputField id="to" label="To" type="time" value={input.to} errors={errors} />
      </div>
      <div class="field-grid is-pair">
        <InputField
          id="length"
          label="Standard appointment length, minutes"
          hint="Classes can have two or more of these together"
          type="number"
          value={input.length}
          errors={errors}
        />
        <SelectField
          id="gap"
          label="Gap between video calls"
          hint="Under a minute is taken out of the talk; a minute or more is added to it"
          value={input.gap}
          options={gaps.map((seconds) => ({ value: String(seconds), label: gapWords(seconds) }))}
          errors={errors}
        />
      </div>
    </>
  );
}

function FixedGrid({ fixed, zone }: { fixed: NonNullable<EveningFormProps["fixed"]>; zone: string }) {
  return (
    <div class="stack-s">
      <p>
        <strong>
          {longDate(fixed.startsAt, zone, true)}, {clockTime(fixed.startsAt, zone)} to {clockTime(fixed.endsAt, zone)}
        </strong>
        , appointments of {fixed.lengthMinutes} minutes, {gapWords(fixed.gapSeconds).toLowerCase()} between calls.
      </p>
      <p class="soft small">Day, times and lengths stay as they were published, because bookings hang on them.</p>
    </div>
  );
}

function gapWords(seconds: number): string {
  if (seconds === 0) return "No gap";
  if (seconds < 60) return `${seconds} seconds`;
  return seconds === 60 ? "1 minute" : `${seconds / 60} minutes`;
}

function WindowFields({ input, errors, years }: Part & { years: string[] }) {
  return (
    <section class="card stack" aria-labelledby="window">
      <h2 id="window">When parents may book</h2>
      <div class="field-grid is-pair">
        <InputField id="opensDay" label="Booking opens on" type="date" value={input.opensDay} errors={errors} />
        <InputField id="opensTime" label="Opens at" type="time" value={input.opensTime} errors={errors} />
        <InputField id="closesDay" label="Booking closes on" type="date" value={input.closesDay} errors={errors} />
        <InputField id="closesTime" label="Closes at" type="time" value={input.closesTime} errors={errors} />
      </div>
      <InputField
        id="lead"
        label="Hours before a time until which it can be booked or changed"
        hint="0: up to its start, while booking is open"
        type="number"
        value={input.lead}
        errors={errors}
      />
      {years.length > 0 && (
        <>
          <ChoiceField
            id="earlyYears"
            label="Year groups that may book early"
            hint="A family with a child in one of them may book for all its children"
            kind="checkbox"
            chosen={input.earlyYears}
            options={years.map((year) => ({ value: year, label: `Year ${year}` }))}
            errors={errors}
          />
          <div class="field-grid is-pair">
            <InputField id="earlyDay" label="They may book from" type="date" value={input.earlyDay} errors={errors} />
            <InputField id="earlyTime" label="From (time)" type="time" value={input.earlyTime} errors={errors} />
          </div>
        </>
      )}
    </section>
  );
}

function LimitFields({ input, errors }: Part) {
  return (
    <section class="card stack" aria-labelledby="limits">
      <h2 id="limits">What parents may book</h2>
      <InputField
        id="most"
        label="Maximum appointments per student per parent"
        hint="Empty: no limit"
        type="number"
        value={input.most}
        errors={errors}
      />
      <ChoiceField
        id="meetings"
        label="Parents of one student"
        kind="radio"
        chosen={[input.meetings]}
        options={[
          { value: "separate", label: "Allow separate meetings: each may book" },
          { value: "together", label: "Come together: one appointment per class between them" },
        ]}
        errors={errors}
      />
      <ChoiceField
        id="waiting"
        label="Full teachers"
        kind="checkbox"
        chosen={input.waiting ? ["1"] : []}
        options={[
          { value: "1", label: "Keep a waiting list, and offer a time that becomes free to the first in line" },
        ]}
        errors={errors}
      />
      <InputField
        id="offer"
        label="Minutes that an offered time is held"
        type="number"
        value={input.offer}
        errors={errors}
      />
    </section>
  );
}

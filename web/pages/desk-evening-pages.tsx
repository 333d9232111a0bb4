import type { OfficeClass } from "../../worker/queries/office-evening.ts";
import type { InTheWay } from "../../worker/rules/breaks.ts";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import type { PublishRefusal } from "../../worker/rules/publish-rules.ts";
import { ErrorSummary, InputField, SelectField } from "../ui/form-parts.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { Waitlist, type WaitlistRow } from "../ui/waitlist.tsx";
import { clockTime, count, list, longDate } from "../words/format.ts";
import { DeskEveningFrame, type DeskFrame, type EveningHead } from "./desk-evening-frame.tsx";

export type OverviewProps = DeskFrame & {
  evening: EveningHead & { endsAt: number; bookingOpensAt: number; bookingClosesAt: number };
  now: number;
  standing: { appointments: number; guardians: number; absent: string[] };
  classes: number;
  /** Who waits for a time, first come first. */
  waitlist: WaitlistRow[];
  /** Why it can't be published now. */
  refusals: PublishRefusal[];
  /** The last press asked for it in vain. */
  refused: boolean;
};

/** How an evening stands, and the button that opens it. */
export function EveningOverviewPage(props: OverviewProps) {
  const { evening, refusals, refused, zone } = props;
  return (
    <DeskEveningFrame {...props} title="Open booking" here="open">
      <header class="stack-s">
        <h1>{evening.name}</h1>
        <p class="soft">
          {longDate(evening.startsAt, zone, true)}, {clockTime(evening.startsAt, zone)} to{" "}
          {clockTime(evening.endsAt, zone)}
        </p>
      </header>
      {refused && <ErrorSummary title="The evening can’t be published yet" errors={refusals.map(refusalError)} />}
      {evening.state === "draft" && <DraftPart {...props} />}
      {evening.state === "published" && <PublishedPart {...props} />}
      {evening.state === "closed" && <Notice kind="info">This evening is closed.</Notice>}
      <Waitlist waitlist={props.waitlist} zone={zone} named />
      <Absent names={props.standing.absent} />
    </DeskEveningFrame>
  );
}

function DraftPart({ evening, refusals, refused, classes }: OverviewProps) {
  return (
    <section class="card stack" id="publish" aria-labelledby="publish-h">
      <h2 id="publish-h">Publish</h2>
      {refusals.length > 0 && !refused && (
        <div class="stack-s">
          <p>Before it can be published:</p>
          <ul class="plain-list">
            {refusals.map((refusal) => (
              <li key={refusalError(refusal).words}>{refusalError(refusal).words}</li>
            ))}
          </ul>
        </div>
      )}
      {refusals.length === 0 && (
        <p>
          {count(classes, "class", "classes")} take part. Once it is published parents see it, and day, times and
          lengths stay as they are.
          {evening.rehearsal && " It is marked as a rehearsal wherever it is named, and nothing about it is mailed."}
        </p>
      )}
      <div class="row">
        <form method="post" action={`/admin/evenings/${evening.id}/publish`}>
          <button class="button is-primary" type="submit">
            Publish
          </button>
        </form>
        <form method="post" action={`/admin/evenings/${evening.id}/delete`}>
          <button class="button" type="submit">
            Throw this draft away
          </button>
        </form>
      </div>
    </section>
  );
}

function PublishedPart({ evening, now, standing, classes, zone }: OverviewProps) {
  const { bookingOpensAt, bookingClosesAt } = evening;
  const at = (instant: number) => `${longDate(instant, zone)} at ${clockTime(instant, zone)}`;
  const open = now >= bookingOpensAt && now < bookingClosesAt;
  return (
    <section class="card stack" id="publish" aria-labelledby="publish-h">
      <h2 id="publish-h">Published</h2>
      <p>
        <Tag kind={open ? "good" : "info"} icon={open ? "tick" : "clock"}>
          {open ? "Booking is open" : now < bookingOpensAt ? "Booking has still to open" : "Booking is closed"}
        </Tag>
      </p>
      <p>
        Booking opens on {at(bookingOpensAt)} and closes on {at(bookingClosesAt)}.
      </p>
      <p>
        {count(classes, "class", "classes")} take part. {count(standing.appointments, "appointment")} booked by{" "}
        {count(standing.guardians, "parent")}.
      </p>
      <div class="row">
        <a class="button" href={`/admin/evenings/${evening.id}/board`}>
          Live board
        </a>
        {now < bookingClosesAt && (
          <form method="post" action={`/admin/evenings/${evening.id}/close-booking`}>
            <button class="button" type="submit">
              Close booking now
            </button>
          </form>
        )}
        <a class="button" href={`/admin/evenings/${evening.id}/rules`}>
          {now < bookingClosesAt ? "Change when it closes" : "Open booking again"}
        </a>
      </div>
      {evening.rehearsal && <RehearsalEnd id={evening.id} />}
    </section>
  );
}

function RehearsalEnd({ id }: { id: string }) {
  return (
    <form class="stack-s" method="post" action={`/admin/evenings/${id}/delete`}>
      <p>
        This is a rehearsal: nothing about it is mailed. When you have tried everything, delete it: its calls end, and
        all that was booked and written in it goes, too.
      </p>
      <p>
        <button class="button is-danger" type="submit">
          Delete this rehearsal
        </button>
      </p>
    </form>
  );
}

function Absent({ names }: { names: string[] }) {
  if (names.length === 0) return null;
  return (
    <section class="card stack-s" aria-labelledby="absent">
      <h2 id="absent">Unable to attend</h2>
      <p>{count(names.length, "parent")} told us that they can’t come:</p>
      <ul class="plain-list">
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </section>
  );
}

/** A reason against publishing, in words; `field` is where the summary leads. */
function refusalError(refusal: PublishRefusal): FieldError {
  return { field: "publish", words: refusalWords(refusal) };
}

function refusalWords(refusal: PublishRefusal): string {
  switch (refusal.kind) {
    case "no-class":
      return "No class takes part. Choose some under Classes and lengths.";
    case "class-without-teacher":
      return `${list(refusal.names)} ${refusal.names.length === 1 ? "has" : "have"} no teacher. Leave them out, or bring in the records again.`;
    case "class-too-long":
      return `The appointments of ${list(refusal.names)} are longer than the evening. Choose fewer slots for them.`;
    case "over":
      return "The evening’s day is over. Choose another under Dates and rules.";
    case "window":
      return "Booking would be closed already. Mend when it opens and closes under Dates and rules.";
    case "other-grid":
      return otherGridWords(refusal);
    case "break-over-booking":
      return "A break lies over a time that is booked or held in another evening. Move the break.";
    case "changed":
      return "Somebody changed this evening or another one just now. Look at it again, and press Publish.";
  }
}

function otherGridWords({ evening, teachers, families }: Extract<PublishRefusal, { kind: "other-grid" }>): string {
  const named = teachers.slice(0, 5);
  const who = [
    ...named,
    ...(teachers.length > named.length ? [count(teachers.length - named.length, "more teacher")] : []),
    ...(families > 0 ? [count(families, "parent")] : []),
  ];
  return `${list(who)} could be in two calls at once: “${evening}” is at the same time, with times that don’t match these. Use the same length and gap, or another time.`;
}

export type ClassesProps = DeskFrame & {
  evening: EveningHead;
  classes: OfficeClass[];
  mostUnits: number;
  /** One slot, and how much of an appointment's last is a gap, in minutes. */
  slotMinutes: number;
  gapMinutes: number;
  errors: FieldError[];
  saved: boolean;
};

/** Which classes take part, and how long their appointments are. */
export function EveningClassesPage(props: ClassesProps) {
  const { evening, classes, errors } = props;
  const without = classes.filter((one) => one.units !== null && one.teachers.length === 0);
  return (
    <DeskEveningFrame {...props} title="Classes and lengths" here="classes">
      <header class="stack-s">
        <h1>Classes and lengths</h1>
        <p class="soft">
          Who meets the parents of each class comes from your records: up to three teachers, who then meet them
          together.
        </p>
      </header>
      {errors.length > 0 && <ErrorSummary title="Not everything could be changed" errors={errors} />}
      {props.saved && (
        <Notice kind="good" role="status">
          <p>Saved.</p>
        </Notice>
      )}
      {without.length > 0 && (
        <Notice kind="warn">
          <p>
            <strong>{count(without.length, "class", "classes")} without a teacher.</strong> Their parents cannot book
            until your records name one, or you leave them out.
          </p>
        </Notice>
      )}
      {classes.length === 0 ? (
        <p class="card">
          There are no classes yet. <a href="/admin/import">Bring in your records</a> first.
        </p>
      ) : (
        <form class="stack" method="post" action={`/admin/evenings/${evening.id}/classes`}>
          <ClassesTable {...props} />
          <p class="row">
            <button class="button is-primary" type="submit">
              Save
            </button>
            <a class="button" href={`/admin/evenings/${evening.id}/teachers`}>
              Next: Teacher Availability
            </a>
          </p>
        </form>
      )}
    </DeskEveningFrame>
  );
}

function ClassesTable({ classes, mostUnits, slotMinutes, gapMinutes }: ClassesProps) {
  const lengths = Array.from({ length: mostUnits }, (_, at) => (at + 1) * slotMinutes - gapMinutes);
  return (
    <div class="table-wrap" id="classes" tabindex={-1}>
      <table class="table is-folding is-mid">
        <caption class="unseen">Classes, their teachers and lengths</caption>
        <thead>
          <tr>
            <th scope="col">Takes part</th>
            <th scope="col">Class</th>
            <th scope="col">Year</th>
            <th scope="col">Teachers</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((one) => (
            <ClassRow key={one.id} one={one} talkMinutes={lengths} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ClassRow({ one, talkMinutes }: { one: OfficeClass; talkMinutes: number[] }) {
  return (
    <tr class={one.units !== null && one.teachers.length === 0 ? "is-attention" : undefined}>
      <th scope="row">
        <label class="choice">
          <input type="checkbox" name="class" value={one.id} checked={one.units !== null} />
          <span>{one.code}</span>
        </label>
      </th>
      <td data-label="Class">{one.name}</td>
      <td data-label="Year">{one.yearGroup}</td>
      <td data-label="Teachers">
        {one.teachers.length === 0 ? (
          <Tag kind="warn" icon="warn">
            Nobody yet
          </Tag>
        ) : (
          list(one.teachers.map((teacher) => teacher.name))
        )}
      </td>
      <td data-label="Length">
        <select class="input is-length" name={`units-${one.id}`} aria-label={`Length for ${one.code}`}>
          {talkMinutes.map((minutes, at) => (
            <option key={minutes} value={at + 1} selected={at + 1 === (one.units ?? 1)}>
              {minutes} min{at > 0 ? ` (${at + 1} slots)` : ""}
            </option>
          ))}
        </select>
      </td>
    </tr>
  );
}

export type TeacherRow = {
  id: string;
  name: string;
  /** Own hours where they differ from the evening's. */
  hours: { startsAt: number; endsAt: number } | null;
  breaks: { id: string; startsAt: number; endsAt: number }[];
};
export type TeachersProps = DeskFrame & {
  evening: EveningHead & { endsAt: number };
  teachers: TeacherRow[];
  breakId: string;
  input: { teacher: string; from: string; to: string };
  hours: { teacher: string; from: string; to: string };
  errors: FieldError[];
  /** Booked times that a refused break would have covered. */
  inTheWay: (InTheWay & { teacher: string })[];
  done: "added" | "removed" | "hours" | null;
};

const TEACHERS_DONE = {
  added: "The break is in.",
  removed: "The break is gone.",
  hours: "The hours are set.",
} as const;

/** Breaks and own hours of the evening's teachers. */
export function EveningTeachersPage(props: TeachersProps) {
  const { evening, teachers, zone, done, errors, inTheWay } = props;
  return (
    <DeskEveningFrame {...props} title="Teacher Availability" here="teachers">
      <header class="stack-s">
        <h1>Teacher Availability</h1>
        <p class="soft">
          Everyone is there from {clockTime(evening.startsAt, zone)} to {clockTime(evening.endsAt, zone)}, unless you
          say otherwise here. A break takes whole slots.
        </p>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      {inTheWay.length > 0 && <InTheWayNotice rows={inTheWay} zone={zone} />}
      {done && (
        <Notice kind="good" role="status">
          <p>{TEACHERS_DONE[done]}</p>
        </Notice>
      )}
      {teachers.length === 0 ? (
        <p class="card">No class takes part yet, so there are no teachers to show.</p>
      ) : (
        <>
          <div class="field-grid is-pair">
            <BreakForm {...props} />
            <HoursForm {...props} />
          </div>
          <TeachersTable {...props} />
        </>
      )}
      <p>
        <a class="button is-primary" href={`/admin/evenings/${evening.id}`}>
          Next: Open booking
        </a>
      </p>
    </DeskEveningFrame>
  );
}

function InTheWayNotice({ rows, zone }: { rows: TeachersProps["inTheWay"]; zone: string }) {
  return (
    <Notice kind="bad" role="alert">
      <p>
        <strong>Nothing was changed: these times are booked.</strong> Ask the families to move or give them back, then
        try again.
      </p>
      <ul class="plain-list">
        {rows.map((row) => (
          <li key={`${row.teacherId} ${row.startsAt}`}>
            {clockTime(row.startsAt, zone)} {row.teacher}: {row.student}, with {row.guardian}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function BreakForm({ evening, teachers, breakId, input, errors }: TeachersProps) {
  const everyone = { value: "all", label: "All teachers" };
  const options = [everyone, ...teachers.map((one) => ({ value: one.id, label: one.name }))];
  return (
    <form class="card stack" method="post" action={`/admin/evenings/${evening.id}/teachers/breaks`} novalidate>
      <h2>Add a break</h2>
      <input type="hidden" name="id" value={breakId} />
      <SelectField id="teacher" label="For" value={input.teacher} options={options} errors={errors} />
      <div class="field-grid is-pair">
        <InputField id="from" label="From" type="time" value={input.from} errors={errors} />
        <InputField id="to" label="To" type="time" value={input.to} errors={errors} />
      </div>
      <p>
        <button class="button" type="submit">
          Add break
        </button>
      </p>
    </form>
  );
}

function HoursForm({ evening, teachers, hours, errors }: TeachersProps) {
  const options = teachers.map((one) => ({ value: one.id, label: one.name }));
  return (
    <form class="card stack" method="post" action={`/admin/evenings/${evening.id}/teachers/hours`} novalidate>
      <h2>Set a teacher’s own hours</h2>
      <SelectField id="hoursTeacher" label="Teacher" value={hours.teacher} options={options} errors={errors} />
      <div class="field-grid is-pair">
        <InputField id="earliest" label="Earliest" type="time" value={hours.from} errors={errors} />
        <InputField id="latest" label="Latest" type="time" value={hours.to} errors={errors} />
      </div>
      <p>
        <button class="button" type="submit">
          Set hours
        </button>
      </p>
    </form>
  );
}

function TeachersTable({ evening, teachers, zone }: TeachersProps) {
  const span = (one: { startsAt: number; endsAt: number }) =>
    `${clockTime(one.startsAt, zone)} to ${clockTime(one.endsAt, zone)}`;
  return (
    <div class="table-wrap">
      <table class="table is-folding is-mid">
        <caption class="unseen">Teachers, their hours and breaks</caption>
        <thead>
          <tr>
            <th scope="col">Teacher</th>
            <th scope="col">There</th>
            <th scope="col">Breaks</th>
          </tr>
        </thead>
        <tbody>
          {teachers.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name}</th>
              <td data-label="There">{span(one.hours ?? evening)}</td>
              <td data-label="Breaks">
                {one.breaks.length === 0 && <span class="soft">None</span>}
                {one.breaks.map((pause) => (
                  <form
                    key={pause.id}
                    class="row"
                    method="post"
                    action={`/admin/evenings/${evening.id}/teachers/breaks/remove`}
                  >
                    <span>{span(pause)}</span>
                    <button class="button is-quiet is-small" type="submit" name="break" value={pause.id}>
                      Remove
                      <span class="unseen">
                        {" "}
                        the break of {one.name}, {span(pause)}
                      </span>
                    </button>
                  </form>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import type { ComponentChildren } from "preact";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ChoiceField, ErrorSummary, InputField, SelectField } from "../ui/form-parts.tsx";
import type { DeskFrame } from "./desk-evening-frame.tsx";
import { DeskRecordFrame } from "./desk-record-frame.tsx";

type FormProps = DeskFrame & {
  title: string;
  lead?: string;
  up: { href: string; words: string };
  action: string;
  submit: string;
  errors: FieldError[];
  children: ComponentChildren;
};

/** A page that is one form, with what is wrong with it first. */
export function RecordFormPage({ title, lead, up, action, submit, errors, children, ...frame }: FormProps) {
  return (
    <DeskRecordFrame {...frame} title={title} up={up}>
      <header class="stack-s">
        <h1>{title}</h1>
        {lead && <p class="soft">{lead}</p>}
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      <form class="card stack" method="post" action={action} novalidate>
        {children}
        <p class="row">
          <button class="button is-primary" type="submit">
            {submit}
          </button>
          <a class="button" href={up.href}>
            Cancel
          </a>
        </p>
      </form>
    </DeskRecordFrame>
  );
}

type PersonInput = { title: string; forename: string; surname: string; email: string };
type Given = { errors: FieldError[] };

/** Name and address of a person. */
export function PersonFields({ input, errors }: Given & { input: PersonInput }) {
  return (
    <>
      <InputField
        id="title"
        label="Title"
        value={input.title}
        hint="Like Mrs. It can be left empty"
        short
        autocomplete="off"
        errors={errors}
      />
      <NameFields input={input} errors={errors} />
      <InputField
        id="email"
        type="email"
        label="E-mail address"
        value={input.email}
        hint="Leave it empty if they have none"
        autocomplete="off"
        errors={errors}
      />
    </>
  );
}

export function NameFields({ input, errors }: Given & { input: { forename: string; surname: string } }) {
  return (
    <>
      <InputField id="forename" label="First name" value={input.forename} autocomplete="off" errors={errors} />
      <InputField id="surname" label="Surname" value={input.surname} autocomplete="off" errors={errors} />
    </>
  );
}

export function OwnIdField({ value, errors }: Given & { value: string }) {
  return (
    <InputField
      id="ownId"
      label="Id in your own system"
      value={value}
      hint="With it, a later import knows them and brings the rest. Leave it empty if they are not there"
      autocomplete="off"
      errors={errors}
    />
  );
}

export type NewPersonProps = DeskFrame & {
  input: PersonInput & { id: string; ownId: string; student: string };
  errors: FieldError[];
};

/** A guardian whom no import has brought. */
export function NewPersonPage({ input, errors, ...frame }: NewPersonProps) {
  const up = input.student
    ? { href: `/admin/students/${input.student}/guardians/new`, words: "Back to the student’s guardians" }
    : { href: "/admin/people?kind=guardians", words: "All guardians" };
  return (
    <RecordFormPage
      {...frame}
      title="Add a guardian"
      lead="For somebody whom your records don’t have yet. Whose guardian they are comes next."
      up={up}
      action="/admin/people/new"
      submit="Add the guardian"
      errors={errors}
    >
      <input type="hidden" name="id" value={input.id} />
      <input type="hidden" name="student" value={input.student} />
      <PersonFields input={input} errors={errors} />
      <OwnIdField value={input.ownId} errors={errors} />
    </RecordFormPage>
  );
}

export type CorrectPersonProps = DeskFrame & { person: { id: string; name: string }; input: PersonInput } & Given;

export function CorrectPersonPage({ person, input, errors, ...frame }: CorrectPersonProps) {
  return (
    <RecordFormPage
      {...frame}
      title={`Correct ${person.name}`}
      lead="What you change here, later imports leave alone. A new address ends what was sent to the old one, and both are told."
      up={{ href: `/admin/people/${person.id}`, words: person.name }}
      action={`/admin/people/${person.id}/correct`}
      submit="Save"
      errors={errors}
    >
      <PersonFields input={input} errors={errors} />
    </RecordFormPage>
  );
}

export type CorrectStudentProps = DeskFrame & {
  student: { id: string; name: string };
  input: { forename: string; surname: string };
} & Given;

export function CorrectStudentPage({ student, input, errors, ...frame }: CorrectStudentProps) {
  return (
    <RecordFormPage
      {...frame}
      title={`Correct ${student.name}`}
      lead="What you change here, later imports leave alone. Guardians sign in with the name as it is here."
      up={{ href: `/admin/students/${student.id}`, words: student.name }}
      action={`/admin/students/${student.id}/correct`}
      submit="Save"
      errors={errors}
    >
      <NameFields input={input} errors={errors} />
    </RecordFormPage>
  );
}

export type NewStudentProps = DeskFrame & {
  input: {
    id: string;
    forename: string;
    surname: string;
    birth: string;
    yearGroup: string;
    registrationGroup: string;
    ownId: string;
  };
} & Given;

/** A student whom no import has brought. */
export function NewStudentPage({ input, errors, ...frame }: NewStudentProps) {
  return (
    <RecordFormPage
      {...frame}
      title="Add a student"
      lead="For a student whom your records don’t have yet. Guardians and classes come next."
      up={{ href: "/admin/people?kind=students", words: "All students" }}
      action="/admin/students/new"
      submit="Add the student"
      errors={errors}
    >
      <input type="hidden" name="id" value={input.id} />
      <NameFields input={input} errors={errors} />
      <InputField
        id="birth"
        type="date"
        label="Date of birth"
        value={input.birth}
        hint="Their guardians are asked for it when they sign in"
        short
        errors={errors}
      />
      <InputField id="yearGroup" label="Year group" value={input.yearGroup} short autocomplete="off" errors={errors} />
      <InputField
        id="registrationGroup"
        label="Registration group"
        value={input.registrationGroup}
        hint="Like 6A. It can be left empty"
        short
        autocomplete="off"
        errors={errors}
      />
      <OwnIdField value={input.ownId} errors={errors} />
    </RecordFormPage>
  );
}

export type EndProps = DeskFrame & {
  path: string;
  name: string;
  kind: "guardian" | "teacher" | "student";
  /** Booked appointments that are still to come. */
  open: number;
};

const FOLLOWS: Record<EndProps["kind"], string[]> = {
  guardian: [
    "They are signed out everywhere, at once, also out of a call, and can’t sign in again.",
    "Links in mails that they have, and their calendar’s address, stop working.",
    "Guests whom they invited are let in no more.",
    "Their open appointments wait for you under “Appointments to decide”.",
  ],
  teacher: [
    "They are signed out everywhere, at once, also out of a call, and can’t sign in again.",
    "They teach no class any more. Appointments go to another teacher of the class who is free.",
    "The other appointments wait for you under “Appointments to decide”: hand them over, or cancel them.",
  ],
  student: [
    "Nobody can book for them, wait for a time or invite a guest.",
    "Their open appointments wait for you under “Appointments to decide”.",
    "Guardians who have no other student here have nothing left to book.",
  ],
};

/** What follows when somebody has left, before it does. */
export function EndRecordPage({ path, name, kind, open, ...frame }: EndProps) {
  return (
    <RecordFormPage
      {...frame}
      title={`${name} has left`}
      up={{ href: path, words: name }}
      action={`${path}/end`}
      submit={`Yes, ${name} has left`}
      errors={[]}
    >
      <p>
        {open === 0
          ? "They have no appointment to come."
          : `They have ${open} ${open === 1 ? "appointment" : "appointments"} to come.`}
      </p>
      <ul class="plain-list">
        {FOLLOWS[kind].map((words) => (
          <li key={words}>{words}</li>
        ))}
        <li>Later imports don’t bring them back. You can, on their page.</li>
      </ul>
    </RecordFormPage>
  );
}

export type BondInput = {
  relationship: string;
  priority: string;
  parentalResponsibility: boolean;
  livesWith: boolean;
  courtOrder: boolean;
};

export type BondFormProps = DeskFrame & {
  student: { id: string; name: string };
  guardian: { id: string; name: string };
  /** Null for a link that is still to be added. */
  byHand: "added" | "changed" | "ended" | null | "new";
  input: BondInput;
} & Given;

const YES_NO = [
  { value: "1", label: "Yes" },
  { value: "0", label: "No" },
];

/** What a guardian is to a student: added, changed or ended by hand. */
export function BondFormPage({ student, guardian, byHand, input, errors, ...frame }: BondFormProps) {
  const isNew = byHand === "new";
  const path = `/admin/students/${student.id}/guardians`;
  return (
    <DeskRecordFrame
      {...frame}
      title={`${guardian.name} and ${student.name}`}
      up={{ href: `/admin/students/${student.id}`, words: student.name }}
    >
      <header class="stack-s">
        <h1>
          {guardian.name} and {student.name}
        </h1>
        <p class="soft">What you save here, later imports leave alone.</p>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      <form class="card stack" method="post" action={isNew ? `${path}/new` : `${path}/${guardian.id}`} novalidate>
        {isNew && <input type="hidden" name="guardian" value={guardian.id} />}
        <InputField
          id="relationship"
          label="Relationship"
          value={input.relationship}
          hint="Like Mother"
          autocomplete="off"
          errors={errors}
        />
        <InputField
          id="priority"
          label="Priority"
          value={input.priority}
          hint="1 for whom the school asks first"
          inputmode="numeric"
          short
          errors={errors}
        />
        <YesNo id="parentalResponsibility" label="Parental responsibility" on={input.parentalResponsibility} />
        <YesNo id="livesWith" label="The student lives with them" on={input.livesWith} />
        <SelectField
          id="courtOrder"
          label="A court order keeps them from the student"
          hint="They lose the appointments to come about this student, at once, and the guests whom they invited. Those who need to know are told, and never why"
          value={input.courtOrder ? "1" : "0"}
          options={YES_NO.toReversed()}
          errors={errors}
        />
        <p class="row">
          <button class="button is-primary" type="submit">
            {isNew ? "Add the link" : "Save"}
          </button>
          <a class="button" href={`/admin/students/${student.id}`}>
            Cancel
          </a>
        </p>
      </form>
      {!isNew && <EndBond path={`${path}/${guardian.id}`} byHand={byHand} />}
    </DeskRecordFrame>
  );
}

function YesNo({ id, label, on }: { id: string; label: string; on: boolean }) {
  return <ChoiceField id={id} kind="radio" label={label} chosen={[on ? "1" : "0"]} options={YES_NO} errors={[]} />;
}

function EndBond({ path, byHand }: { path: string; byHand: BondFormProps["byHand"] }) {
  return (
    <section class="stack-s" aria-labelledby="end">
      <h2 id="end">If this link is wrong</h2>
      <p>
        Ended, it is as if the two had never been linked: appointments to come are cancelled and those concerned are
        told. Later imports don’t bring it back.
      </p>
      <div class="row">
        <form method="post" action={`${path}/end`}>
          <button class="button is-danger" type="submit">
            End this link
          </button>
        </form>
        {byHand !== null && (
          <form method="post" action={`${path}/release`}>
            <button class="button" type="submit">
              The import decides again
            </button>
          </form>
        )}
      </div>
    </section>
  );
}

import type { ComponentChildren } from "preact";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { ErrorSummary, InputField } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { count, list } from "../words/format.ts";
import { ConsentTick, type StudentChoice, StudentTicks } from "./invite-fields.tsx";

type Frame = { school: SchoolView; viewer: Viewer };
type Evening = { id: string; name: string };

export type FindGuardianProps = Frame & {
  evening: Evening;
  typed: string;
  found: { id: string; name: string; students: string[] }[];
};

/** Whom to invite for: looked up by a name, because a school has hundreds of guardians. */
export function FindGuardianPage({ school, viewer, evening, typed, found }: FindGuardianProps) {
  return (
    <DeskInvitePage school={school} viewer={viewer} evening={evening} title="Invite for a guardian">
      <form method="get" action="/admin/invites/new" class="stack">
        <input type="hidden" name="evening" value={evening.id} />
        <InputField
          id="name"
          name="name"
          label="Guardian’s or student’s name"
          value={typed}
          hint="A part of it will do: a surname, say."
          autocomplete="off"
          errors={[]}
        />
        <p>
          <button class="button is-primary" type="submit">
            Find
          </button>
        </p>
      </form>
      {typed.trim() !== "" && <Found evening={evening} found={found} />}
    </DeskInvitePage>
  );
}

function Found({ evening, found }: Pick<FindGuardianProps, "evening" | "found">) {
  if (found.length === 0)
    return (
      <p role="status">
        No guardian with a child in this evening has that name, or none who may book. Try another part of it.
      </p>
    );
  return (
    <section class="stack-s" aria-labelledby="found">
      <h2 id="found">{count(found.length, "guardian")} found</h2>
      <ul class="stack-s">
        {found.map(({ id, name, students }) => (
          <li key={id}>
            <a href={`/admin/invites/new?${new URLSearchParams({ evening: evening.id, guardian: id })}`}>{name}</a>{" "}
            <span class="soft">for {list(students)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export type DeskInviteFormProps = Frame & {
  evening: Evening;
  guardian: { id: string; name: string };
  inviteId: string;
  name: string;
  email: string;
  consent: boolean;
  consentWords: string;
  students: StudentChoice[];
  errors: FieldError[];
};

const NO_CONSENT = "Tick the box: without their consent nobody can be invited";

/** Invite Parent/Guardian, filled in by the school for a guardian who has asked for it. */
export function DeskInviteFormPage(props: DeskInviteFormProps) {
  const { school, viewer, evening, guardian, inviteId, errors } = props;
  const title = `Invite for ${guardian.name}`;
  const unticked = errors.some(({ field }) => field === "consent");
  // The only student there is need not be looked for.
  const students = props.students.map((one) => ({ ...one, chosen: one.chosen || props.students.length === 1 }));
  return (
    <DeskInvitePage
      {...{ school, viewer, evening }}
      title={errors.length > 0 ? `Error: ${title}` : title}
      heading={title}
    >
      <form method="post" action="/admin/invites" class="card stack" novalidate>
        {errors.length > 0 && <ErrorSummary title={`${count(errors.length, "thing")} to put right`} errors={errors} />}
        <p>
          The guest joins the video calls of {guardian.name}. The audit trail keeps that you sent the invite for them.
        </p>
        <InputField
          id="name"
          name="name"
          label="Guest’s name *"
          value={props.name}
          autocomplete="off"
          required
          errors={errors}
        />
        <InputField
          id="email"
          name="email"
          type="email"
          label="Guest’s email *"
          value={props.email}
          autocomplete="off"
          inputmode="email"
          hint="Anyone with access to the email will be able to join the video call"
          required
          errors={errors}
        />
        <ConsentTick checked={props.consent} words={props.consentWords} problem={unticked ? NO_CONSENT : undefined} />
        <StudentTicks students={students} errors={errors} />
        <input type="hidden" name="evening" value={evening.id} />
        <input type="hidden" name="guardian" value={guardian.id} />
        <input type="hidden" name="invite" value={inviteId} />
        <p class="row">
          <button class="button is-primary" type="submit">
            Send Invite
          </button>
          <a class="button" href={`/admin/invites?evening=${encodeURIComponent(evening.id)}`}>
            Close
          </a>
        </p>
      </form>
    </DeskInvitePage>
  );
}

type PageProps = Frame & {
  evening: Evening;
  title: string;
  heading?: string;
  children: ComponentChildren;
};

function DeskInvitePage({ school, viewer, evening, title, heading = title, children }: PageProps) {
  return (
    <SchoolPage
      title={title}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="invites" viewer={viewer} />}
    >
      <header>
        <a class="back" href={`/admin/invites?evening=${encodeURIComponent(evening.id)}`}>
          Invites
        </a>
        <h1>{heading}</h1>
        <p class="soft">{evening.name}</p>
      </header>
      {children}
    </SchoolPage>
  );
}

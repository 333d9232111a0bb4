import { count } from "../ui/format.ts";
import type { SchoolView, Viewer } from "../ui/layout.tsx";
import { ErrorSummary, type FieldError, FieldProblem, TextField } from "../ui/parts.tsx";
import { type FrameKind, InviteFrame } from "./invite-frame.tsx";
import { WrongAddressNotice, type WrongAddressView } from "./wrong-address-notice.tsx";

export type InviteFormProps = {
  frame: FrameKind;
  school: SchoolView;
  viewer: Viewer;
  evening: { id: string; name: string };
  invited: boolean;
  wrong: WrongAddressView[];
  /** Made once a form, so that sending it twice makes one invite. */
  inviteId: string;
  name: string;
  email: string;
  consent: boolean;
  consentWords: string;
  /** Every student of theirs in the evening; `blocked` says why one can't be chosen. */
  students: { id: string; name: string; chosen: boolean; blocked: string | null }[];
  errors: FieldError[];
};

const FORM = "invite-form";

/** Invite Parent/Guardian. */
export function InviteFormPage(props: InviteFormProps) {
  const { frame, school, viewer, evening, invited, errors } = props;
  return (
    <InviteFrame
      {...{ frame, school, viewer, evening, invited }}
      title="Invite Parent/Guardian"
      {...(errors.length > 0 ? { prefix: "Error" } : {})}
      action={
        <button class="button is-primary" type="submit" form={FORM}>
          Send Invite
        </button>
      }
    >
      {props.wrong.map((invite) => (
        <WrongAddressNotice key={invite.id} {...invite} />
      ))}
      <form
        id={FORM}
        class={frame === "page" ? "card stack" : "stack"}
        method="post"
        action="/bookings/invites"
        novalidate
      >
        <InviteFields {...props} />
      </form>
    </InviteFrame>
  );
}

function InviteFields(props: InviteFormProps) {
  const { evening, inviteId, name, email, errors, students } = props;
  return (
    <>
      {errors.length > 0 && <ErrorSummary title={`${count(errors.length, "thing")} to put right`} errors={errors} />}
      <p>You may invite an additional parent/guardian to also attend the video call.</p>
      <TextField id="name" name="name" label="Name *" value={name} autocomplete="off" required errors={errors} />
      <TextField
        id="email"
        name="email"
        type="email"
        label="Email *"
        value={email}
        autocomplete="off"
        inputmode="email"
        hint="Anyone with access to the email will be able to join the video call"
        required
        errors={errors}
      />
      <Consent {...props} />
      {students.length > 1 && <Students {...props} />}
      {students.length === 1 && <OnlyStudent {...props} />}
      <input type="hidden" name="evening" value={evening.id} />
      <input type="hidden" name="invite" value={inviteId} />
    </>
  );
}

function Consent({ consent, consentWords, errors }: InviteFormProps) {
  const error = errors.find(({ field }) => field === "consent");
  return (
    <div class={error ? "field is-wrong" : "field"}>
      {error && <FieldProblem id="consent-error" words={error.words} />}
      <label class="choice">
        <input
          type="checkbox"
          id="consent"
          name="consent"
          value="yes"
          required
          checked={consent}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? "consent-error" : undefined}
        />
        <span>{consentWords}</span>
      </label>
    </div>
  );
}

function Students({ students, errors }: InviteFormProps) {
  const error = errors.find(({ field }) => field === "student");
  const firstFree = students.find((student) => student.blocked === null)?.id;
  return (
    // A fieldset draws its edge from the middle of its legend down: the red one stands round it.
    <div class={error ? "field is-wrong" : "field"}>
      <fieldset class="field" aria-describedby={error ? "student-error" : undefined}>
        <legend>Invite to all appointments for the following students:</legend>
        {error && <FieldProblem id="student-error" words={error.words} />}
        {students.map(({ id, name, chosen, blocked }) => (
          <label class="choice" key={id}>
            <input
              type="checkbox"
              id={id === firstFree ? "student" : undefined}
              name="student"
              value={id}
              checked={chosen && blocked === null}
              disabled={blocked !== null}
            />
            <span>
              {name}
              {blocked !== null && <span class="soft"> – {blocked}</span>}
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

/** No list to choose from; a mistake about the student still has its place. */
function OnlyStudent({ errors }: InviteFormProps) {
  const error = errors.find(({ field }) => field === "student");
  return error ? (
    <div class="field is-wrong" id="student">
      <FieldProblem id="student-error" words={error.words} />
    </div>
  ) : null;
}

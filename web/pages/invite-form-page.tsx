import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ErrorSummary, FieldProblem, InputField } from "../ui/form-parts.tsx";
import type { SchoolView, Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";
import { ConsentTick, type StudentChoice, StudentTicks } from "./invite-fields.tsx";
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
  /** Every student of theirs in the evening. */
  students: StudentChoice[];
  errors: FieldError[];
};

const FORM = "invite-form";

/** Invite Parent/Guardian. */
export function InviteFormPage(props: InviteFormProps) {
  const t = useWords();
  const { frame, school, viewer, evening, invited, errors } = props;
  return (
    <InviteFrame
      {...{ frame, school, viewer, evening, invited }}
      title={t("invites.form.title")}
      {...(errors.length > 0 ? { prefix: t("invites.form.errors.label") } : {})}
      action={
        <button class="button is-primary" type="submit" form={FORM}>
          {t("invites.form.send.button")}
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
  const t = useWords();
  const { evening, inviteId, name, email, errors, students } = props;
  return (
    <>
      {errors.length > 0 && (
        <ErrorSummary title={t("invites.form.errors.title", { errors: errors.length })} errors={errors} />
      )}
      <p>{t("invites.form.text")}</p>
      <InputField
        id="name"
        name="name"
        label={t("invites.form.name.label")}
        value={name}
        autocomplete="off"
        required
        errors={errors}
      />
      <InputField
        id="email"
        name="email"
        type="email"
        label={t("invites.form.email.label")}
        value={email}
        autocomplete="off"
        inputmode="email"
        hint={t("invites.form.email.hint")}
        required
        errors={errors}
      />
      <ConsentTick checked={props.consent} words={props.consentWords} problem={wordsFor(errors, "consent")} />
      {students.length > 1 && <StudentTicks students={students} errors={errors} />}
      {students.length === 1 && <OnlyStudent {...props} />}
      <input type="hidden" name="evening" value={evening.id} />
      <input type="hidden" name="invite" value={inviteId} />
    </>
  );
}

/** No list to choose from; a mistake about the student still has its place. */
function OnlyStudent({ errors }: InviteFormProps) {
  const words = wordsFor(errors, "student");
  return words ? (
    <div class="field is-wrong" id="student">
      <FieldProblem id="student-error" words={words} />
    </div>
  ) : null;
}

function wordsFor(errors: FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.words;
}

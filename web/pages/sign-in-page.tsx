import type { FieldError } from "../../worker/rules/form-fields.ts";
import type { SignInInput } from "../../worker/rules/sign-in-form.ts";
import { ErrorSummary, FieldProblem, InputField } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";

export type SignInPageProps = {
  school: SchoolView;
  viewer: Viewer;
  input: SignInInput;
  /** Mistakes in typing, by box. */
  errors: FieldError[];
  /** Well typed, and not what the school has. Whether an address elsewhere got a link is never told. */
  mismatch: boolean;
  /** Brought here by a press that could not be done. */
  unsaved: boolean;
};

/** Sign in by details, with the e-mailed link beside it. */
export function SignInPage({ school, viewer, input, errors, mismatch, unsaved }: SignInPageProps) {
  const t = useWords();
  const wrong = mismatch || errors.length > 0;
  return (
    <SchoolPage title={wrong ? t("signIn.errorSignIn") : t("signIn.signIn")} school={school} viewer={viewer}>
      <a class="back" href="/">
        {t("signIn.evenings", { shortName: school.shortName })}
      </a>
      <header class="page-head">
        <h1>{t("signIn.signIn")}</h1>
        <p class="soft">{t("signIn.pleaseTypeYourDetails")}</p>
      </header>
      <div class="aside-layout">
        <div class="stack">
          {unsaved && <Unsaved />}
          {mismatch && <Mismatch />}
          {errors.length > 0 && <ErrorSummary title={t("signIn.couldNotSignIn")} errors={errors} />}
          <DetailsForm input={input} errors={errors} />
        </div>
        <aside class="stack" aria-label={t("signIn.otherWays")}>
          <section class="card stack" aria-labelledby="link">
            <h2 id="link">{t("signIn.orByALink")}</h2>
            <p>{t("signIn.weSendYouA")}</p>
            <p>
              <a class="button is-wide" href={withNext("/sign-in/link", input.next)}>
                {t("signIn.eMailMeA")}
              </a>
            </p>
          </section>
          <OfficeHelp school={school} />
        </aside>
      </div>
    </SchoolPage>
  );
}

/** Says that the press which led here did nothing yet. */
export function Unsaved() {
  const t = useWords();
  return (
    <Notice kind="plain" role="status">
      <p>{t("signIn.unsaved")}</p>
    </Notice>
  );
}

/** Keeps where the person was going. */
export function withNext(path: string, next: string): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

export function OfficeHelp({ school }: { school: SchoolView }) {
  const t = useWords();
  if (!school.officePhone) return null;
  return (
    <div class="notice is-plain">
      <div>
        <p>
          {t.rich("signIn.notWorkingRingThe", {
            officePhone: school.officePhone,
            num: (children) => <span class="num">{children}</span>,
          })}
        </p>
      </div>
    </div>
  );
}

function Mismatch() {
  const t = useWords();
  return (
    <div class="errors stack-s" role="alert" tabindex={-1}>
      <h2>{t("signIn.couldNotSignIn")}</h2>
      <p>{t("signIn.checkEachBoxAgainst")}</p>
      <p>{t("signIn.ifTheSchoolHas")}</p>
    </div>
  );
}

function DetailsForm({ input, errors }: { input: SignInInput; errors: FieldError[] }) {
  const t = useWords();
  return (
    <form class="stack" method="post" action="/sign-in" novalidate>
      {input.next && <input type="hidden" name="next" value={input.next} />}
      <fieldset class="card stack" aria-labelledby="about-you">
        <h2 id="about-you">{t("signIn.aboutYou")}</h2>
        <InputField
          id="title"
          name="title"
          label={t("signIn.title")}
          value={input.title}
          hint={t("signIn.mrMrsDrOr")}
          short
          autocomplete="honorific-prefix"
          errors={errors}
        />
        <div class="field-grid is-pair">
          <InputField
            id="first"
            name="firstName"
            label={t("signIn.firstName")}
            value={input.firstName}
            autocomplete="given-name"
            required
            errors={errors}
          />
          <InputField
            id="surname"
            name="surname"
            label={t("signIn.surname")}
            value={input.surname}
            autocomplete="family-name"
            required
            errors={errors}
          />
        </div>
        <InputField
          id="email"
          name="email"
          label={t("signIn.email")}
          type="email"
          value={input.email}
          hint={t("signIn.yourAppointmentsAreSent")}
          autocomplete="email"
          required
          errors={errors}
        />
      </fieldset>
      <fieldset class="card stack" aria-labelledby="about-student">
        <h2 id="about-student">{t("signIn.aboutTheStudent")}</h2>
        <p class="soft">{t("signIn.ifYouHaveMore")}</p>
        <div class="field-grid is-pair">
          <InputField
            id="s-first"
            name="studentFirstName"
            label={t("signIn.studentsFirstName")}
            value={input.studentFirstName}
            autocomplete="off"
            required
            errors={errors}
          />
          <InputField
            id="s-surname"
            name="studentSurname"
            label={t("signIn.studentsSurname")}
            value={input.studentSurname}
            autocomplete="off"
            required
            errors={errors}
          />
        </div>
        <BirthDate input={input} error={errors.find(({ field }) => field.startsWith("dob-"))} />
      </fieldset>
      <p>
        <button class="button is-primary is-wide" type="submit">
          {t("signIn.signIn")}
        </button>
      </p>
    </form>
  );
}

const DATE_BOXES = [
  { id: "dob-day", name: "day", label: "signIn.day" },
  { id: "dob-month", name: "month", label: "signIn.month" },
  { id: "dob-year", name: "year", label: "signIn.year" },
] as const;

function BirthDate({ input, error }: { input: SignInInput; error: FieldError | undefined }) {
  const t = useWords();
  return (
    <fieldset class={error ? "field is-wrong" : "field"}>
      <legend>{t("signIn.studentsDateOfBirth")}</legend>
      <p class="hint" id="dob-hint">
        {t("signIn.forExample143")}
      </p>
      {error && <FieldProblem id="dob-error" words={error.words} />}
      <div class="row">
        {DATE_BOXES.map(({ id, name, label }) => (
          <div key={id}>
            <label class="small" for={id}>
              {t(label)}
            </label>
            <input
              class="input is-short"
              id={id}
              name={name}
              inputmode="numeric"
              autocomplete="off"
              value={input[name]}
              required
              aria-invalid={error?.field === id ? "true" : undefined}
              aria-describedby={error?.field === id ? "dob-hint dob-error" : "dob-hint"}
            />
          </div>
        ))}
      </div>
    </fieldset>
  );
}

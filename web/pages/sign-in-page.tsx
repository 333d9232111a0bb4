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
    <SchoolPage
      title={wrong ? t("signIn.details.error.pageTitle") : t("signIn.page.title")}
      school={school}
      viewer={viewer}
    >
      <a class="back" href="/">
        {t("signIn.evenings.link", { shortName: school.shortName })}
      </a>
      <header class="page-head">
        <h1>{t("signIn.page.title")}</h1>
        <p class="soft">{t("signIn.details.text")}</p>
      </header>
      <div class="aside-layout">
        <div class="stack">
          {unsaved && <Unsaved />}
          {mismatch && <Mismatch next={input.next} />}
          {errors.length > 0 && <ErrorSummary title={t("signIn.mismatch.title")} errors={errors} />}
          <DetailsForm input={input} errors={errors} />
        </div>
        <aside class="stack" aria-label={t("signIn.otherWays.label")}>
          <section class="card stack" aria-labelledby="link">
            <h2 id="link">{t("signIn.byLink.heading")}</h2>
            <p>{t("signIn.byLink.text")}</p>
            <p>
              <a class="button is-wide" href={withNext("/sign-in/link", input.next)}>
                {t("signIn.byLink.button")}
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
      <p>{t("signIn.unsaved.text")}</p>
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
          {t.rich("signIn.office.text", {
            officePhone: school.officePhone,
            num: (children) => <span class="num">{children}</span>,
          })}
        </p>
      </div>
    </div>
  );
}

function Mismatch({ next }: { next: string }) {
  const t = useWords();
  return (
    <div class="errors stack-s" role="alert" tabindex={-1}>
      <h2>{t("signIn.mismatch.title")}</h2>
      <p>{t("signIn.mismatch.text")}</p>
      <p>{t("signIn.mismatch.linkSent.text")}</p>
      <p>
        <a class="link" href={withNext("/sign-in/code", next)}>
          {t("signIn.mismatch.code.link")}
        </a>
      </p>
    </div>
  );
}

function DetailsForm({ input, errors }: { input: SignInInput; errors: FieldError[] }) {
  const t = useWords();
  return (
    <form class="stack" method="post" action="/sign-in" novalidate>
      {input.next && <input type="hidden" name="next" value={input.next} />}
      <fieldset class="card stack" aria-labelledby="about-you">
        <h2 id="about-you">{t("signIn.you.heading")}</h2>
        <InputField
          id="title"
          name="title"
          label={t("signIn.you.title.label")}
          value={input.title}
          hint={t("signIn.you.title.hint")}
          short
          autocomplete="honorific-prefix"
          errors={errors}
        />
        <div class="field-grid is-pair">
          <InputField
            id="first"
            name="firstName"
            label={t("signIn.you.firstName.label")}
            value={input.firstName}
            autocomplete="given-name"
            required
            errors={errors}
          />
          <InputField
            id="surname"
            name="surname"
            label={t("signIn.you.surname.label")}
            value={input.surname}
            autocomplete="family-name"
            required
            errors={errors}
          />
        </div>
        <InputField
          id="email"
          name="email"
          label={t("signIn.email.label")}
          type="email"
          value={input.email}
          hint={t("signIn.email.hint")}
          autocomplete="email"
          errors={errors}
        />
      </fieldset>
      <fieldset class="card stack" aria-labelledby="about-student">
        <h2 id="about-student">{t("signIn.student.heading")}</h2>
        <p class="soft">{t("signIn.student.text")}</p>
        <div class="field-grid is-pair">
          <InputField
            id="s-first"
            name="studentFirstName"
            label={t("signIn.student.firstName.label")}
            value={input.studentFirstName}
            autocomplete="off"
            required
            errors={errors}
          />
          <InputField
            id="s-surname"
            name="studentSurname"
            label={t("signIn.student.surname.label")}
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
          {t("signIn.page.title")}
        </button>
      </p>
    </form>
  );
}

const DATE_BOXES = [
  { id: "dob-day", name: "day", label: "signIn.birth.day.label" },
  { id: "dob-month", name: "month", label: "signIn.birth.month.label" },
  { id: "dob-year", name: "year", label: "signIn.birth.year.label" },
] as const;

function BirthDate({ input, error }: { input: SignInInput; error: FieldError | undefined }) {
  const t = useWords();
  return (
    <fieldset class={error ? "field is-wrong" : "field"}>
      <legend>{t("signIn.birth.label")}</legend>
      <p class="hint" id="dob-hint">
        {t("signIn.birth.hint")}
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

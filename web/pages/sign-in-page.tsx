import type { SignInInput } from "../../worker/people/sign-in-form.ts";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { ErrorSummary, type FieldError, FieldProblem, TextField } from "../ui/parts.tsx";

export type SignInPageProps = {
  school: SchoolView;
  viewer: Viewer;
  input: SignInInput;
  /** Mistakes in typing, by box. */
  errors: FieldError[];
  /** Well typed, and not what the school has. Whether an address elsewhere got a link is never told. */
  mismatch: boolean;
};

export const NO_MATCH = "We could not sign you in";

/** Sign in by details, with the e-mailed link beside it. */
export function SignInPage({ school, viewer, input, errors, mismatch }: SignInPageProps) {
  const wrong = mismatch || errors.length > 0;
  return (
    <SchoolPage title={wrong ? "Error: Sign in" : "Sign in"} school={school} viewer={viewer}>
      <a class="back" href="/">
        {school.shortName} evenings
      </a>
      <header class="page-head">
        <h1>Sign in</h1>
        <p class="soft">Please type your details as the school has them.</p>
      </header>
      <div class="aside-layout">
        <div class="stack">
          {mismatch && <Mismatch />}
          {errors.length > 0 && <ErrorSummary title={NO_MATCH} errors={errors} />}
          <DetailsForm input={input} errors={errors} />
        </div>
        <aside class="stack" aria-label="Other ways">
          <section class="card stack" aria-labelledby="link">
            <h2 id="link">Or by a link in your e-mail</h2>
            <p>We send you a link. Tap it and you are signed in.</p>
            <p>
              <a class="button is-wide" href={withNext("/sign-in/link", input.next)}>
                E-mail me a link
              </a>
            </p>
          </section>
          <OfficeHelp school={school} />
        </aside>
      </div>
    </SchoolPage>
  );
}

/** Keeps where the person was going. */
export function withNext(path: string, next: string): string {
  return next ? `${path}?next=${encodeURIComponent(next)}` : path;
}

export function OfficeHelp({ school }: { school: SchoolView }) {
  if (!school.officePhone) return null;
  return (
    <div class="notice is-plain">
      <div>
        <p>
          Not working? Ring the school office on <span class="num">{school.officePhone}</span>. They can book for you.
        </p>
      </div>
    </div>
  );
}

function Mismatch() {
  return (
    <div class="errors stack-s" role="alert" tabindex={-1}>
      <h2>{NO_MATCH}</h2>
      <p>Check each box against a school letter: names, e-mail and date of birth have to be as the school has them.</p>
      <p>If the school has another e-mail for you, we have sent a link there. Tap it and you are signed in.</p>
    </div>
  );
}

function DetailsForm({ input, errors }: { input: SignInInput; errors: FieldError[] }) {
  return (
    <form class="stack" method="post" action="/sign-in" novalidate>
      {input.next && <input type="hidden" name="next" value={input.next} />}
      <fieldset class="card stack" aria-labelledby="about-you">
        <h2 id="about-you">About you</h2>
        <TextField
          id="title"
          name="title"
          label="Title"
          value={input.title}
          hint="Mr, Mrs, Dr … or leave it empty"
          short
          autocomplete="honorific-prefix"
          errors={errors}
        />
        <div class="field-grid is-pair">
          <TextField
            id="first"
            name="firstName"
            label="First name"
            value={input.firstName}
            autocomplete="given-name"
            required
            errors={errors}
          />
          <TextField
            id="surname"
            name="surname"
            label="Surname"
            value={input.surname}
            autocomplete="family-name"
            required
            errors={errors}
          />
        </div>
        <TextField
          id="email"
          name="email"
          label="Email"
          type="email"
          value={input.email}
          hint="Your appointments are sent to this address."
          autocomplete="email"
          required
          errors={errors}
        />
      </fieldset>
      <fieldset class="card stack" aria-labelledby="about-student">
        <h2 id="about-student">About the student</h2>
        <p class="soft">If you have more than one child here, any one of them will do.</p>
        <div class="field-grid is-pair">
          <TextField
            id="s-first"
            name="studentFirstName"
            label="Student’s first name"
            value={input.studentFirstName}
            autocomplete="off"
            required
            errors={errors}
          />
          <TextField
            id="s-surname"
            name="studentSurname"
            label="Student’s surname"
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
          Sign in
        </button>
      </p>
    </form>
  );
}

const DATE_BOXES = [
  { id: "dob-day", name: "day", label: "Day" },
  { id: "dob-month", name: "month", label: "Month" },
  { id: "dob-year", name: "year", label: "Year" },
] as const;

function BirthDate({ input, error }: { input: SignInInput; error: FieldError | undefined }) {
  return (
    <fieldset class={error ? "field is-wrong" : "field"}>
      <legend>Student’s date of birth</legend>
      <p class="hint" id="dob-hint">
        For example, 14 3 2016
      </p>
      {error && <FieldProblem id="dob-error" words={error.words} />}
      <div class="row">
        {DATE_BOXES.map(({ id, name, label }) => (
          <div key={id}>
            <label class="small" for={id}>
              {label}
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

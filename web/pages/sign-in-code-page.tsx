import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ErrorSummary, FieldProblem } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";
import { withNext } from "./sign-in-page.tsx";

export type SignInCodePageProps = {
  school: SchoolView;
  viewer: Viewer;
  /** What they typed, to be compared with the mail. */
  code: string;
  next: string;
  errors: FieldError[];
  /** They have just asked for another mail. */
  again: boolean;
};

/** Asks for the six figures. The same for everybody: it never tells whether the details were anybody's, or whose address has got a mail. */
export function SignInCodePage({ school, viewer, code, next, errors, again }: SignInCodePageProps) {
  const t = useWords();
  const title = t("signIn.code.title");
  return (
    <SchoolPage
      title={errors.length > 0 ? t("signIn.link.error.pageTitle", { title }) : title}
      school={school}
      viewer={viewer}
      mainClass="page is-narrow"
    >
      <a class="back" href={withNext("/sign-in", next)}>
        {t("signIn.code.back.link")}
      </a>
      <header class="page-head">
        <h1>{title}</h1>
        <p class="lead">{t("signIn.code.text")}</p>
      </header>
      <div class="stack">
        {again && errors.length === 0 && (
          <Notice kind="good" role="status">
            <p>{t("signIn.code.sentAgain.text")}</p>
          </Notice>
        )}
        {errors.length > 0 && <ErrorSummary title={t("signIn.mismatch.title")} errors={errors} />}
        <CodeForm code={code} next={next} errors={errors} />
        <section class="card stack-s" aria-labelledby="nothing-came">
          <h2 id="nothing-came">{t("signIn.code.nothing.heading")}</h2>
          <p>{t("signIn.code.nothing.text")}</p>
          <form method="post" action="/sign-in/code/again">
            {next && <input type="hidden" name="next" value={next} />}
            <button class="button" type="submit">
              {t("signIn.code.again.button")}
            </button>
          </form>
        </section>
        <Notice kind="plain">
          <p>{t("signIn.code.office.text", officeOf(school))}</p>
        </Notice>
      </div>
    </SchoolPage>
  );
}

function officeOf({ officePhone }: SchoolView) {
  return { known: officePhone ? "yes" : "no", phone: officePhone };
}

function CodeForm({ code, next, errors }: Pick<SignInCodePageProps, "code" | "next" | "errors">) {
  const t = useWords();
  const error = errors.find(({ field }) => field === "code");
  return (
    <form class="card stack" method="post" action="/sign-in/code" novalidate>
      {next && <input type="hidden" name="next" value={next} />}
      <div class={error ? "field is-wrong" : "field"}>
        <label for="code">{t("signIn.code.label")}</label>
        {error && <FieldProblem id="code-error" words={error.words} />}
        <input
          class="input is-figures"
          id="code"
          name="code"
          value={code}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxLength={12}
          required
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? "code-hint code-error" : "code-hint"}
        />
        <p class="hint" id="code-hint">
          {t("signIn.code.hint")}
        </p>
      </div>
      <p>
        <button class="button is-primary" type="submit">
          {t("signIn.page.title")}
        </button>
      </p>
    </form>
  );
}

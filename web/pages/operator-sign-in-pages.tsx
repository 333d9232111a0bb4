import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ErrorSummary, InputField } from "../ui/form-parts.tsx";
import { OperatorPage } from "./operator-frame.tsx";

/** Asks for an address to send a link to. */
export function OperatorSignInPage({ email, errors }: { email: string; errors: FieldError[] }) {
  return (
    <OperatorPage title={errors.length > 0 ? "Error: sign in" : "Sign in"} operator={null}>
      <header class="page-head">
        <h1>Operators’ sign-in</h1>
        <p class="lead">For those who run Parlour. A school’s own people sign in at their school’s address.</p>
      </header>
      <div class="stack">
        {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
        <form class="card stack" method="post" action="/operator/sign-in" novalidate>
          <InputField
            id="email"
            label="E-mail address"
            type="email"
            value={email}
            hint="The address that the configuration names as an operator’s"
            autocomplete="email"
            required
            errors={errors}
          />
          <p>
            <button class="button is-primary" type="submit">
              E-mail me a link
            </button>
          </p>
        </form>
      </div>
    </OperatorPage>
  );
}

/** The same for everybody: it never tells whether the address is an operator’s. */
export function OperatorLinkSentPage() {
  return (
    <OperatorPage title="Look in your mail" operator={null}>
      <header class="page-head">
        <h1>Look in your mail</h1>
        <p class="lead">
          If the address is an operator’s, a link is on its way to it. It works once, for half an hour.
        </p>
      </header>
      <p>
        <a class="link" href="/operator/sign-in">
          Ask for another link
        </a>
      </p>
    </OperatorPage>
  );
}

/** What the link opens: signing in takes a press, because mail scanners open links too. */
export function OperatorLinkPage({ action, operator }: { action: string; operator: string }) {
  return (
    <OperatorPage title="Sign in" operator={null}>
      <header class="page-head">
        <h1>Sign in as an operator</h1>
        <p class="lead">You stay signed in for eight hours at most, and for an hour in which you do nothing.</p>
      </header>
      <form method="post" action={action}>
        <button class="button is-primary" type="submit">
          Sign in as {operator}
        </button>
      </form>
    </OperatorPage>
  );
}

/** A link that opens nothing any more, and the way to a new one. */
export function OperatorSpentLinkPage() {
  return (
    <OperatorPage title="This link can’t be used" operator={null}>
      <header class="page-head">
        <h1>This link can’t be used</h1>
        <p class="lead">
          It was used already, or it is older than half an hour, or a part of it is missing. Copy the whole link, or ask
          for another.
        </p>
      </header>
      <p>
        <a class="button is-primary" href="/operator/sign-in">
          Ask for another link
        </a>
      </p>
    </OperatorPage>
  );
}

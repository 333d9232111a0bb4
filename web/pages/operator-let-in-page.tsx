import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ErrorSummary, InputField } from "../ui/form-parts.tsx";
import { OperatorPage } from "./operator-frame.tsx";

export type OperatorLetInProps = {
  operator: string;
  school: { slug: string; name: string };
  admin: { id: string; forename: string; surname: string; email: string };
  email: string;
  errors: FieldError[];
};

/** Gives an admin who has lost the mailbox another address. */
export function OperatorLetInPage({ operator, school, admin, email, errors }: OperatorLetInProps) {
  const here = `/operator/schools/${school.slug}`;
  const name = `${admin.forename} ${admin.surname}`;
  return (
    <OperatorPage
      title={errors.length > 0 ? "Error: let an admin back in" : "Let an admin back in"}
      operator={operator}
    >
      <header class="stack-s">
        <a class="back" href={here}>
          {school.name}
        </a>
        <h1>Let {name} back in</h1>
        <p class="soft">
          The address now is {admin.email || "none"}. With another one, whatever signs in by this one ends, and a link
          that works for half an hour is mailed to the new. Both addresses and the rest of the school’s office are told;
          where there is nobody else, all of its staff.
        </p>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      <form class="card stack" method="post" action={`${here}/let-in/${admin.id}`} novalidate>
        <InputField
          id="email"
          label="New e-mail address"
          type="email"
          value={email}
          hint="Make sure that it is theirs: whoever reads its mail is an admin of the school"
          errors={errors}
        />
        <p>
          <button class="button is-primary" type="submit">
            Change the address and mail a link
          </button>
        </p>
      </form>
    </OperatorPage>
  );
}

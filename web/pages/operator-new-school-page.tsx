import type { FieldError } from "../../worker/rules/form-fields.ts";
import type { NewSchoolInput } from "../../worker/rules/new-school.ts";
import { ErrorSummary, InputField, SelectField } from "../ui/form-parts.tsx";
import { OperatorPage } from "./operator-frame.tsx";

export type OperatorNewSchoolProps = {
  operator: string;
  input: NewSchoolInput;
  errors: FieldError[];
  /** What follows the subdomain and its dot. */
  host: string;
  zones: string[];
};

/** Makes a school with its first admin. What was typed stands there again where something is wrong. */
export function OperatorNewSchoolPage({ operator, input, errors, host, zones }: OperatorNewSchoolProps) {
  const title = errors.length > 0 ? "Error: new school" : "New school";
  return (
    <OperatorPage title={title} operator={operator} here="new">
      <header class="stack-s">
        <h1>New school</h1>
        <p class="soft">The first admin is mailed a link that signs them in, and brings in the records themselves.</p>
      </header>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      <form class="stack" method="post" action="/operator/new" novalidate>
        <TheSchool input={input} errors={errors} host={host} zones={zones} />
        <TheAdmin input={input} errors={errors} />
        <p>
          <button class="button is-primary" type="submit">
            Make the school
          </button>
        </p>
      </form>
    </OperatorPage>
  );
}

function TheSchool({ input, errors, host, zones }: Omit<OperatorNewSchoolProps, "operator">) {
  const known = zones.includes(input.zone) || input.zone === "" ? zones : [input.zone, ...zones];
  return (
    <section class="card stack" aria-labelledby="the-school">
      <h2 id="the-school">The school</h2>
      <InputField id="name" label="Name" value={input.name} hint="In full, as families know it" errors={errors} />
      <InputField
        id="shortName"
        label="Short name"
        value={input.shortName}
        hint="Leave it empty for the name without words like Primary School"
        errors={errors}
      />
      <InputField
        id="slug"
        label="Subdomain"
        value={input.slug}
        hint={`The school’s address is subdomain.${host}, and can’t be changed later. Leave it empty for one made of the short name`}
        errors={errors}
      />
      <SelectField
        id="zone"
        label="Time zone"
        value={input.zone}
        options={known.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        errors={errors}
      />
      <InputField
        id="colour"
        label="Colour"
        value={input.colour}
        hint="As #rrggbb. Text on it stays readable whatever it is, and the school can change it"
        errors={errors}
      />
    </section>
  );
}

function TheAdmin({ input, errors }: Pick<OperatorNewSchoolProps, "input" | "errors">) {
  return (
    <section class="card stack" aria-labelledby="the-admin">
      <h2 id="the-admin">Its first admin</h2>
      <InputField id="title" label="Title (if any)" value={input.title} short errors={errors} />
      <InputField id="forename" label="First name" value={input.forename} errors={errors} />
      <InputField id="surname" label="Surname" value={input.surname} errors={errors} />
      <InputField
        id="email"
        label="E-mail address"
        type="email"
        value={input.email}
        hint="Only they should read it: whoever does can sign in as an admin"
        errors={errors}
      />
    </section>
  );
}

import type { ComponentChildren } from "preact";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import { useWords } from "../words/use-words.ts";
import { Icon } from "./icon.tsx";

/** The summary at the top of a form; each line leads to its box. */
export function ErrorSummary({ title, errors, hint }: { title: string; errors: FieldError[]; hint?: string }) {
  return (
    <div class="errors" role="alert" tabindex={-1}>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map((error) => (
            <li key={error.field}>
              <a href={`#${error.field}`}>{error.words}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Common = { id: string; label: string; hint?: string; errors: FieldError[] };

type InputProps = Common & {
  value: string;
  type?: "text" | "email" | "date" | "time" | "number";
  /** What it is sent as, where that is not its id. */
  name?: string;
  short?: boolean;
  autocomplete?: string;
  inputmode?: "numeric" | "email";
  required?: boolean;
};

/** A box of one of the browser's own kinds. */
export function InputField({
  type = "text",
  value,
  name,
  short,
  autocomplete,
  inputmode,
  required,
  ...common
}: InputProps) {
  return (
    <Field {...common}>
      {(aria) => (
        // The types of JSX tie other attributes to a literal `type`; none of those is used here.
        <input
          class={short ? "input is-short" : "input"}
          type={type as "text"}
          id={common.id}
          name={name ?? common.id}
          {...{ value, autocomplete, inputmode, required }}
          {...aria}
        />
      )}
    </Field>
  );
}

/** A longer text. */
export function AreaField({ value, rows = 3, ...common }: Common & { value: string; rows?: number }) {
  return (
    <Field {...common}>
      {(aria) => (
        <textarea class="input" id={common.id} name={common.id} rows={rows} {...aria}>
          {value}
        </textarea>
      )}
    </Field>
  );
}

export type Option = { value: string; label: string };

/** One of a list. */
export function SelectField({ value, options, ...common }: Common & { value: string; options: Option[] }) {
  return (
    <Field {...common}>
      {(aria) => (
        <select class="input" id={common.id} name={common.id} {...aria}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** One or several of a few, all in sight. */
export function ChoiceField({
  kind,
  chosen,
  options,
  ...common
}: Common & { kind: "radio" | "checkbox"; chosen: string[]; options: Option[] }) {
  const { id, label, hint, errors } = common;
  const error = errors.find((candidate) => candidate.field === id);
  const described = describedBy(id, hint, error);
  return (
    <fieldset id={id} class={error ? "field is-wrong" : "field"} tabindex={-1} aria-describedby={described}>
      <legend>{label}</legend>
      {error && <FieldProblem id={`${id}-error`} words={error.words} />}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class={options.length > 3 ? "row" : undefined}>
        {options.map((option) => (
          <label key={option.value} class="choice">
            <input type={kind} name={id} value={option.value} checked={chosen.includes(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type Aria = { "aria-invalid": "true" | undefined; "aria-describedby": string | undefined };

function Field({ id, label, hint, errors, children }: Common & { children: (aria: Aria) => ComponentChildren }) {
  const error = errors.find((candidate) => candidate.field === id);
  const aria: Aria = {
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": describedBy(id, hint, error),
  };
  return (
    <div class={error ? "field is-wrong" : "field"}>
      <label for={id}>{label}</label>
      {error && <FieldProblem id={`${id}-error`} words={error.words} />}
      {children(aria)}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, hint: string | undefined, error: FieldError | undefined): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

/** A mistake beside its box. */
export function FieldProblem({ id, words }: { id: string; words: string }) {
  const t = useWords();
  return (
    <p id={id} class="field-error">
      <Icon name="warn" />
      <span>
        <span class="unseen">{t("forms.error.label")} </span>
        {words}
      </span>
    </p>
  );
}

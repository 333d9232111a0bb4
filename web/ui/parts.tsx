import type { ComponentChildren } from "preact";
import { useWords } from "../words/use-words.ts";
import { Icon, type IconName } from "./icon.tsx";

/** A mistake in one box: `field` is the id of the box, for the summary's link. */
export type FieldError = { field: string; words: string };

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

export type TextFieldProps = {
  id: string;
  label: string;
  name: string;
  value?: string | undefined;
  type?: "text" | "email";
  hint?: string;
  short?: boolean;
  autocomplete?: string;
  inputmode?: "numeric" | "email";
  required?: boolean;
  errors: FieldError[];
};

export function TextField({
  id,
  label,
  name,
  value,
  type = "text",
  hint,
  short,
  autocomplete,
  inputmode,
  required,
  errors,
}: TextFieldProps) {
  const error = errors.find((candidate) => candidate.field === id);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const box = {
    class: short ? "input is-short" : "input",
    id,
    name,
    value,
    autocomplete,
    inputmode,
    required,
    "aria-invalid": error ? ("true" as const) : undefined,
    "aria-describedby": described || undefined,
  };
  return (
    <div class={error ? "field is-wrong" : "field"}>
      <label for={id}>{label}</label>
      {error && <FieldProblem id={`${id}-error`} words={error.words} />}
      {type === "email" ? <input type="email" {...box} /> : <input type="text" {...box} />}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function FieldProblem({ id, words }: { id: string; words: string }) {
  const t = useWords();
  return (
    <p id={id} class="field-error">
      <Icon name="warn" />
      <span>
        <span class="unseen">{t("forms.error")} </span>
        {words}
      </span>
    </p>
  );
}

export type NoticeKind = "plain" | "info" | "good" | "warn" | "bad";
const NOTICE_ICON: Record<NoticeKind, IconName | null> = {
  plain: null,
  info: "clock",
  good: "tick",
  warn: "warn",
  bad: "warn",
};

export function Notice({
  kind,
  role,
  children,
}: {
  kind: NoticeKind;
  role?: "status" | "alert";
  children: ComponentChildren;
}) {
  const icon = NOTICE_ICON[kind];
  return (
    <div class={kind === "info" ? "notice" : `notice is-${kind}`} role={role}>
      {icon && <Icon name={icon} />}
      <div>{children}</div>
    </div>
  );
}

export function Tag({
  kind,
  icon,
  children,
}: {
  kind?: "good" | "info" | "warn" | "bad";
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={kind ? `tag is-${kind}` : "tag"}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}

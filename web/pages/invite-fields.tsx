import type { FieldError } from "../../worker/rules/form-fields.ts";
import { FieldProblem } from "../ui/form-parts.tsx";
import { useWords } from "../words/use-words.ts";

/** A student who may be ticked; `blocked` says why one can't be. */
export type StudentChoice = { id: string; name: string; chosen: boolean; blocked: string | null };

/** The consent, as guardians give it and as the school notes it down. `problem`: its mistake in this form's words. */
export function ConsentTick(props: { checked: boolean; words: string; problem: string | undefined }) {
  const { checked, words, problem } = props;
  return (
    <div class={problem ? "field is-wrong" : "field"}>
      {problem && <FieldProblem id="consent-error" words={problem} />}
      <label class="choice">
        <input
          type="checkbox"
          id="consent"
          name="consent"
          value="yes"
          required
          checked={checked}
          aria-invalid={problem ? "true" : undefined}
          aria-describedby={problem ? "consent-error" : undefined}
        />
        <span>{words}</span>
      </label>
    </div>
  );
}

/** Whose appointments the invite is for. The summary's link leads to the first that can be ticked. */
export function StudentTicks({ students, errors }: { students: StudentChoice[]; errors: FieldError[] }) {
  const t = useWords();
  const error = errors.find(({ field }) => field === "student");
  const target = (students.find((student) => student.blocked === null) ?? students[0])?.id;
  return (
    // A fieldset draws its edge from the middle of its legend down: the red one stands round it.
    <div class={error ? "field is-wrong" : "field"}>
      <fieldset class="field" aria-describedby={error ? "student-error" : undefined}>
        <legend>{t("invites.form.students.label")}</legend>
        {error && <FieldProblem id="student-error" words={error.words} />}
        {students.map(({ id, name, chosen, blocked }) => (
          <label class="choice" key={id}>
            <input
              type="checkbox"
              id={id === target ? "student" : undefined}
              name="student"
              value={id}
              checked={chosen && blocked === null}
              disabled={blocked !== null}
            />
            <span>
              {name}
              {blocked !== null && <span class="soft"> – {blocked}</span>}
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

import { ChoiceField } from "../ui/form-parts.tsx";
import type { DeskFrame } from "./desk-evening-frame.tsx";
import { RecordFormPage } from "./desk-record-forms.tsx";

export type StudentClassesProps = DeskFrame & {
  student: { id: string; name: string };
  classes: { id: string; code: string; name: string }[];
  chosen: string[];
};

/** The classes of a student whom no import knows. */
export function StudentClassesPage({ student, classes, chosen, ...frame }: StudentClassesProps) {
  return (
    <RecordFormPage
      {...frame}
      title={`Classes of ${student.name}`}
      lead="Appointments to come in a class that you take away are cancelled, and those concerned are told."
      up={{ href: `/admin/students/${student.id}`, words: student.name }}
      action={`/admin/students/${student.id}/classes`}
      submit="Save"
      errors={[]}
    >
      {classes.length === 0 ? (
        <p class="soft">The records hold no class yet.</p>
      ) : (
        <ChoiceField
          id="class"
          kind="checkbox"
          label="Classes"
          chosen={chosen}
          options={classes.map(({ id, code, name }) => ({ value: id, label: `${code}, ${name}` }))}
          errors={[]}
        />
      )}
    </RecordFormPage>
  );
}

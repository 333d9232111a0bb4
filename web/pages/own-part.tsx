import { Tag } from "../ui/parts.tsx";
import { clockTime } from "../words/format.ts";
import type { OwnMarks } from "./own-marks.ts";

type OwnRow = { id: string; student: string; begun: boolean; own: OwnMarks };

/** What a teacher has marked, beside the student's name. */
export function MarkTags({ own }: { own: OwnMarks }) {
  return (
    <>
      {own.absent && (
        <>
          <br />
          <Tag kind="warn">Did not come</Tag>
        </>
      )}
      {own.lateMinutes > 0 && (
        <>
          <br />
          <Tag kind="info" icon="clock">
            Told: {own.lateMinutes} min late
          </Tag>
        </>
      )}
    </>
  );
}

/** A teacher's own notes on an appointment, and what they mark: plain forms, so that they work everywhere. */
export function OwnPart({ row, eveningId, zone }: { row: OwnRow; eveningId: string; zone: string }) {
  const { own } = row;
  const action = (what: string) => `/staff/appointments/${row.id}/${what}?evening=${eveningId}`;
  return (
    <details class="own no-print">
      <summary>
        {own.note ? "Your notes" : "Write notes"}
        <span class="unseen"> on {row.student}</span>
      </summary>
      <form class="stack-s" method="post" action={action("note")}>
        <label class="unseen" for={`note-${row.id}`}>
          Notes on {row.student}
        </label>
        <textarea class="input" id={`note-${row.id}`} name="text" rows={4} maxlength={4000}>
          {own.note}
        </textarea>
        <p class="hint">Only you see them. {own.savedAt !== null && `Saved at ${clockTime(own.savedAt, zone)}.`}</p>
        <p>
          <button class="button is-small" type="submit">
            Save notes
          </button>
        </p>
      </form>
      {(row.begun || own.absent) && (
        <form method="post" action={action("absent")}>
          <button class="button is-quiet is-small" type="submit" name="on" value={own.absent ? "0" : "1"}>
            {own.absent ? "They came after all" : "Mark as absent"}
            <span class="unseen">: {row.student}</span>
          </button>
        </form>
      )}
      {!row.begun && <LateForms own={own} student={row.student} action={action("late")} />}
    </details>
  );
}

function LateForms({ own, student, action }: { own: OwnMarks; student: string; action: string }) {
  return (
    <form method="post" action={action}>
      <button class="button is-quiet is-small" type="submit" name="minutes" value={own.lateMinutes > 0 ? "0" : "5"}>
        {own.lateMinutes > 0 ? "Not late any more" : "Tell them: 5 minutes late"}
        <span class="unseen">: {student}</span>
      </button>
    </form>
  );
}

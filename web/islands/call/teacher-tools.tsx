import { useState } from "preact/hooks";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { clockTime } from "../../ui/format.ts";
import type { CallController } from "./call-controller.ts";
import { currentOrNext } from "./call-state.ts";
import type { RoomNow } from "./room-now.ts";
import type { NoteState, Teaching } from "./teaching.ts";
import { useDialog } from "./use-dialog.ts";

type ToolsProps = { controller: CallController; teaching: Teaching; now: RoomNow; at: number };
type OneProps = { teaching: Teaching; appointment: CallAppointment };

/** What only the teacher has beside a call: notes, and the few things that an evening asks of them. Staff's pages are English. */
export function TeacherTools({ controller, teaching, now, at }: ToolsProps) {
  const { appointment } = now;
  if (!appointment) return null;
  const { appointments, evening, ending } = controller.props;
  const family = now.room?.people.filter(({ role }) => role !== "teacher") ?? [];
  const isAlone = at >= appointment.startsAt && family.every(({ state }) => state === "absent");
  const next = currentOrNext(appointments, [...controller.view.call.done, appointment.id], at);
  return (
    <section class="tools" aria-labelledby="tools">
      <h2 id="tools">Notes on {appointment.student}</h2>
      <Notes key={appointment.id} teaching={teaching} appointment={appointment} />
      <Guest teaching={teaching} appointment={appointment} family={family} />
      {(isAlone || teaching.marksOf(appointment.id).absent) && <Absent teaching={teaching} appointment={appointment} />}
      {next && <Late teaching={teaching} appointment={next} />}
      {ending === "until-next" && appointment.overrunUntil > appointment.endsAt && (
        <p class="small soft">
          You may run on until {clockTime(appointment.overrunUntil, evening.zone)}. End this one when you are done.
        </p>
      )}
      {teaching.problem && (
        <p class="small" role="alert">
          That did not work. Please try again.
        </p>
      )}
    </section>
  );
}

function Notes({ teaching, appointment }: OneProps) {
  const { id, student } = appointment;
  // Uncontrolled: drawing again, four times a second, must never touch what is being written.
  const [written] = useState(() => teaching.marksOf(id).note);
  return (
    <>
      <textarea
        class="input"
        rows={4}
        maxLength={4000}
        aria-label={`Notes on ${student}`}
        aria-describedby="note-state"
        defaultValue={written}
        onInput={(event) => teaching.write(id, event.currentTarget.value)}
      />
      <p class="small soft" id="note-state">
        {NOTE_WORDS[teaching.noteState(id)]}
      </p>
    </>
  );
}

const NOTE_WORDS: Record<NoteState, string> = {
  "as-kept": "Only you see them.",
  unsaved: "Only you see them. Saving …",
  saved: "Only you see them. Saved.",
  failed: "Not saved yet: we keep trying. Leave this page open.",
};

function Guest({ teaching, appointment, family }: OneProps & { family: ParticipantView[] }) {
  const [asked, ask] = useState(false);
  const dialog = useDialog(asked, () => ask(false));
  const guest = family.find(({ role }) => role === "guest");
  const isOut = teaching.marksOf(appointment.id).guestOut;
  if (!guest && !isOut) return null;
  const takeOut = () => {
    ask(false);
    void teaching.takeGuestOut(appointment.id, true);
  };
  if (!guest)
    return (
      <p class="row">
        <span class="small">The guest was taken out of this call.</span>
        <button type="button" class="button is-small" onClick={() => void teaching.takeGuestOut(appointment.id, false)}>
          Let them back in
        </button>
      </p>
    );
  return (
    <>
      <p>
        <button type="button" class="button is-small" onClick={() => ask(true)}>
          Take {guest.name} out
        </button>
      </p>
      <dialog class="dialog" aria-labelledby="guest-title" {...dialog}>
        <div class="dialog-head">
          <h2 id="guest-title">Take {guest.name} out of this call?</h2>
        </div>
        <div class="dialog-body">
          <p>
            {appointment.guardian?.name ?? "The parent"} invited them. They leave at once and can’t come back to this
            appointment, unless you let them. Their other appointments stay, and the school’s record says that you did
            it.
          </p>
        </div>
        <div class="dialog-foot">
          <button type="button" class="button is-primary" onClick={takeOut}>
            Take them out
          </button>
          <button type="button" class="button" onClick={() => ask(false)}>
            Keep them in
          </button>
        </div>
      </dialog>
    </>
  );
}

function Absent({ teaching, appointment }: OneProps) {
  const { absent } = teaching.marksOf(appointment.id);
  const mark = () => void teaching.markAbsent(appointment.id, !absent);
  return (
    <p class="row">
      {absent && <span class="small">Marked as absent.</span>}
      <button type="button" class="button is-small" onClick={mark}>
        {absent ? "They came after all" : "Mark as absent"}
      </button>
    </p>
  );
}

const LATE_STEP = 5;
const MOST_LATE = 20;

/** For whoever comes next: they see it on their page at once. */
function Late({ teaching, appointment }: OneProps) {
  const { lateMinutes } = teaching.marksOf(appointment.id);
  const name = appointment.guardian?.name ?? "the next family";
  const tell = (minutes: number) => void teaching.tellLate(appointment.id, minutes);
  if (lateMinutes === 0)
    return (
      <p>
        <button type="button" class="button is-small" onClick={() => tell(LATE_STEP)}>
          Running late: tell {name}
        </button>
      </p>
    );
  return (
    <div class="row">
      <span class="small" role="status">
        {name} is told: about {lateMinutes} minutes late.
      </span>
      {lateMinutes < MOST_LATE && (
        <button type="button" class="button is-small" onClick={() => tell(lateMinutes + LATE_STEP)}>
          {LATE_STEP} more
        </button>
      )}
      <button type="button" class="button is-small" onClick={() => tell(0)}>
        Not late
      </button>
    </div>
  );
}

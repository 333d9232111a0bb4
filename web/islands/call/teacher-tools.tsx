import { useState } from "preact/hooks";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import { currentOrNext } from "./call-state.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import type { RoomNow } from "./room-now.ts";
import type { NoteState, Teaching } from "./teaching.ts";

type ToolsProps = { controller: CallController; teaching: Teaching; now: RoomNow; at: number };
type OneProps = { teaching: Teaching; appointment: CallAppointment };

/** What only the teacher has beside a call: notes, and the few things that an evening asks of them. Staff's pages are English. */
export function TeacherTools({ controller, teaching, now, at }: ToolsProps) {
  const t = useWords();
  const { appointment } = now;
  if (!appointment) return null;
  const { appointments, evening } = controller.props;
  const { closesAt, overrunUntil } = now.room ?? { ...appointment, closesAt: appointment.endsAt };
  const family = now.room?.people.filter(({ role }) => role !== "teacher") ?? [];
  const isAlone = at >= appointment.startsAt && family.every(({ state }) => state === "absent");
  const next = currentOrNext(appointments, [...controller.view.call.done, appointment.id], at);
  return (
    <section class="tools" aria-labelledby="tools">
      <h2 id="tools">{t("call.notesOn", { student: appointment.student })}</h2>
      <Notes key={appointment.id} teaching={teaching} appointment={appointment} />
      <Guest key={`guest of ${appointment.id}`} teaching={teaching} appointment={appointment} family={family} />
      {(isAlone || teaching.marksOf(appointment.id).absent) && <Absent teaching={teaching} appointment={appointment} />}
      {next && <Late teaching={teaching} appointment={next} />}
      {overrunUntil > closesAt && (
        <p class="small soft">{t("call.youMayRunOn", { until: t.time(overrunUntil, evening.zone) })}</p>
      )}
      {teaching.problem && (
        <p class="small" role="alert">
          {t("call.thatDidNotWork")}
        </p>
      )}
    </section>
  );
}

function Notes({ teaching, appointment }: OneProps) {
  const t = useWords();
  const { id, student } = appointment;
  // Uncontrolled: drawing again, four times a second, must never touch what is being written.
  const [written] = useState(() => teaching.marksOf(id).note);
  return (
    <>
      <textarea
        class="input"
        rows={4}
        maxLength={4000}
        aria-label={t("call.notesOn", { student })}
        aria-describedby="note-state"
        defaultValue={written}
        onInput={(event) => teaching.write(id, event.currentTarget.value)}
      />
      <p class="small soft" id="note-state">
        {t(NOTE_WORDS[teaching.noteState(id)])}
      </p>
    </>
  );
}

const NOTE_WORDS = {
  "as-kept": "call.notesAsKept",
  unsaved: "call.notesUnsaved",
  saved: "call.notesSaved",
  failed: "call.notesFailed",
} as const satisfies Record<NoteState, string>;

function Guest({ teaching, appointment, family }: OneProps & { family: ParticipantView[] }) {
  const t = useWords();
  const [asked, ask] = useState(false);
  const keep = () => ask(false);
  const guest = family.find(({ role }) => role === "guest");
  const isOut = teaching.marksOf(appointment.id).guestOut;
  if (!guest && !isOut) return null;
  const takeOut = () => {
    keep();
    void teaching.takeGuestOut(appointment.id, true);
  };
  if (!guest)
    return (
      <p class="row">
        <span class="small">{t("call.theGuestWasTaken")}</span>
        <button type="button" class="button is-small" onClick={() => void teaching.takeGuestOut(appointment.id, false)}>
          {t("call.letThemBackIn")}
        </button>
      </p>
    );
  return (
    <>
      <p>
        <button type="button" class="button is-small" onClick={() => ask(true)}>
          {t("call.takeOut", { name: guest.name })}
        </button>
      </p>
      <DialogFrame
        name="guest"
        title={t("call.takeOutOfThis", { name: guest.name })}
        open={asked}
        onClose={keep}
        foot={
          <>
            <button type="button" class="button is-primary" onClick={takeOut}>
              {t("call.takeThemOut")}
            </button>
            <button type="button" class="button" onClick={keep}>
              {t("call.keepThemIn")}
            </button>
          </>
        }
      >
        <p>{t("call.takeOutWords", { name: appointment.guardian?.name ?? t("call.theParent") })}</p>
      </DialogFrame>
    </>
  );
}

function Absent({ teaching, appointment }: OneProps) {
  const t = useWords();
  const { absent } = teaching.marksOf(appointment.id);
  const mark = () => void teaching.markAbsent(appointment.id, !absent);
  return (
    <p class="row">
      {absent && <span class="small">{t("call.markedAsAbsent")}</span>}
      <button type="button" class="button is-small" onClick={mark}>
        {absent ? t("call.theyCameAfterAll") : t("call.markAsAbsent")}
      </button>
    </p>
  );
}

const LATE_STEP = 5;
const MOST_LATE = 20;

/** For whoever comes next: they see it on their page at once. */
function Late({ teaching, appointment }: OneProps) {
  const t = useWords();
  const { lateMinutes } = teaching.marksOf(appointment.id);
  const name = appointment.guardian?.name ?? t("call.theNextFamily");
  const tell = (minutes: number) => void teaching.tellLate(appointment.id, minutes);
  const isLate = lateMinutes > 0;
  // One button for both ways, last in its row: whoever pressed it goes on standing on it.
  return (
    <div class="row">
      {isLate && (
        <span class="small" role="status">
          {t("call.isToldAboutMinutes", { name, lateMinutes })}
        </span>
      )}
      {isLate && lateMinutes < MOST_LATE && (
        <button type="button" class="button is-small" onClick={() => tell(lateMinutes + LATE_STEP)}>
          {t("call.more", { minutes: LATE_STEP })}
        </button>
      )}
      <button type="button" class="button is-small" onClick={() => tell(isLate ? 0 : LATE_STEP)}>
        {isLate ? t("call.notLate") : t("call.runningLateTell", { name })}
      </button>
    </div>
  );
}

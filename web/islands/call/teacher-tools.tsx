import { useState } from "preact/hooks";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import type { OwnMarks } from "../../pages/own-marks.ts";
import { useWords } from "../../words/use-words.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import { PressButton } from "./press-button.tsx";
import type { RoomNow } from "./room-now.ts";
import type { NoteState } from "./teacher-marks.ts";

export type TeacherToolsProps = Pick<RoomNow, "at" | "zone" | "room"> & {
  /** The one that the page is in. */
  appointment: CallAppointment;
  /** Whoever comes after it. */
  next: CallAppointment | undefined;
  /** What the teacher has written and marked on each. */
  marksOf: (appointmentId: string) => OwnMarks;
  noteState: (appointmentId: string) => NoteState;
  /** What was pressed last could not be done. */
  failed: boolean;
  onNote: (appointmentId: string, note: string) => void;
  onNoShow: (appointmentId: string, absent: boolean) => void;
  /** 0 takes it back. */
  onLate: (appointmentId: string, minutes: number) => void;
  onGuestOut: (appointmentId: string, out: boolean) => void;
};

/** What only the teacher has beside a call: notes, and the few things that an evening asks of them. Staff's pages are English. */
export function TeacherTools(props: TeacherToolsProps) {
  const { appointment, room, next, zone, at, marksOf, failed, onNoShow, onLate } = props;
  const t = useWords();
  const { id, student } = appointment;
  const marks = marksOf(id);
  const { closesAt, overrunUntil } = room ?? { ...appointment, closesAt: appointment.endsAt };
  const family = room?.people.filter(({ role }) => role !== "teacher") ?? [];
  const isAlone = at >= appointment.startsAt && family.every(({ state }) => state === "absent");
  return (
    <section class="tools" aria-labelledby="tools">
      <h2 id="tools">{t("call.notes.title", { student })}</h2>
      <Notes key={id} {...props} marks={marks} />
      <Guest key={`guest of ${id}`} {...props} marks={marks} family={family} />
      {(isAlone || marks.absent) && <NoShow id={id} {...marks} onNoShow={onNoShow} />}
      {next && <Late appointment={next} {...marksOf(next.id)} onLate={onLate} />}
      {overrunUntil > closesAt && (
        <p class="small soft">{t("call.notes.runOn.text", { until: t.time(overrunUntil, zone) })}</p>
      )}
      {failed && (
        <p class="small" role="alert">
          {t("call.tools.failed.error")}
        </p>
      )}
    </section>
  );
}

type NotesProps = Pick<TeacherToolsProps, "appointment" | "noteState" | "onNote"> & { marks: OwnMarks };

function Notes({ appointment, marks, noteState, onNote }: NotesProps) {
  const t = useWords();
  const { id, student } = appointment;
  // Uncontrolled: drawing again, four times a second, must never touch what is being written.
  const [written] = useState(marks.note);
  return (
    <>
      <textarea
        class="input"
        rows={4}
        maxLength={4000}
        aria-label={t("call.notes.title", { student })}
        aria-describedby="note-state"
        defaultValue={written}
        onInput={(event) => onNote(id, event.currentTarget.value)}
      />
      <p class="small soft" id="note-state">
        {t(NOTE_WORDS[noteState(id)])}
      </p>
    </>
  );
}

const NOTE_WORDS = {
  "as-kept": "call.notes.asKept.status",
  unsaved: "call.notes.unsaved.status",
  saved: "call.notes.saved.status",
  failed: "call.notes.failed.status",
} as const satisfies Record<NoteState, string>;

type GuestProps = Pick<TeacherToolsProps, "appointment" | "onGuestOut"> & {
  marks: OwnMarks;
  family: ParticipantView[];
};

function Guest({ appointment, marks, onGuestOut, family }: GuestProps) {
  const t = useWords();
  const [asked, ask] = useState(false);
  const keep = () => ask(false);
  const guest = family.find(({ role }) => role === "guest");
  if (!guest && !marks.guestOut) return null;
  const takeOut = () => {
    keep();
    onGuestOut(appointment.id, true);
  };
  if (!guest)
    return (
      <p class="row">
        <span class="small">{t("call.takeOut.done.status")}</span>
        <PressButton look="is-small" onPress={() => onGuestOut(appointment.id, false)}>
          {t("call.takeOut.letBack.button")}
        </PressButton>
      </p>
    );
  return (
    <>
      <p>
        <PressButton look="is-small" onPress={() => ask(true)}>
          {t("call.takeOut.button", { name: guest.name })}
        </PressButton>
      </p>
      <DialogFrame
        name="guest"
        title={t("call.takeOut.title", { name: guest.name })}
        open={asked}
        onClose={keep}
        foot={
          <>
            <PressButton look="is-primary" onPress={takeOut}>
              {t("call.takeOut.confirm.button")}
            </PressButton>
            <PressButton onPress={keep}>{t("call.takeOut.cancel.button")}</PressButton>
          </>
        }
      >
        <p>{t("call.takeOut.text", { name: appointment.guardian?.name ?? t("call.takeOut.parent.name") })}</p>
      </DialogFrame>
    </>
  );
}

type NoShowProps = Pick<TeacherToolsProps, "onNoShow"> & Pick<OwnMarks, "absent"> & { id: string };

function NoShow({ id, absent, onNoShow }: NoShowProps) {
  const t = useWords();
  return (
    <p class="row">
      {absent && <span class="small">{t("call.absence.marked.status")}</span>}
      <PressButton look="is-small" onPress={() => onNoShow(id, !absent)}>
        {absent ? t("call.absence.unmark.button") : t("call.absence.mark.button")}
      </PressButton>
    </p>
  );
}

const LATE_STEP = 5;
const MOST_LATE = 20;

type LateProps = Pick<TeacherToolsProps, "appointment" | "onLate"> & Pick<OwnMarks, "lateMinutes">;

/** For whoever comes next: they see it on their page at once. */
function Late({ appointment, lateMinutes, onLate }: LateProps) {
  const t = useWords();
  const name = appointment.guardian?.name ?? t("call.runningLate.family.name");
  const isLate = lateMinutes > 0;
  // One button for both ways, last in its row: whoever pressed it goes on standing on it.
  return (
    <div class="row">
      {isLate && (
        <span class="small" role="status">
          {t("call.runningLate.told.status", { name, lateMinutes })}
        </span>
      )}
      {isLate && lateMinutes < MOST_LATE && (
        <PressButton look="is-small" onPress={() => onLate(appointment.id, lateMinutes + LATE_STEP)}>
          {t("call.runningLate.more.button", { minutes: LATE_STEP })}
        </PressButton>
      )}
      <PressButton look="is-small" onPress={() => onLate(appointment.id, isLate ? 0 : LATE_STEP)}>
        {isLate ? t("call.runningLate.stop.button") : t("call.runningLate.tell.button", { name })}
      </PressButton>
    </div>
  );
}

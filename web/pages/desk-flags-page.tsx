import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { clockTime, count, list, longDate } from "../words/format.ts";

/** A booked appointment about which the office has to decide. */
export type FlagView = {
  id: string;
  evening: string;
  startsAt: number;
  student: string;
  guardian: string;
  subject: string;
  /** Who has it now. */
  teachers: string[];
  because: "teacher_ended" | "class_teachers_changed" | "student_ended" | "guardian_ended";
  /** Who could take it over: at the school, and free at the time. */
  free: { id: string; name: string; ofClass: boolean }[];
};

export type DeskFlagsProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  flags: FlagView[];
  news: { kind: "good" | "warn"; words: string } | null;
};

/** What is booked with, by or for somebody who has left, or with teachers whom the class no longer has. */
export function DeskFlagsPage({ flags, news, zone, ...frame }: DeskFlagsProps) {
  return (
    <SchoolPage
      title="Appointments to decide"
      {...frame}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="flags" viewer={frame.viewer} />}
    >
      <header class="stack-s">
        <h1>Appointments to decide</h1>
        <p class="soft">
          They are still booked, and the families have not been told yet. Whatever you choose, the family gets one
          message that says what changed.
        </p>
      </header>
      {news && (
        <Notice kind={news.kind} role={news.kind === "good" ? "status" : "alert"}>
          <p>{news.words}</p>
        </Notice>
      )}
      {flags.length === 0 ? (
        <Notice kind="good">
          <p>Nothing to decide: every appointment has people who are at the school.</p>
        </Notice>
      ) : (
        <section class="stack" aria-labelledby="open">
          <h2 id="open">{count(flags.length, "appointment")}</h2>
          {flags.map((flag) => (
            <Flag key={flag.id} flag={flag} zone={zone} />
          ))}
        </section>
      )}
    </SchoolPage>
  );
}

function Flag({ flag, zone }: { flag: FlagView; zone: string }) {
  const { id, evening, startsAt, student, guardian, subject, teachers } = flag;
  const heading = `flag-${id}`;
  return (
    <article class="card stack-s" aria-labelledby={heading}>
      <h3 id={heading}>
        {student}, {subject}
      </h3>
      <p>
        {evening}, {longDate(startsAt, zone, true)}, {clockTime(startsAt, zone)}
      </p>
      <p class="soft">
        {guardian} with {list(teachers)}
      </p>
      <p>
        <strong>{why(flag)}</strong>
      </p>
      {canHandOver(flag) && <HandOver flag={flag} />}
      <div class="row">
        {flag.because === "class_teachers_changed" && (
          <form method="post" action={`/admin/flags/${id}/keep`}>
            <button class="button is-small" type="submit">
              Leave it with {list(teachers)}
              <span class="unseen">: {student}</span>
            </button>
          </form>
        )}
        <form method="post" action={`/admin/flags/${id}/cancel`}>
          <button class="button is-small is-danger" type="submit">
            Cancel it
            <span class="unseen">
              : {student}, {subject}
            </span>
          </button>
        </form>
      </div>
    </article>
  );
}

function canHandOver({ because }: FlagView): boolean {
  return because === "teacher_ended" || because === "class_teachers_changed";
}

function why({ because, guardian, student, teachers }: FlagView): string {
  switch (because) {
    case "teacher_ended":
      return teachers.length > 1 ? `One of ${list(teachers)} has left.` : `${list(teachers)} has left.`;
    case "class_teachers_changed":
      return "The class has other teachers now, who aren’t free at the time.";
    case "student_ended":
      return `${student} has left.`;
    case "guardian_ended":
      return `${guardian} has left.`;
  }
}

function HandOver({ flag: { id, free, student } }: { flag: FlagView }) {
  if (free.length === 0) return <p class="soft">No other teacher is free at the time.</p>;
  const [ofClass, others] = [free.filter((one) => one.ofClass), free.filter((one) => !one.ofClass)];
  const field = `teacher-${id}`;
  return (
    <form class="row is-low" method="post" action={`/admin/flags/${id}/hand-over`}>
      <div class="field">
        <label for={field}>
          Hand over to<span class="unseen">: {student}</span>
        </label>
        <select class="input" id={field} name="teacher" required>
          <option value="">Choose a teacher who is free then</option>
          {ofClass.length > 0 && <Teachers label="Teach this class" teachers={ofClass} />}
          {others.length > 0 && <Teachers label="Others who are free" teachers={others} />}
        </select>
      </div>
      <button class="button is-primary" type="submit">
        Hand over
      </button>
    </form>
  );
}

function Teachers({ label, teachers }: { label: string; teachers: FlagView["free"] }) {
  return (
    <optgroup label={label}>
      {teachers.map((teacher) => (
        <option key={teacher.id} value={teacher.id}>
          {teacher.name}
        </option>
      ))}
    </optgroup>
  );
}

import type { FieldError } from "../../worker/rules/form-fields.ts";
import { ErrorSummary, FieldProblem } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { timeLeft } from "../ui/time-left.ts";
import { type BookingView, WindowNotice } from "../ui/window-notice.tsx";
import { useWords } from "../words/use-words.ts";
import { type MissedView, NotFitted } from "./not-fitted.tsx";

/** A class that can be ticked. */
export type WishView = {
  /** What the form sends for it. */
  key: string;
  /** The id of its tick. */
  id: string;
  teachers: string;
  subject: string;
  ticked: boolean;
  rank: number | null;
};

export type StudentWishes = {
  student: string;
  wishes: WishView[];
  booked: { key: string; teachers: string; subject: string; startsAt: number }[];
};

export type BookAutomaticProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  evening: { id: string; name: string; startsAt: number };
  booking: BookingView;
  /** The id of the proposal that the form asks for. */
  proposalId: string;
  /** Epoch milliseconds to choose from, and the chosen. */
  hours: { earliest: number[]; latest: number[]; from: number; to: number };
  students: StudentWishes[];
  /** How many can be ticked at once. */
  most: number;
  errors: FieldError[];
  /** What became of the last press. */
  news: { kind: "let-go" | "outrun" } | { kind: "nothing"; missed: MissedView[] } | null;
  /** Times that are held for them at this moment. */
  held: { href: string; leftMs: number } | null;
};

/** Automatic booking: when, whom, and whom most. */
export function BookAutomaticPage(props: BookAutomaticProps) {
  const t = useWords();
  const { school, viewer, zone, evening, booking, errors } = props;
  const anything = props.students.some(({ wishes }) => wishes.length > 0);
  return (
    <SchoolPage
      title={t("book.automatic.pageTitle", { name: evening.name })}
      school={school}
      viewer={viewer}
      styles={["book"]}
    >
      <a class="back" href={`/evenings/${evening.id}/book`}>
        {t("book.previousStep.link")}
      </a>
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {t.date(evening.startsAt, zone)}
        </p>
        <h1>{t("book.automatic.title")}</h1>
      </header>
      <div class="aside-layout">
        <div class="stack">
          {errors.length > 0 && <ErrorSummary title={t("book.automatic.errors.title")} errors={errors} />}
          <News news={props.news} evening={evening.id} />
          {props.held && <HeldNow held={props.held} />}
          <WindowNotice booking={booking} zone={zone} />
          {booking.state === "open" && anything && <Wishes {...props} />}
          {!anything && <NothingToAsk evening={evening.id} students={props.students} />}
        </div>
        <aside class="card stack" aria-labelledby="how">
          <h2 id="how">{t("book.automatic.how.heading")}</h2>
          <p>{t("book.automatic.how.search.text")}</p>
          <p>{t("book.automatic.how.hold.text")}</p>
          <p class="soft">{t("book.automatic.how.booked.text")}</p>
        </aside>
      </div>
    </SchoolPage>
  );
}

function News({ news, evening }: { news: BookAutomaticProps["news"]; evening: string }) {
  const t = useWords();
  if (!news) return null;
  switch (news.kind) {
    case "let-go":
      return (
        <Notice kind="plain" role="status">
          <p>{t.rich("book.automatic.letGo.text", { strong: (children) => <strong>{children}</strong> })}</p>
        </Notice>
      );
    case "outrun":
      return (
        <Notice kind="warn" role="alert">
          <p>{t.rich("book.automatic.takenMeanwhile.text", { strong: (children) => <strong>{children}</strong> })}</p>
        </Notice>
      );
    case "nothing":
      return (
        <NotFitted title={t("book.automatic.nothingFound.title")} missed={news.missed} evening={evening} role="alert" />
      );
  }
}

function HeldNow({ held }: { held: { href: string; leftMs: number } }) {
  const t = useWords();
  return (
    <Notice kind="info">
      <p>
        {t.rich("book.automatic.held.text", {
          left: timeLeft(held.leftMs, t),
          link: (children) => <a href={held.href}>{children}</a>,
        })}
      </p>
    </Notice>
  );
}

function NothingToAsk({ evening, students }: { evening: string; students: StudentWishes[] }) {
  const t = useWords();
  const booked = students.some((student) => student.booked.length > 0);
  return (
    <div class="card stack">
      {booked ? <p>{t("book.automatic.allBooked.text")}</p> : <p>{t("book.nothingToBook.text")}</p>}
      {booked && (
        <p>
          <a class="button" href={`/bookings?evening=${evening}`}>
            {t("book.automatic.myBookings.link")}
          </a>
        </p>
      )}
    </div>
  );
}

function Wishes({ evening, proposalId, hours, students, zone, most, errors }: BookAutomaticProps) {
  const t = useWords();
  const choices = students.reduce((sum, { wishes }) => sum + wishes.length, 0);
  const teachersError = errors.find(({ field }) => field === "teachers");
  return (
    <form class="stack" method="post" action={`/evenings/${evening.id}/book/automatic`}>
      <input type="hidden" name="id" value={proposalId} />
      <div class="field-grid is-pair">
        <TimeField
          id="from"
          label={t("book.automatic.earliest.label")}
          times={hours.earliest}
          chosen={hours.from}
          zone={zone}
          errors={errors}
        />
        <TimeField
          id="to"
          label={t("book.automatic.latest.label")}
          times={hours.latest}
          chosen={hours.to}
          zone={zone}
          errors={errors}
        />
      </div>
      <div class="stack-s" id="teachers" tabindex={-1}>
        {teachersError && <FieldProblem id="teachers-error" words={teachersError.words} />}
        <p class="soft">{t("book.automatic.teachers.text", { limited: choices > most ? "yes" : "no", most })}</p>
        {students.map((student) => (
          <Student key={student.student} {...student} choices={Math.min(choices, most)} zone={zone} />
        ))}
      </div>
      <p>
        <button class="button is-primary" type="submit">
          {t("book.automatic.generate.button")}
        </button>
      </p>
    </form>
  );
}

type TimeFieldProps = {
  id: "from" | "to";
  label: string;
  times: number[];
  chosen: number;
  zone: string;
  errors: FieldError[];
};

function TimeField({ id, label, times, chosen, zone, errors }: TimeFieldProps) {
  const t = useWords();
  const error = errors.find(({ field }) => field === id);
  return (
    <div class={error ? "field is-wrong" : "field"}>
      <label for={id}>{label}</label>
      {error && <FieldProblem id={`${id}-error`} words={error.words} />}
      <select
        class="input"
        id={id}
        name={id}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error && `${id}-error`}
      >
        {times.map((at) => (
          <option key={at} value={at} selected={at === chosen}>
            {t.time(at, zone)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Student({ student, wishes, booked, choices, zone }: StudentWishes & { choices: number; zone: string }) {
  const t = useWords();
  return (
    <fieldset class="card wishes">
      <legend>{student}</legend>
      {wishes.map((wish) => (
        <div class="wish" key={wish.key}>
          <label class="choice">
            <input type="checkbox" id={wish.id} name="want" value={wish.key} checked={wish.ticked} />
            <span>
              <strong>{wish.teachers}</strong>
              <br />
              <span class="small soft">{wish.subject}</span>
            </span>
          </label>
          <div class="wish-rank">
            <label class="small" for={`${wish.id}-rank`}>
              {t.rich("book.automatic.rank.label", {
                teachers: wish.teachers,
                subject: wish.subject,
                student,
                unseen: (children) => <span class="unseen">{children}</span>,
              })}
            </label>
            <select class="input is-short" id={`${wish.id}-rank`} name={`rank-${wish.key}`}>
              <option value="">{t("book.automatic.rank.none.label")}</option>
              {Array.from({ length: choices }, (_, at) => at + 1).map((rank) => (
                <option key={rank} value={rank} selected={rank === wish.rank}>
                  {rank}
                </option>
              ))}
            </select>
          </div>
        </div>
      ))}
      {booked.map((one) => (
        <div class="wish" key={one.key}>
          <p>
            <strong>{one.teachers}</strong>
            <br />
            <span class="small soft">{one.subject}</span>
          </p>
          <Tag kind="good" icon="tick">
            {t("book.teacher.booked.status", { bookedAt: t.time(one.startsAt, zone) })}
          </Tag>
        </div>
      ))}
    </fieldset>
  );
}

import { clockTime, longDate } from "../ui/format.ts";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { ErrorSummary, type FieldError, FieldProblem, Notice, Tag } from "../ui/parts.tsx";
import { timeLeft } from "../ui/time-left.ts";
import { type BookingView, WindowNotice } from "../ui/window-notice.tsx";
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
  const { school, viewer, zone, evening, booking, errors } = props;
  const anything = props.students.some(({ wishes }) => wishes.length > 0);
  return (
    <SchoolPage title={`Automatic booking · ${evening.name}`} school={school} viewer={viewer} styles={["book"]}>
      <a class="back" href={`/evenings/${evening.id}/book`}>
        Previous Step
      </a>
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {longDate(evening.startsAt, zone)}
        </p>
        <h1>Whom would you like to see?</h1>
      </header>
      <div class="aside-layout">
        <div class="stack">
          {errors.length > 0 && <ErrorSummary title="Please look at this again" errors={errors} />}
          <News news={props.news} evening={evening.id} />
          {props.held && <HeldNow held={props.held} />}
          <WindowNotice booking={booking} zone={zone} />
          {booking.state === "open" && anything && <Wishes {...props} />}
          {!anything && <NothingToAsk evening={evening.id} students={props.students} />}
        </div>
        <aside class="card stack" aria-labelledby="how">
          <h2 id="how">How it works</h2>
          <p>We look for the best evening: as many of these teachers as can be, close together.</p>
          <p>What we find is held for you for two minutes. Nothing is booked until you accept it.</p>
          <p class="soft">What you have booked already stays as it is.</p>
        </aside>
      </div>
    </SchoolPage>
  );
}

function News({ news, evening }: { news: BookAutomaticProps["news"]; evening: string }) {
  if (!news) return null;
  switch (news.kind) {
    case "let-go":
      return (
        <Notice kind="plain" role="status">
          <p>
            <strong>We let these times go.</strong> Nothing was booked. Your choices are as you left them.
          </p>
        </Notice>
      );
    case "outrun":
      return (
        <Notice kind="warn" role="alert">
          <p>
            <strong>Other families were quicker.</strong> Many are booking at this moment, and the times we found were
            taken before we could hold them. Your choices are kept: press Generate Appointments again.
          </p>
        </Notice>
      );
    case "nothing":
      return <NotFitted title="We found no time for this" missed={news.missed} evening={evening} role="alert" />;
  }
}

function HeldNow({ held }: { held: { href: string; leftMs: number } }) {
  return (
    <Notice kind="info">
      <p>
        Times are held for you for another {timeLeft(held.leftMs)}. <a href={held.href}>Look at them</a>, or ask again
        here: that lets them go.
      </p>
    </Notice>
  );
}

function NothingToAsk({ evening, students }: { evening: string; students: StudentWishes[] }) {
  const booked = students.some((student) => student.booked.length > 0);
  return (
    <div class="card stack">
      {booked ? (
        <p>You have a time with every teacher.</p>
      ) : (
        <p>None of your children’s teachers take appointments in this evening.</p>
      )}
      {booked && (
        <p>
          <a class="button" href={`/bookings?evening=${evening}`}>
            My Bookings
          </a>
        </p>
      )}
    </div>
  );
}

function Wishes({ evening, proposalId, hours, students, zone, most, errors }: BookAutomaticProps) {
  const choices = students.reduce((sum, { wishes }) => sum + wishes.length, 0);
  const teachersError = errors.find(({ field }) => field === "teachers");
  return (
    <form class="stack" method="post" action={`/evenings/${evening.id}/book/automatic`}>
      <input type="hidden" name="id" value={proposalId} />
      <div class="field-grid is-pair">
        <TimeField
          id="from"
          label="Earliest time"
          times={hours.earliest}
          chosen={hours.from}
          zone={zone}
          errors={errors}
        />
        <TimeField id="to" label="Latest time" times={hours.latest} chosen={hours.to} zone={zone} errors={errors} />
      </div>
      <div class="stack-s" id="teachers" tabindex={-1}>
        {teachersError && <FieldProblem id="teachers-error" words={teachersError.words} />}
        <p class="soft">
          Tick whom you would like to see{choices > most && `, ${most} at most`}. If you like, rank them: 1 is whom you
          want most. Where not everybody fits, the higher ranked stay.
        </p>
        {students.map((student) => (
          <Student key={student.student} {...student} choices={Math.min(choices, most)} zone={zone} />
        ))}
      </div>
      <p>
        <button class="button is-primary" type="submit">
          Generate Appointments
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
            {clockTime(at, zone)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Student({ student, wishes, booked, choices, zone }: StudentWishes & { choices: number; zone: string }) {
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
              Rank
              <span class="unseen">
                {" "}
                of {wish.teachers}, {wish.subject}, for {student}
              </span>
            </label>
            <select class="input is-short" id={`${wish.id}-rank`} name={`rank-${wish.key}`}>
              <option value="">None</option>
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
            Booked {clockTime(one.startsAt, zone)}
          </Tag>
        </div>
      ))}
    </fieldset>
  );
}

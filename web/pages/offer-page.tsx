import { clockTime, list, longDate, sameDay } from "../ui/format.ts";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";

export type OfferProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  id: string;
  /** What the address carries; empty for the guardian who is signed in. */
  token: string;
  now: number;
  evening: { id: string; name: string };
  startsAt: number;
  until: number;
  state: "held" | "taken" | "over";
  teachers: string[];
  student: string;
  subject: string;
};

/** A time that has become free and is held for somebody in line. */
export function OfferPage(props: OfferProps) {
  const { school, viewer, zone, evening, state } = props;
  return (
    <SchoolPage title={TITLES[state]} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {longDate(props.startsAt, zone)}
        </p>
        <h1>{TITLES[state]}</h1>
      </header>
      <div class="stack">
        <div class="card stack-s">
          <p>
            <strong>
              {clockTime(props.startsAt, zone)} with {list(props.teachers)}
            </strong>
          </p>
          <p class="soft">
            {props.subject} · for {props.student}
          </p>
        </div>
        {state === "held" && <Answer {...props} />}
        {state === "taken" && (
          <Notice kind="good" role="status">
            <p>It is booked. We are sending you your list.</p>
          </Notice>
        )}
        {state === "over" && (
          <Notice kind="warn">
            <p>
              This time is no longer held for you. If the teacher is still full, you can join the waiting list again.
            </p>
          </Notice>
        )}
        <p>
          <a href={state === "taken" ? `/bookings?evening=${evening.id}` : `/evenings/${evening.id}/book/manual`}>
            {state === "taken" ? "My Bookings" : "All times"}
          </a>
        </p>
      </div>
    </SchoolPage>
  );
}

const TITLES = {
  held: "A time is free for you",
  taken: "Your time is booked",
  over: "This offer is over",
} as const;

function Answer({ id, token, until, now, startsAt, zone }: OfferProps) {
  const day = sameDay(until, now, zone) ? "" : ` on ${longDate(until, zone)}`;
  return (
    <form class="stack" method="post" action={`/offers/${id}`}>
      <input type="hidden" name="token" value={token} />
      <p>
        It is held for you until <strong>{clockTime(until, zone)}</strong>
        {day}. After that it is offered to the next in line.
      </p>
      <p class="row">
        <button class="button is-primary" type="submit" name="answer" value="take">
          Take {clockTime(startsAt, zone)}
        </button>
        <button class="button" type="submit" name="answer" value="decline">
          No, thank you
        </button>
      </p>
    </form>
  );
}

import { longDate } from "../ui/format.ts";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { type BookingView, WindowNotice } from "../ui/window-notice.tsx";

export type BookModeProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  evening: { id: string; name: string; startsAt: number };
  booking: BookingView;
};

/** Automatic or Manual: the first step of booking. */
export function BookModePage({ school, viewer, zone, evening, booking }: BookModeProps) {
  return (
    <SchoolPage title={`Book · ${evening.name}`} school={school} viewer={viewer} mainClass="page is-narrow">
      <a class="back" href="/">
        Previous Step
      </a>
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {longDate(evening.startsAt, zone)}
        </p>
        <h1>How would you like to book?</h1>
      </header>
      <div class="stack">
        <WindowNotice booking={booking} zone={zone} />
        <form class="stack" method="get" action={`/evenings/${evening.id}/book`}>
          <fieldset class="stack-s">
            <legend class="unseen">How would you like to book?</legend>
            <Mode value="automatic" name="Automatic" checked={booking.state === "open"}>
              Say when you can come and whom you would like to see. We find the shortest evening, and you accept it or
              not.
            </Mode>
            <Mode value="manual" name="Manual" checked={booking.state !== "open"}>
              See every teacher’s times and choose each one yourself.
            </Mode>
          </fieldset>
          <p>
            <button class="button is-primary" type="submit">
              Next
            </button>
          </p>
        </form>
      </div>
    </SchoolPage>
  );
}

type ModeProps = { value: "automatic" | "manual"; name: string; checked: boolean; children: string };

function Mode({ value, name, checked, children }: ModeProps) {
  return (
    <label class="choice is-boxed">
      <input type="radio" name="mode" value={value} checked={checked} />
      <span>
        <strong>{name}</strong>
        <br />
        <span class="soft">{children}</span>
      </span>
    </label>
  );
}

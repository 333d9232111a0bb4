import { longDate } from "../ui/format.ts";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";

export type CalendarProps = {
  school: SchoolView;
  viewer: Viewer;
  /** `https://…/calendar/….ics` */
  address: string;
  reader: "guardian" | "teacher";
  /** Those with appointments, not yet over. */
  evenings: { id: string; name: string; startsAt: number }[];
  zone: string;
  renewed: boolean;
};

const PLACES = {
  guardian: { list: "My Bookings", path: "/bookings", file: "/bookings/calendar.ics" },
  teacher: { list: "My Schedule", path: "/staff/schedule", file: "/staff/calendar.ics" },
} as const;

/** Subscribe to Calendar: a person's own address, and how to use it. */
export function CalendarPage(props: CalendarProps) {
  const { school, viewer, address, reader, renewed } = props;
  const { list, path } = PLACES[reader];
  return (
    <SchoolPage title="Subscribe to Calendar" school={school} viewer={viewer} mainClass="page is-narrow">
      <a class="back" href={path}>
        {list}
      </a>
      <header class="page-head">
        <h1>Subscribe to Calendar</h1>
        <p class="lead">Your appointments appear in your own calendar, and change there when they change here.</p>
      </header>
      <div class="stack">
        {renewed && (
          <Notice kind="good" role="status">
            <p>You have a new address. The old one has stopped working: subscribe again with the new one.</p>
          </Notice>
        )}
        <section class="card stack" aria-labelledby="here">
          <h2 id="here">On this device</h2>
          <p>
            <a class="button is-primary" href={address.replace(/^https?:/, "webcal:")}>
              Open in my calendar
            </a>
          </p>
          <p class="soft">
            Works with Apple Calendar, Outlook on a computer, and most others. Your calendar asks you before it
            subscribes.
          </p>
        </section>
        <section class="card stack" aria-labelledby="elsewhere">
          <h2 id="elsewhere">In Google Calendar or Outlook on the web</h2>
          <p>
            Copy this address. In Google Calendar choose Other calendars, then From URL; in Outlook choose Add calendar,
            then Subscribe from web.
          </p>
          <p>
            <label for="address">Your address</label>
            <input class="input" id="address" readonly value={address} />
          </p>
          <p class="soft">It may take them some hours to notice a change. {list} is always right.</p>
        </section>
        <section class="stack" aria-labelledby="private">
          <h2 id="private">Keep it to yourself</h2>
          <p>
            Anyone with this address can see when you are due and with whom,{" "}
            {reader === "guardian" ? "your child’s first name included." : "students’ first names included."} If
            somebody has it who should not, make a new one.
          </p>
          <form method="post">
            <button type="submit" class="button">
              Make a new address
            </button>
          </form>
        </section>
        <Downloads {...props} />
      </div>
    </SchoolPage>
  );
}

function Downloads({ evenings, reader, zone }: CalendarProps) {
  if (evenings.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="once">
      <h2 id="once">Once, as a file</h2>
      <p>For a calendar that can’t subscribe. What changes here later does not change there.</p>
      {evenings.map(({ id, name, startsAt }) => (
        <p key={id}>
          <a class="button" href={`${PLACES[reader].file}?evening=${encodeURIComponent(id)}`} download>
            Download {name}, {longDate(startsAt, zone)}
          </a>
        </p>
      ))}
    </section>
  );
}

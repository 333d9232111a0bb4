import { clockTime, count, list, longDate } from "../ui/format.ts";
import { Chair, Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { ProgrammeCell, ProgrammeGap, ProgrammeLine, ProgrammeTable } from "../ui/programme-table.tsx";

export type EveningLink = { id: string; name: string; startsAt: number };

export type BookingRow =
  | { kind: "appointment"; id: string; startsAt: number; teachers: string[]; student: string; subject: string }
  | { kind: "gap"; ms: number; until: number };

export type BookingsProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  /** Of this site: "greenabbey.school.example". */
  host: string;
  evening: EveningLink & { message: string; begun: boolean; over: boolean };
  /** First start to last end. */
  span: { startsAt: number; endsAt: number };
  appointmentCount: number;
  rows: BookingRow[];
  /** Whether an invite has been sent: the toolbar then leads to Manage Invites. */
  invited: boolean;
  /** Comes from booking just now: the seat for another parent is offered. */
  justBooked: boolean;
  /** Their other evenings. */
  others: EveningLink[];
};

/** My Bookings: one guardian's appointments of one evening. */
export function BookingsPage(props: BookingsProps) {
  const { school, viewer, zone, evening, span, appointmentCount, justBooked, invited } = props;
  return (
    <SchoolPage
      title={`My Bookings · ${evening.name}`}
      school={school}
      viewer={viewer}
      scripts={["print", "invite-dialog"]}
    >
      <header class="page-head">
        <p class="eyebrow">My Bookings</p>
        <h1>{evening.name}</h1>
        <p class="lead">
          {count(appointmentCount, "appointment")} from {clockTime(span.startsAt, zone)} to{" "}
          {clockTime(span.endsAt, zone)}
        </p>
        <p class="print-only">
          For {viewer?.name} · {longDate(evening.startsAt, zone)} · video appointments at {props.host}
        </p>
      </header>
      <div class="aside-layout">
        <div class="stack">
          <Toolbar evening={evening} invited={invited} />
          {justBooked && !invited && <InviteOffer eveningId={evening.id} />}
          {evening.message && (
            <Notice kind="plain">
              <p>{evening.message}</p>
            </Notice>
          )}
          <BookingsTable {...props} />
        </div>
        <div class="stack no-print">
          {!evening.over && <OnTheDay evening={evening} firstAt={span.startsAt} zone={zone} />}
          <OtherEvenings others={props.others} zone={zone} />
        </div>
      </div>
    </SchoolPage>
  );
}

function Toolbar({ evening, invited }: { evening: BookingsProps["evening"]; invited: boolean }) {
  return (
    <nav class="toolbar" aria-label="My Bookings">
      <button class="button needs-script" type="button" data-print>
        <Icon name="print" />
        Print
      </button>
      <a class="button" href={`/evenings/${evening.id}/book/manual`}>
        Amend Bookings
      </a>
      {invited ? (
        <a class="button" href={`/bookings/invites?evening=${evening.id}`}>
          Manage Invites
        </a>
      ) : (
        <a class="button" href={`/bookings/invites/new?evening=${evening.id}`}>
          Invite Parent/Guardian
        </a>
      )}
      <a class="button" href="/bookings/calendar">
        Subscribe to Calendar
      </a>
    </nav>
  );
}

function InviteOffer({ eveningId }: { eveningId: string }) {
  return (
    <Notice kind="good" role="status">
      <p>
        Your times are booked. You can give one other parent or guardian a seat in your video calls:{" "}
        <a href={`/bookings/invites/new?evening=${eveningId}`}>invite them now</a>, or later from this page.
      </p>
    </Notice>
  );
}

function BookingsTable({ evening, rows, zone }: BookingsProps) {
  return (
    <ProgrammeTable caption={`Your appointments on ${longDate(evening.startsAt, zone)}`} heads={HEADS}>
      {rows.map((row) =>
        row.kind === "gap" ? (
          <ProgrammeGap key={`gap before ${row.until}`} words={gapWords(row.ms)} />
        ) : (
          <ProgrammeLine key={row.id} time={clockTime(row.startsAt, zone)}>
            <ProgrammeCell kind="who">{list(row.teachers)}</ProgrammeCell>
            <ProgrammeCell>{row.student}</ProgrammeCell>
            <ProgrammeCell kind="soft">{row.subject}</ProgrammeCell>
          </ProgrammeLine>
        ),
      )}
    </ProgrammeTable>
  );
}

const HEADS = ["Teacher", "Student", "Subject"];

/** "10 minute gap". */
export function gapWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds % 60 === 0) return `${seconds / 60} minute gap`;
  return seconds < 60 ? `${seconds} second gap` : `${Math.floor(seconds / 60)} minute ${seconds % 60} second gap`;
}

type OnTheDayProps = { evening: BookingsProps["evening"]; firstAt: number; zone: string };

function OnTheDay({ evening, firstAt, zone }: OnTheDayProps) {
  const { begun } = evening;
  return (
    <aside class="card stack" aria-labelledby="day">
      <h2 id="day">On the day</h2>
      {begun ? (
        <p>Your appointments have begun. One page takes you from teacher to teacher.</p>
      ) : (
        <p>
          Come back here a few minutes before <strong>{clockTime(firstAt, zone)}</strong> on{" "}
          <strong>{longDate(firstAt, zone)}</strong>. One page takes you from teacher to teacher.
        </p>
      )}
      <p>
        <a class="button is-primary is-wide" href={`/video?evening=${evening.id}`}>
          Join Video Appointments
        </a>
      </p>
      <p>
        <a class="button is-wide" href="/check">
          Check Audio and Video
        </a>
      </p>
      <p class="small soft">You can try your camera and microphone today: nobody else sees you.</p>
    </aside>
  );
}

function OtherEvenings({ others, zone }: { others: EveningLink[]; zone: string }) {
  if (others.length === 0) return null;
  return (
    <nav class="card stack" aria-labelledby="others">
      <h2 id="others">Your other evenings</h2>
      <ul class="stack-s">
        {others.map((evening) => (
          <li key={evening.id}>
            <a class="link" href={`/bookings?evening=${evening.id}`}>
              {evening.name}, {longDate(evening.startsAt, zone)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export type NoBookingsProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  /** The evening that was asked for, if one was. */
  evening: EveningLink | null;
  /** What can be booked, and what will be. */
  bookable: (EveningLink & { opensAt: number | null })[];
  others: EveningLink[];
};

/** My Bookings before there are any. */
export function NoBookingsPage({ school, viewer, zone, evening, bookable, others }: NoBookingsProps) {
  return (
    <SchoolPage title="My Bookings" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <p class="eyebrow">My Bookings</p>
        <h1>{evening?.name ?? "No appointments yet"}</h1>
      </header>
      <div class="stack">
        <div class="card empty">
          <Chair />
          {bookable.length === 0 && (
            <p>You have no appointments{evening ? " in this evening" : ""}, and no evening is open to you.</p>
          )}
          {bookable.length > 0 && <p>You have no appointments{evening ? " in this evening" : ""} yet.</p>}
          {bookable.map((open) => (
            <BookLink key={open.id} evening={open} zone={zone} primary={bookable.length === 1} />
          ))}
        </div>
        <OtherEvenings others={others} zone={zone} />
      </div>
    </SchoolPage>
  );
}

type BookLinkProps = { evening: EveningLink & { opensAt: number | null }; zone: string; primary: boolean };

function BookLink({ evening, zone, primary }: BookLinkProps) {
  const when = longDate(evening.startsAt, zone);
  if (evening.opensAt !== null)
    return (
      <p>
        {evening.name}, {when}: booking opens on {longDate(evening.opensAt, zone)} at {clockTime(evening.opensAt, zone)}
        .
      </p>
    );
  return (
    <p>
      <a class={primary ? "button is-primary" : "button"} href={`/evenings/${evening.id}/book`}>
        Book {evening.name}, {when}
      </a>
    </p>
  );
}

import { Chair, Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { ProgrammeCell, ProgrammeTable, ProgrammeTableRow } from "../ui/programme-table.tsx";
import { Waitlist, type WaitlistRow } from "../ui/waitlist.tsx";
import { clockTime, count, list, longDate, sameDay } from "../words/format.ts";

import type { OwnMarks } from "./own-marks.ts";
import { MarkTags, OwnPart } from "./own-part.tsx";

type EveningLink = { id: string; name: string; startsAt: number };

export type ScheduleRow =
  | {
      kind: "appointment";
      id: string;
      startsAt: number;
      endsAt: number;
      /** Longer than one slot: its end is worth saying. */
      long: boolean;
      student: string;
      guardian: string;
      subject: string;
      className: string;
      /** The other teachers of a joint appointment. */
      with: string[];
      /** The guardian's message to the teachers. */
      note: string;
      begun: boolean;
      own: OwnMarks;
    }
  | { kind: "free" | "break"; startsAt: number };

export type ScheduleProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  /** Epoch milliseconds by the server's clock. */
  now: number;
  /** Null for a teacher whose classes take part in none. */
  evening: (EveningLink & { begun: boolean; over: boolean }) | null;
  span: { startsAt: number; endsAt: number } | null;
  booked: number;
  rows: ScheduleRow[];
  others: EveningLink[];
  /** Who waits for a time with this teacher, first come first. */
  waitlist: WaitlistRow[];
  /** Guardians who have said that they can't come, with those of their students whom the teacher would have met. */
  absent: { guardian: string; students: string[] }[];
};

/** My Schedule: a teacher's evening, free times included. */
export function SchedulePage(props: ScheduleProps) {
  const { school, viewer, zone, evening, span, booked } = props;
  if (!evening) return <NoEveningPage school={school} viewer={viewer} />;
  const firstAt = span?.startsAt ?? evening.startsAt;
  const isToday = sameDay(props.now, firstAt, zone);
  const way = !evening.over && <OnTheDay evening={evening} firstAt={firstAt} zone={zone} isToday={isToday} />;
  return (
    <SchoolPage title={`My Schedule · ${evening.name}`} school={school} viewer={viewer} scripts={["print"]}>
      <header class="page-head">
        <p class="eyebrow">My Schedule</p>
        <h1>{evening.name}</h1>
        <p class="lead">
          {span
            ? `${count(booked, "appointment")} from ${clockTime(span.startsAt, zone)} to ${clockTime(span.endsAt, zone)}`
            : "No appointments yet"}
        </p>
        <p class="print-only">
          For {viewer?.name} · {longDate(evening.startsAt, zone)}
        </p>
      </header>
      <div class={isToday ? "aside-layout is-today" : "aside-layout"}>
        {isToday && <div class="no-print">{way}</div>}
        <div class="stack">
          <nav class="toolbar" aria-label="My Schedule">
            <button class="button needs-script" type="button" data-print>
              <Icon name="print" />
              Print
            </button>
            <a class="button" href="/staff/calendar">
              Subscribe to Calendar
            </a>
          </nav>
          <ScheduleTable evening={evening} rows={props.rows} zone={zone} />
          <Waitlist waitlist={props.waitlist} zone={zone} named={false} />
          <SaidAbsent absent={props.absent} />
        </div>
        <div class="stack no-print">
          {!isToday && way}
          <OtherEvenings others={props.others} zone={zone} />
        </div>
      </div>
    </SchoolPage>
  );
}

function SaidAbsent({ absent }: Pick<ScheduleProps, "absent">) {
  if (absent.length === 0) return null;
  return (
    <section class="stack-s" aria-labelledby="absent">
      <h2 id="absent">Can’t come</h2>
      <ul class="plain-list">
        {absent.map(({ guardian, students }) => (
          <li key={`${guardian} ${students.join()}`}>
            {guardian} <span class="soft">for {list(students)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

type TableProps = { evening: EveningLink; rows: ScheduleRow[]; zone: string };

function ScheduleTable({ evening, rows, zone }: TableProps) {
  return (
    <ProgrammeTable caption={`Your times on ${longDate(evening.startsAt, zone)}`} heads={HEADS}>
      {rows.map((row) => (
        <Row key={row.startsAt} row={row} eveningId={evening.id} zone={zone} />
      ))}
    </ProgrammeTable>
  );
}

const HEADS = ["Student", "Parent/Guardian", "Subject"];

function Row({ row, eveningId, zone }: { row: ScheduleRow; eveningId: string; zone: string }) {
  const time = clockTime(row.startsAt, zone);
  if (row.kind !== "appointment")
    return (
      <ProgrammeTableRow time={time} free>
        <ProgrammeCell kind="soft" span={3}>
          {row.kind === "free" ? "Free" : "Break"}
        </ProgrammeCell>
      </ProgrammeTableRow>
    );
  return (
    <ProgrammeTableRow time={time} id={`appointment-${row.id}`}>
      <ProgrammeCell kind="who">
        {row.student}
        <MarkTags own={row.own} />
      </ProgrammeCell>
      <ProgrammeCell>{row.guardian}</ProgrammeCell>
      <ProgrammeCell kind="soft">
        {[row.subject, row.className].filter(Boolean).join(", ")}
        {row.with.length > 0 && (
          <>
            <br />
            with {list(row.with)}
          </>
        )}
        {row.long && (
          <>
            <br />
            until {clockTime(row.endsAt, zone)}
          </>
        )}
        {row.note && (
          <span class="message">
            <span class="unseen">Message: </span>
            {row.note}
          </span>
        )}
        <OwnPart row={row} eveningId={eveningId} zone={zone} />
      </ProgrammeCell>
    </ProgrammeTableRow>
  );
}

type OnTheDayProps = { evening: EveningLink & { begun: boolean }; firstAt: number; zone: string; isToday: boolean };

/** The way into the calls: once the day is there it comes before everything else, above a whole evening of rows. */
function OnTheDay({ evening, firstAt, zone, isToday }: OnTheDayProps) {
  const at = <strong>{clockTime(firstAt, zone)}</strong>;
  return (
    <aside class="card stack" aria-labelledby="day">
      <h2 id="day">{isToday ? "Today" : "On the day"}</h2>
      {evening.begun ? (
        <p>The evening has begun. One page takes you from family to family.</p>
      ) : isToday ? (
        <p>You begin at {at}. Join a few minutes before: one page takes you from family to family.</p>
      ) : (
        <p>
          Come back here a few minutes before {at} on <strong>{longDate(firstAt, zone)}</strong>. One page takes you
          from family to family.
        </p>
      )}
      <p>
        <a class="button is-primary is-wide" href={`/staff/video?evening=${evening.id}`}>
          Join Video Appointments
        </a>
      </p>
      <p>
        <a class="button is-wide" href="/check">
          Check Audio and Video
        </a>
      </p>
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
            <a class="link" href={`/staff/schedule?evening=${evening.id}`}>
              {evening.name}, {longDate(evening.startsAt, zone)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NoEveningPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  return (
    <SchoolPage title="My Schedule" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <p class="eyebrow">My Schedule</p>
        <h1>No evening yet</h1>
      </header>
      <div class="card empty">
        <Chair />
        <p>None of your classes takes part in an evening at the moment.</p>
      </div>
    </SchoolPage>
  );
}

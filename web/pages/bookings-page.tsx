import { Chair, Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { ProgrammeCell, ProgrammeGap, ProgrammeTable, ProgrammeTableRow } from "../ui/programme-table.tsx";
import { gapWords } from "../ui/time-left.ts";
import { sameDay } from "../words/format.ts";
import { useWords } from "../words/use-words.ts";
import { LateTag } from "./late.tsx";

export type EveningLink = { id: string; name: string; startsAt: number };

export type BookingRow =
  | {
      kind: "appointment";
      id: string;
      startsAt: number;
      teachers: string[];
      student: string;
      subject: string;
      /** By how many minutes the teacher has said to be late; 0 where not. */
      lateMinutes: number;
    }
  | { kind: "gap"; ms: number; until: number };

export type BookingsProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  /** Epoch milliseconds by the server's clock. */
  now: number;
  /** Of this site: "greenabbey.school.example". */
  host: string;
  evening: EveningLink & { message: string; begun: boolean; over: boolean; amendable: boolean };
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
  const t = useWords();
  const { school, viewer, zone, evening, span, appointmentCount, justBooked, invited } = props;
  const isToday = sameDay(props.now, span.startsAt, zone);
  const way = !evening.over && <OnTheDay evening={evening} firstAt={span.startsAt} zone={zone} isToday={isToday} />;
  return (
    <SchoolPage
      title={t("bookings.list.pageTitle", { name: evening.name })}
      school={school}
      viewer={viewer}
      scripts={["print", "invite-dialog"]}
    >
      <header class="page-head">
        <p class="eyebrow">{t("bookings.list.title")}</p>
        <h1>{evening.name}</h1>
        <p class="lead">
          {t("bookings.list.span.text", {
            appointmentCount,
            time: t.time(span.startsAt, zone),
            endsAt: t.time(span.endsAt, zone),
          })}
        </p>
        <p class="print-only">
          {t("bookings.list.for.text", {
            name: viewer?.name ?? "",
            date: t.date(evening.startsAt, zone),
            host: props.host,
          })}
        </p>
      </header>
      <div class={isToday ? "aside-layout is-today" : "aside-layout"}>
        {isToday && <div class="no-print">{way}</div>}
        <div class="stack">
          <Toolbar evening={evening} invited={invited} />
          {justBooked && !invited && !evening.over && <InviteSuggestion eveningId={evening.id} />}
          {evening.message && (
            <Notice kind="plain">
              <p>{evening.message}</p>
            </Notice>
          )}
          <BookingsTable {...props} />
        </div>
        <div class="stack no-print">
          {!isToday && way}
          <OtherEvenings others={props.others} zone={zone} />
        </div>
      </div>
    </SchoolPage>
  );
}

/** Nothing is offered that can't be had any more: no change once booking is closed, no seat once the evening is over. */
function Toolbar({ evening, invited }: { evening: BookingsProps["evening"]; invited: boolean }) {
  const t = useWords();
  return (
    <nav class="toolbar" aria-label={t("bookings.list.title")}>
      <button class="button needs-script" type="button" data-print>
        <Icon name="print" />
        {t("bookings.toolbar.print.button")}
      </button>
      {evening.amendable && (
        <a class="button" href={`/evenings/${evening.id}/book/manual`}>
          {t("bookings.toolbar.amend.link")}
        </a>
      )}
      {invited && (
        <a class="button" href={`/bookings/invites?evening=${evening.id}`}>
          {t("bookings.toolbar.manageInvites.link")}
        </a>
      )}
      {!invited && !evening.over && (
        <a class="button" href={`/bookings/invites/new?evening=${evening.id}`}>
          {t("bookings.toolbar.invite.link")}
        </a>
      )}
      <a class="button" href="/bookings/calendar">
        {t("bookings.calendar.title")}
      </a>
    </nav>
  );
}

function InviteSuggestion({ eveningId }: { eveningId: string }) {
  const t = useWords();
  return (
    <Notice kind="good" role="status">
      <p>
        {t.rich("bookings.inviteOffer.text", {
          link: (children) => <a href={`/bookings/invites/new?evening=${eveningId}`}>{children}</a>,
        })}
      </p>
    </Notice>
  );
}

function BookingsTable({ evening, rows, zone }: BookingsProps) {
  const t = useWords();
  return (
    <ProgrammeTable
      caption={t("bookings.list.caption", { date: t.date(evening.startsAt, zone) })}
      heads={[t("bookings.list.teacher.column"), t("bookings.list.student.column"), t("bookings.list.subject.column")]}
    >
      {rows.map((row) =>
        row.kind === "gap" ? (
          <ProgrammeGap key={`gap before ${row.until}`} words={gapWords(row.ms, t)} />
        ) : (
          <ProgrammeTableRow key={row.id} time={t.time(row.startsAt, zone)}>
            <ProgrammeCell kind="who">
              {t.list(row.teachers)} <LateTag minutes={row.lateMinutes} />
            </ProgrammeCell>
            <ProgrammeCell>{row.student}</ProgrammeCell>
            <ProgrammeCell kind="soft">{row.subject}</ProgrammeCell>
          </ProgrammeTableRow>
        ),
      )}
    </ProgrammeTable>
  );
}

type OnTheDayProps = { evening: BookingsProps["evening"]; firstAt: number; zone: string; isToday: boolean };

/** The way into the calls: once the day is there it comes before everything else, so that nobody has to look for it below a list. */
function OnTheDay({ evening, firstAt, zone, isToday }: OnTheDayProps) {
  const t = useWords();
  const { begun } = evening;
  return (
    <aside class="card stack" aria-labelledby="day">
      <h2 id="day">{t(isToday ? "bookings.onTheDay.today.heading" : "bookings.onTheDay.later.heading")}</h2>
      {begun ? (
        <p>{t("bookings.onTheDay.begun.text")}</p>
      ) : isToday ? (
        <p>
          {t.rich("bookings.onTheDay.today.text", {
            firstAt: t.time(firstAt, zone),
            strong: (children) => <strong>{children}</strong>,
          })}
        </p>
      ) : (
        <p>
          {t.rich("bookings.onTheDay.later.text", {
            firstAt: t.time(firstAt, zone),
            firstDate: t.date(firstAt, zone),
            strong: (children) => <strong>{children}</strong>,
            day: (children) => <strong>{children}</strong>,
          })}
        </p>
      )}
      <p>
        <a class="button is-primary is-wide" href={`/video?evening=${evening.id}`}>
          {t("bookings.onTheDay.join.link")}
        </a>
      </p>
      <p>
        <a class="button is-wide" href="/check">
          {t("bookings.check.link")}
        </a>
      </p>
      {!isToday && <p class="small soft">{t("bookings.check.text")}</p>}
    </aside>
  );
}

function OtherEvenings({ others, zone }: { others: EveningLink[]; zone: string }) {
  const t = useWords();
  if (others.length === 0) return null;
  return (
    <nav class="card stack" aria-labelledby="others">
      <h2 id="others">{t("bookings.otherEvenings.heading")}</h2>
      <ul class="stack-s">
        {others.map((evening) => (
          <li key={evening.id}>
            <a class="link" href={`/bookings?evening=${evening.id}`}>
              {evening.name}, {t.date(evening.startsAt, zone)}
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
  const t = useWords();
  return (
    <SchoolPage title={t("bookings.list.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <p class="eyebrow">{t("bookings.list.title")}</p>
        <h1>{evening?.name ?? t("bookings.none.title")}</h1>
      </header>
      <div class="stack">
        <div class="card empty">
          <Chair />
          {bookable.length === 0 && (
            <p>{t("bookings.none.noEvening.text", { where: evening ? "here" : "anywhere" })}</p>
          )}
          {bookable.length > 0 && <p>{t("bookings.none.text", { where: evening ? "here" : "anywhere" })}</p>}
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
  const t = useWords();
  const when = t.date(evening.startsAt, zone);
  if (evening.opensAt !== null)
    return (
      <p>
        {t("bookings.book.opens.text", {
          name: evening.name,
          when,
          opensDate: t.date(evening.opensAt, zone),
          opensAt: t.time(evening.opensAt, zone),
        })}
      </p>
    );
  return (
    <p>
      <a class={primary ? "button is-primary" : "button"} href={`/evenings/${evening.id}/book`}>
        {t("bookings.book.link", { name: evening.name, when })}
      </a>
    </p>
  );
}

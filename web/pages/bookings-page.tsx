import { Chair, Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { ProgrammeCell, ProgrammeGap, ProgrammeLine, ProgrammeTable } from "../ui/programme-table.tsx";
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
      title={t("bookings.myBookings", { name: evening.name })}
      school={school}
      viewer={viewer}
      scripts={["print", "invite-dialog"]}
    >
      <header class="page-head">
        <p class="eyebrow">{t("bookings.myBookings2")}</p>
        <h1>{evening.name}</h1>
        <p class="lead">
          {t("bookings.fromTo", {
            appointmentCount,
            time: t.time(span.startsAt, zone),
            endsAt: t.time(span.endsAt, zone),
          })}
        </p>
        <p class="print-only">
          {t("bookings.forVideoAppointmentsAt", {
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
          {justBooked && !invited && !evening.over && <InviteOffer eveningId={evening.id} />}
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
    <nav class="toolbar" aria-label={t("bookings.myBookings2")}>
      <button class="button needs-script" type="button" data-print>
        <Icon name="print" />
        {t("bookings.print")}
      </button>
      {evening.amendable && (
        <a class="button" href={`/evenings/${evening.id}/book/manual`}>
          {t("bookings.amendBookings")}
        </a>
      )}
      {invited && (
        <a class="button" href={`/bookings/invites?evening=${evening.id}`}>
          {t("bookings.manageInvites")}
        </a>
      )}
      {!invited && !evening.over && (
        <a class="button" href={`/bookings/invites/new?evening=${evening.id}`}>
          {t("bookings.inviteParentGuardian")}
        </a>
      )}
      <a class="button" href="/bookings/calendar">
        {t("bookings.subscribeToCalendar")}
      </a>
    </nav>
  );
}

function InviteOffer({ eveningId }: { eveningId: string }) {
  const t = useWords();
  return (
    <Notice kind="good" role="status">
      <p>
        {t.rich("bookings.yourTimesAreBooked", {
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
      caption={t("bookings.yourAppointmentsOn", { date: t.date(evening.startsAt, zone) })}
      heads={[t("bookings.teacher"), t("bookings.student"), t("bookings.subject")]}
    >
      {rows.map((row) =>
        row.kind === "gap" ? (
          <ProgrammeGap key={`gap before ${row.until}`} words={gapWords(row.ms, t)} />
        ) : (
          <ProgrammeLine key={row.id} time={t.time(row.startsAt, zone)}>
            <ProgrammeCell kind="who">
              {t.list(row.teachers)} <LateTag minutes={row.lateMinutes} />
            </ProgrammeCell>
            <ProgrammeCell>{row.student}</ProgrammeCell>
            <ProgrammeCell kind="soft">{row.subject}</ProgrammeCell>
          </ProgrammeLine>
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
      <h2 id="day">{t(isToday ? "bookings.today" : "bookings.onTheDay")}</h2>
      {begun ? (
        <p>{t("bookings.yourAppointmentsHaveBegun")}</p>
      ) : isToday ? (
        <p>
          {t.rich("bookings.startsToday", {
            firstAt: t.time(firstAt, zone),
            strong: (children) => <strong>{children}</strong>,
          })}
        </p>
      ) : (
        <p>
          {t.rich("bookings.comeBackHereA", {
            firstAt: t.time(firstAt, zone),
            firstDate: t.date(firstAt, zone),
            strong: (children) => <strong>{children}</strong>,
            day: (children) => <strong>{children}</strong>,
          })}
        </p>
      )}
      <p>
        <a class="button is-primary is-wide" href={`/video?evening=${evening.id}`}>
          {t("bookings.joinVideoAppointments")}
        </a>
      </p>
      <p>
        <a class="button is-wide" href="/check">
          {t("bookings.checkAudioAndVideo")}
        </a>
      </p>
      {!isToday && <p class="small soft">{t("bookings.youCanTryYour")}</p>}
    </aside>
  );
}

function OtherEvenings({ others, zone }: { others: EveningLink[]; zone: string }) {
  const t = useWords();
  if (others.length === 0) return null;
  return (
    <nav class="card stack" aria-labelledby="others">
      <h2 id="others">{t("bookings.yourOtherEvenings")}</h2>
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
    <SchoolPage title={t("bookings.myBookings2")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <p class="eyebrow">{t("bookings.myBookings2")}</p>
        <h1>{evening?.name ?? t("bookings.noAppointmentsYet")}</h1>
      </header>
      <div class="stack">
        <div class="card empty">
          <Chair />
          {bookable.length === 0 && <p>{t("bookings.noneAndNoEvening", { where: evening ? "here" : "anywhere" })}</p>}
          {bookable.length > 0 && <p>{t("bookings.noneYet", { where: evening ? "here" : "anywhere" })}</p>}
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
        {t("bookings.bookingOpensOnAt", {
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
        {t("bookings.book", { name: evening.name, when })}
      </a>
    </p>
  );
}

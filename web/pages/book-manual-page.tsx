import { ErrorSummary } from "../ui/form-parts.tsx";
import { Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Tag } from "../ui/parts.tsx";
import { type BookingView, WindowNotice } from "../ui/window-notice.tsx";
import { ZoneNote } from "../ui/zone-note.tsx";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";

/** `mine`: the time that is booked. `clash` names the own appointment in its way; `not-yours`: the reason stands above the times. */
export type SlotView = {
  startsAt: number;
  state:
    | { kind: "free" | ClosedKind }
    | { kind: "mine"; mayCancel: boolean }
    | { kind: "clash"; withAt: number; withWhom: string };
};

type ClosedKind = "taken" | "away" | "late" | "held" | "not-yours";

export type TimesView = {
  /** The id of the section: where links and the answer to a press lead. */
  anchor: string;
  teachers: string[];
  teachersShort: string;
  student: string;
  studentId: string;
  classId: string;
  teacherIds: string[];
  /** How many units of `unitMs` an appointment is long, and those of the own one. */
  units: number;
  unitMs: number;
  ownUnits: number[];
  subject: string;
  /** Of the booked appointment, or of the one that a press would make. */
  appointmentId: string;
  bookedAt: number | null;
  /** The message to the teachers, as it is kept with the appointment. */
  note: string;
  /** Why the appointment can't be changed any more, if so. */
  fixed: "begun" | "late" | null;
  /** Why none of these times can be had, whoever is free. */
  why: string | null;
  /** The waiting list of teachers who are full: whether it can be joined, or where the guardian stands. */
  waitlist:
    | { kind: "may-join"; id: string }
    | { kind: "waiting"; id: string; ahead: number }
    | { kind: "offered"; id: string; startsAt: number; until: number }
    | null;
  /** What is left of the evening. */
  slots: SlotView[];
  /** What the last press did here. */
  done: "booked" | "moved" | "cancelled" | "noted" | null;
};

export type BookManualProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  evening: { id: string; name: string; startsAt: number };
  /** Where the page asks what is taken by now; null where nothing can be booked. */
  live: string | null;
  /** Minutes before its start until which a time can be booked or changed; 0 for up to its start. */
  leadMinutes: number;
  /** Whether the guardian has said that they can't attend. */
  absent: boolean;
  booking: BookingView;
  times: TimesView[];
  /** Why the last press did nothing, and what can be had instead. */
  refused: { title: string; anchor: string; words: string; instead: string } | null;
};

/** Booking by hand: one markup, a list of teachers on a phone, a grid by time on a desktop. */
export function BookManualPage(props: BookManualProps) {
  const t = useWords();
  const { school, viewer, zone, evening, booking, times, refused } = props;
  const booked = times.filter((bookable) => bookable.bookedAt !== null).length;
  const open = booking.state === "open";
  return (
    <SchoolPage
      title={t("book.manual.pageTitle", { name: evening.name })}
      school={school}
      viewer={viewer}
      mainClass="page is-board"
      scripts={["zone-note", "live-times"]}
    >
      <a class="back" href={`/evenings/${evening.id}/book`}>
        {t("book.previousStep.link")}
      </a>
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {t.date(evening.startsAt, zone)}
        </p>
        <h1>{t("book.manual.title")}</h1>
        {open && times.length > 0 && <p>{t("book.manual.text")}</p>}
      </header>
      <div class="stack" data-live-times={props.live ?? undefined}>
        {refused && (
          <ErrorSummary
            title={refused.title}
            errors={[{ field: refused.anchor, words: refused.instead }]}
            hint={refused.words}
          />
        )}
        <WindowNotice booking={booking} zone={zone} />
        <ZoneNote zone={zone} at={evening.startsAt} />
        {open && props.leadMinutes > 0 && <p class="soft">{leadWords(props.leadMinutes, t)}</p>}
        {times.length === 0 ? <NothingToBook /> : <Plan times={times} zone={zone} />}
        {gridsOf(times).map((grid) => (
          <div class="times" key={grid[0]?.anchor}>
            {grid.map((bookable) => (
              <Times key={bookable.anchor} bookable={bookable} evening={evening.id} zone={zone} open={open} />
            ))}
          </div>
        ))}
        {times.length > 0 && (
          <div class="actionbar">
            <p>
              {t.rich("book.manual.booked.status", {
                booked,
                length: times.length,
                strong: (children) => <strong>{children}</strong>,
              })}
            </p>
            <a
              class="button is-primary"
              href={`/bookings?evening=${evening.id}${booked > 0 && open ? "&booked=1" : ""}`}
            >
              {t("book.manual.done.link")}
            </a>
          </div>
        )}
        {open && times.length > 0 && <Attendance evening={evening.id} absent={props.absent} booked={booked} />}
      </div>
    </SchoolPage>
  );
}

function leadWords(minutes: number, t: Words): string {
  return minutes % 60 === 0
    ? t("book.leadTime.hours.text", { n: minutes / 60 })
    : t("book.leadTime.minutes.text", { n: minutes });
}

function Attendance({ evening, absent, booked }: { evening: string; absent: boolean; booked: number }) {
  const t = useWords();
  return (
    <section class="card stack-s" id="attendance" aria-labelledby="attendance-h">
      <h2 id="attendance-h">{absent ? t("book.attendance.absent.heading") : t("book.attendance.coming.heading")}</h2>
      {absent && <p role="status">{t("book.attendance.absent.text")}</p>}
      {!absent && booked > 0 && <p>{t("book.attendance.booked.text", { booked })}</p>}
      {!absent && booked === 0 && <p>{t("book.attendance.coming.text")}</p>}
      {(absent || booked === 0) && (
        <form method="post" action={`/evenings/${evening}/attendance`}>
          <button class="button" type="submit" name="unable" value={absent ? "0" : "1"}>
            {absent ? t("book.attendance.absent.button") : t("book.attendance.coming.button")}
          </button>
        </form>
      )}
    </section>
  );
}

const WIDEST_GRID = 6;

/** Side by side while the names stay readable; a larger family gets a grid for each child, and a further one where that is too wide. */
function gridsOf(times: TimesView[]): TimesView[][] {
  if (times.length <= WIDEST_GRID) return [times];
  const byStudent = Map.groupBy(times, (bookable) => bookable.studentId);
  return [...byStudent.values()].flatMap((all) => {
    const grids = Math.ceil(all.length / WIDEST_GRID);
    const width = Math.ceil(all.length / grids);
    return Array.from({ length: grids }, (_, at) => all.slice(at * width, (at + 1) * width));
  });
}

function NothingToBook() {
  const t = useWords();
  return <p class="card">{t("book.nothingToBook.text")}</p>;
}

function Plan({ times, zone }: { times: TimesView[]; zone: string }) {
  const t = useWords();
  return (
    <div class="stack-s">
      <nav class="plan" aria-label={t("book.teachers.label")}>
        {times.map((bookable) => (
          <a key={bookable.anchor} href={`#${bookable.anchor}`}>
            <span>
              <strong>{bookable.teachers.length > 1 ? bookable.teachersShort : bookable.teachers[0]}</strong>
              <br />
              <span class="small soft">
                {bookable.subject} · {bookable.student}
              </span>
            </span>
            <BookedTag bookedAt={bookable.bookedAt} zone={zone} />
          </a>
        ))}
      </nav>
      <p class="slot-key soft">
        <span>
          <i />
          {t("book.legend.free.text")}
        </span>
        <span>
          <i class="is-mine" />
          {t("book.legend.yours.text")}
        </span>
        <span>
          <i class="is-taken" />
          {t("book.legend.taken.text")}
        </span>
        <span>
          <i class="is-clash" />
          {t("book.legend.clash.text")}
        </span>
      </p>
    </div>
  );
}

function BookedTag({ bookedAt, zone }: { bookedAt: number | null; zone: string }) {
  const t = useWords();
  if (bookedAt === null) return <Tag>{t("book.teacher.toChoose.status")}</Tag>;
  return (
    <Tag kind="good" icon="tick">
      {t("book.teacher.booked.status", { bookedAt: t.time(bookedAt, zone) })}
    </Tag>
  );
}

type TimesProps = { bookable: TimesView; evening: string; zone: string; open: boolean };

function Times({ bookable, evening, zone, open }: TimesProps) {
  const t = useWords();
  const form = `${bookable.anchor}-form`;
  return (
    <section
      class="times-of"
      id={bookable.anchor}
      aria-labelledby={`${bookable.anchor}-h`}
      data-teachers={bookable.teacherIds.join(" ")}
      data-units={bookable.units}
      data-unit-ms={bookable.unitMs}
      data-own={bookable.ownUnits.join(" ")}
      data-form={form}
    >
      <div class="times-head">
        <h2 id={`${bookable.anchor}-h`}>{t.list(bookable.teachers)}</h2>
        <p class="soft small">
          {t("book.teacher.subject.text", { subject: bookable.subject, student: bookable.student })}
        </p>
        {bookable.teachers.length > 1 && <p class="soft small">{t("book.teacher.together.text")}</p>}
        {bookable.done && (
          <p class="small" role="status">
            {t(DONE[bookable.done])}
          </p>
        )}
        {bookable.fixed && <p class="small">{t(FIXED[bookable.fixed])}</p>}
        {bookable.why && (
          <p class="times-note">
            <Icon name="warn" />
            <span>{bookable.why}</span>
          </p>
        )}
        {bookable.slots.length === 0 && <p class="small">{t("book.teacher.full.text")}</p>}
        <BookedTag bookedAt={bookable.bookedAt} zone={zone} />
        <ClashNote slots={bookable.slots} zone={zone} />
        <form id={form} method="post" action={`/evenings/${evening}/book/manual`}>
          <input type="hidden" name="id" value={bookable.appointmentId} />
          <input type="hidden" name="student" value={bookable.studentId} />
          <input type="hidden" name="class" value={bookable.classId} />
          {bookable.bookedAt !== null && <input type="hidden" name="moves" value="1" />}
          {open && !bookable.fixed && !bookable.why && <Message bookable={bookable} />}
        </form>
        {bookable.waitlist && (open || bookable.waitlist.kind !== "may-join") && (
          <WaitlistPart bookable={bookable} waitlist={bookable.waitlist} evening={evening} zone={zone} />
        )}
      </div>
      <ol class="times-list">
        {bookable.slots.map((slot) => (
          <SlotItem key={slot.startsAt} slot={slot} bookable={bookable} form={form} zone={zone} open={open} />
        ))}
      </ol>
    </section>
  );
}

type WaitlistPartProps = {
  bookable: TimesView;
  waitlist: NonNullable<TimesView["waitlist"]>;
  evening: string;
  zone: string;
};

function WaitlistPart({ bookable, waitlist, evening, zone }: WaitlistPartProps) {
  const t = useWords();
  const action = `/evenings/${evening}/waiting`;
  if (waitlist.kind === "offered")
    return (
      <p class="times-line">
        <a class="button is-primary is-small" href={`/offers/${waitlist.id}`}>
          {t("book.waitlist.offer.link", {
            time: t.time(waitlist.startsAt, zone),
            until: t.time(waitlist.until, zone),
          })}
        </a>
      </p>
    );
  if (waitlist.kind === "waiting")
    return (
      <form class="times-line" method="post" action={action}>
        <p class="small" role="status">
          {t("book.waitlist.place.status", { ahead: waitlist.ahead })}
        </p>
        <button class="button is-small" type="submit" name="leave" value={waitlist.id}>
          {t.rich("book.waitlist.leave.button", {
            teachersShort: bookable.teachersShort,
            unseen: (children) => <span class="unseen">{children}</span>,
          })}
        </button>
      </form>
    );
  const id = `${bookable.anchor}-line`;
  return (
    <details class="times-message">
      <summary>{t("book.waitlist.join.label")}</summary>
      <form class="field" method="post" action={action}>
        <input type="hidden" name="id" value={waitlist.id} />
        <input type="hidden" name="student" value={bookable.studentId} />
        <input type="hidden" name="class" value={bookable.classId} />
        <label for={id}>{t("book.waitlist.message.label", { teachersShort: bookable.teachersShort })}</label>
        <textarea class="input" id={id} name="note" rows={3} maxlength={500} />
        <button class="button is-small" type="submit">
          {t.rich("book.waitlist.join.button", {
            teachersShort: bookable.teachersShort,
            unseen: (children) => <span class="unseen">{children}</span>,
          })}
        </button>
      </form>
    </details>
  );
}

/** Goes with the press on a time; once a time is booked it can be changed on its own. */
function Message({ bookable }: { bookable: TimesView }) {
  const t = useWords();
  const id = `${bookable.anchor}-note`;
  const to = { teachers: bookable.teachers.length, name: bookable.teachersShort };
  return (
    <details class="times-message" open={bookable.note !== ""}>
      <summary>{t("book.message.label", to)}</summary>
      <div class="field">
        <label for={id}>
          {t.rich("book.message.text.label", {
            ...to,
            unseen: (children) => <span class="unseen">{children}</span>,
          })}
        </label>
        <textarea class="input" id={id} name="note" rows={3} maxlength={500}>
          {bookable.note}
        </textarea>
        {bookable.bookedAt === null ? (
          <p class="hint">{t("book.message.hint")}</p>
        ) : (
          <button class="button is-small" type="submit" name="say" value={bookable.appointmentId}>
            {t("book.message.save.button")}
          </button>
        )}
      </div>
    </details>
  );
}

const FIXED = {
  begun: "book.fixed.begun.text",
  late: "book.fixed.late.text",
} as const;

const DONE = {
  noted: "book.done.noted.status",
  booked: "book.done.booked.status",
  moved: "book.done.moved.status",
  cancelled: "book.done.cancelled.status",
} as const;

/** On a phone the chips are too small for the reason, so it stands above them. */
function ClashNote({ slots, zone }: { slots: SlotView[]; zone: string }) {
  const t = useWords();
  const lines = clashLines(slots, zone, t);
  if (lines.length === 0) return null;
  return (
    <p class="times-note">
      <Icon name="warn" />
      <span>
        {lines.map((text, at) => (
          <span key={text}>
            {at > 0 && <br />}
            {text}
          </span>
        ))}
      </span>
    </p>
  );
}

function clashLines(slots: SlotView[], zone: string, t: Words): string[] {
  const clashes = new Map<string, { withAt: number; withWhom: string; starts: number[] }>();
  for (const { startsAt, state } of slots) {
    if (state.kind !== "clash") continue;
    const { withAt, withWhom } = state;
    const reason = `${withAt} ${withWhom}`;
    clashes.set(reason, { withAt, withWhom, starts: [...(clashes.get(reason)?.starts ?? []), startsAt] });
  }
  return [...clashes.values()].map(({ withAt, withWhom, starts }) =>
    t("book.clashes.text", {
      n: starts.length,
      first: t.time(starts[0] ?? 0, zone),
      last: t.time(starts.at(-1) ?? 0, zone),
      own: t.time(withAt, zone),
      withWhom,
    }),
  );
}

type SlotProps = { slot: SlotView; bookable: TimesView; form: string; zone: string; open: boolean };

function SlotItem({ slot, bookable, form, zone, open }: SlotProps) {
  const t = useWords();
  const time = t.time(slot.startsAt, zone);
  const { state } = slot;
  return (
    <li
      class={`slot ${SLOT_CLASS[state.kind]}${time.endsWith(":00") ? " is-hour" : ""}`}
      data-at={slot.startsAt}
      data-live={open && (state.kind === "free" || state.kind === "taken") ? state.kind : undefined}
    >
      {state.kind === "mine" && (
        <MineSlot time={time} form={form} appointmentId={bookable.appointmentId} mayCancel={open && state.mayCancel} />
      )}
      {state.kind === "clash" && (
        <span>
          <time>{time}</time>
          <span class="brief" aria-hidden="true">
            {t("book.slot.clash.status")}
          </span>
          <span class="full">
            {t("book.slot.clash.text", { withAt: t.time(state.withAt, zone), withWhom: state.withWhom })}
          </span>
        </span>
      )}
      {state.kind === "free" && (
        <FreeSlot time={time} startsAt={slot.startsAt} form={form} bookable={bookable} open={open} />
      )}
      {isClosed(state) && (
        <span>{t.rich(CLOSED[state.kind], { at: time, time: (children) => <time>{children}</time> })}</span>
      )}
    </li>
  );
}

function isClosed(state: SlotView["state"]): state is { kind: ClosedKind } {
  return state.kind in CLOSED;
}

const CLOSED = {
  taken: "slots.taken",
  away: "slots.away",
  late: "slots.late",
  held: "slots.held",
  "not-yours": "slots.notYours",
} as const;

const SLOT_CLASS = {
  free: "is-free",
  mine: "is-mine",
  taken: "is-taken",
  away: "is-taken",
  late: "is-taken",
  held: "is-taken",
  "not-yours": "is-taken",
  clash: "is-clash",
} as const;

type MineProps = { time: string; form: string; appointmentId: string; mayCancel: boolean };

function MineSlot({ time, form, appointmentId, mayCancel }: MineProps) {
  const t = useWords();
  const words = (
    <>
      <Icon name="tick" />
      {t.rich("slots.yours", { at: time, time: (children) => <time>{children}</time> })}
    </>
  );
  if (!mayCancel) return <span>{words}</span>;
  return (
    <button type="submit" form={form} name="cancel" value={appointmentId}>
      {words}
      <span class="unseen">{t("book.slot.giveBack.hint")}</span>
    </button>
  );
}

type FreeProps = { time: string; startsAt: number; form: string; bookable: TimesView; open: boolean };

function FreeSlot({ time, startsAt, form, bookable, open }: FreeProps) {
  const t = useWords();
  const words = <>{t.rich("slots.free", { at: time, time: (children) => <time>{children}</time> })}</>;
  if (!open) return <span>{words}</span>;
  return (
    <button type="submit" form={form} name="book" value={startsAt}>
      {words}
      {bookable.bookedAt !== null && <span class="unseen">{t("book.slot.move.hint")}</span>}
    </button>
  );
}

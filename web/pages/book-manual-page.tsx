import { clockTime, count, list, longDate } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { ErrorSummary, Tag } from "../ui/parts.tsx";
import { type BookingView, WindowNotice } from "../ui/window-notice.tsx";
import { ZoneNote } from "../ui/zone-note.tsx";

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
  line:
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
  const { school, viewer, zone, evening, booking, times, refused } = props;
  const booked = times.filter((offer) => offer.bookedAt !== null).length;
  const open = booking.state === "open";
  return (
    <SchoolPage
      title={`Choose your times · ${evening.name}`}
      school={school}
      viewer={viewer}
      mainClass="page is-board"
      scripts={["zone-note", "live-times"]}
    >
      <a class="back" href={`/evenings/${evening.id}/book`}>
        Previous Step
      </a>
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {longDate(evening.startsAt, zone)}
        </p>
        <h1>Choose your times</h1>
        {open && times.length > 0 && <p>Press a free time to book it. Press your own time to give it back.</p>}
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
        {open && props.leadMinutes > 0 && (
          <p class="soft">
            Each time can be booked, moved or given back until {leadWords(props.leadMinutes)} before it.
          </p>
        )}
        {times.length === 0 ? <NothingToBook /> : <Plan times={times} zone={zone} />}
        {boardsOf(times).map((board) => (
          <div class="times" key={board[0]?.anchor}>
            {board.map((offer) => (
              <Times key={offer.anchor} offer={offer} evening={evening.id} zone={zone} open={open} />
            ))}
          </div>
        ))}
        {times.length > 0 && (
          <div class="actionbar">
            <p>
              <strong>
                {booked} of {times.length}
              </strong>{" "}
              booked
            </p>
            <a
              class="button is-primary"
              href={`/bookings?evening=${evening.id}${booked > 0 && open ? "&booked=1" : ""}`}
            >
              Done: My Bookings
            </a>
          </div>
        )}
        {open && times.length > 0 && <Attendance evening={evening.id} absent={props.absent} booked={booked} />}
      </div>
    </SchoolPage>
  );
}

/** "2 hours", "90 minutes". */
function leadWords(minutes: number): string {
  return minutes % 60 === 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
}

function Attendance({ evening, absent, booked }: { evening: string; absent: boolean; booked: number }) {
  return (
    <section class="card stack-s" id="attendance" aria-labelledby="attendance-h">
      <h2 id="attendance-h">{absent ? "You are unable to attend" : "Can’t come?"}</h2>
      {absent && <p role="status">The school knows. If that changes, book a time above or take it back.</p>}
      {!absent && booked > 0 && (
        <p>Give your {booked === 1 ? "time" : `${booked} times`} back first, so that other families can have it.</p>
      )}
      {!absent && booked === 0 && <p>Tell the school, and it won’t wait for you.</p>}
      {(absent || booked === 0) && (
        <form method="post" action={`/evenings/${evening}/attendance`}>
          <button class="button" type="submit" name="unable" value={absent ? "0" : "1"}>
            {absent ? "I can attend after all" : "I’m unable to attend"}
          </button>
        </form>
      )}
    </section>
  );
}

const WIDEST_BOARD = 6;

/** Side by side while the names stay readable; a larger family gets a board for each child, and a further one where that is too wide. */
function boardsOf(times: TimesView[]): TimesView[][] {
  if (times.length <= WIDEST_BOARD) return [times];
  const byStudent = Map.groupBy(times, (offer) => offer.studentId);
  return [...byStudent.values()].flatMap((all) => {
    const boards = Math.ceil(all.length / WIDEST_BOARD);
    const width = Math.ceil(all.length / boards);
    return Array.from({ length: boards }, (_, at) => all.slice(at * width, (at + 1) * width));
  });
}

function NothingToBook() {
  return <p class="card">None of your children’s teachers take appointments in this evening.</p>;
}

function Plan({ times, zone }: { times: TimesView[]; zone: string }) {
  return (
    <div class="stack-s">
      <nav class="plan" aria-label="Your teachers">
        {times.map((offer) => (
          <a key={offer.anchor} href={`#${offer.anchor}`}>
            <span>
              <strong>{offer.teachers.length > 1 ? offer.teachersShort : offer.teachers[0]}</strong>
              <br />
              <span class="small soft">
                {offer.subject} · {offer.student}
              </span>
            </span>
            <BookedTag bookedAt={offer.bookedAt} zone={zone} />
          </a>
        ))}
      </nav>
      <p class="slot-key soft">
        <span>
          <i />
          Free
        </span>
        <span>
          <i class="is-mine" />
          Yours
        </span>
        <span>
          <i class="is-taken" />
          Taken
        </span>
        <span>
          <i class="is-clash" />
          Clashes with another of your times
        </span>
      </p>
    </div>
  );
}

function BookedTag({ bookedAt, zone }: { bookedAt: number | null; zone: string }) {
  if (bookedAt === null) return <Tag>Choose a time</Tag>;
  return (
    <Tag kind="good" icon="tick">
      Booked {clockTime(bookedAt, zone)}
    </Tag>
  );
}

type TimesProps = { offer: TimesView; evening: string; zone: string; open: boolean };

function Times({ offer, evening, zone, open }: TimesProps) {
  const form = `${offer.anchor}-form`;
  return (
    <section
      class="times-of"
      id={offer.anchor}
      aria-labelledby={`${offer.anchor}-h`}
      data-teachers={offer.teacherIds.join(" ")}
      data-units={offer.units}
      data-unit-ms={offer.unitMs}
      data-own={offer.ownUnits.join(" ")}
      data-form={form}
    >
      <div class="times-head">
        <h2 id={`${offer.anchor}-h`}>{list(offer.teachers)}</h2>
        <p class="soft small">
          {offer.subject} · for {offer.student}
        </p>
        {offer.teachers.length > 1 && <p class="soft small">They meet you together.</p>}
        {offer.done && (
          <p class="small" role="status">
            {DONE[offer.done]}
          </p>
        )}
        {offer.fixed && <p class="small">{FIXED[offer.fixed]}</p>}
        {offer.why && (
          <p class="times-note">
            <Icon name="warn" />
            <span>{offer.why}</span>
          </p>
        )}
        {offer.slots.length === 0 && <p class="small">No time is left.</p>}
        <BookedTag bookedAt={offer.bookedAt} zone={zone} />
        <ClashNote slots={offer.slots} zone={zone} />
        <form id={form} method="post" action={`/evenings/${evening}/book/manual`}>
          <input type="hidden" name="id" value={offer.appointmentId} />
          <input type="hidden" name="student" value={offer.studentId} />
          <input type="hidden" name="class" value={offer.classId} />
          {offer.bookedAt !== null && <input type="hidden" name="moves" value="1" />}
          {open && !offer.fixed && !offer.why && <Message offer={offer} />}
        </form>
        {offer.line && (open || offer.line.kind !== "may-join") && (
          <Line offer={offer} line={offer.line} evening={evening} zone={zone} />
        )}
      </div>
      <ol class="times-list">
        {offer.slots.map((slot) => (
          <SlotItem key={slot.startsAt} slot={slot} offer={offer} form={form} zone={zone} open={open} />
        ))}
      </ol>
    </section>
  );
}

type LineProps = { offer: TimesView; line: NonNullable<TimesView["line"]>; evening: string; zone: string };

function Line({ offer, line, evening, zone }: LineProps) {
  const action = `/evenings/${evening}/waiting`;
  if (line.kind === "offered")
    return (
      <p class="times-line">
        <a class="button is-primary is-small" href={`/offers/${line.id}`}>
          {clockTime(line.startsAt, zone)} is held for you until {clockTime(line.until, zone)}
        </a>
      </p>
    );
  if (line.kind === "waiting")
    return (
      <form class="times-line" method="post" action={action}>
        <p class="small" role="status">
          You are on the waiting list{line.ahead === 0 ? ", first in line" : `, with ${line.ahead} before you`}. When a
          time becomes free, we write to you.
        </p>
        <button class="button is-small" type="submit" name="leave" value={line.id}>
          Leave the waiting list<span class="unseen"> of {offer.teachersShort}</span>
        </button>
      </form>
    );
  const id = `${offer.anchor}-line`;
  return (
    <details class="times-message">
      <summary>Join the waiting list</summary>
      <form class="field" method="post" action={action}>
        <input type="hidden" name="id" value={line.id} />
        <input type="hidden" name="student" value={offer.studentId} />
        <input type="hidden" name="class" value={offer.classId} />
        <label for={id}>Message to {offer.teachersShort}, optional</label>
        <textarea class="input" id={id} name="note" rows={3} maxlength={500} />
        <button class="button is-small" type="submit">
          Join the waiting list<span class="unseen"> of {offer.teachersShort}</span>
        </button>
      </form>
    </details>
  );
}

/** Goes with the press on a time; once a time is booked it can be changed on its own. */
function Message({ offer }: { offer: TimesView }) {
  const id = `${offer.anchor}-note`;
  const toWhom = offer.teachers.length > 1 ? "the teachers" : offer.teachersShort;
  return (
    <details class="times-message" open={offer.note !== ""}>
      <summary>Message to {toWhom}</summary>
      <div class="field">
        <label for={id}>
          <span class="unseen">Message to {toWhom}, </span>
          Optional, 500 characters at most
        </label>
        <textarea class="input" id={id} name="note" rows={3} maxlength={500}>
          {offer.note}
        </textarea>
        {offer.bookedAt === null ? (
          <p class="hint">It goes with the time that you press.</p>
        ) : (
          <button class="button is-small" type="submit" name="say" value={offer.appointmentId}>
            Save message
          </button>
        )}
      </div>
    </details>
  );
}

const FIXED = {
  begun: "It has begun, so it can’t be changed.",
  late: "It begins so soon that it can’t be changed here any more.",
} as const;

const DONE = {
  noted: "Your message is saved.",
  booked: "Booked. We are sending you your list.",
  moved: "Moved. We are sending you your new list.",
  cancelled: "Given back. We are sending you your new list.",
} as const;

/** On a phone the chips are too small for the reason, so it stands above them. */
function ClashNote({ slots, zone }: { slots: SlotView[]; zone: string }) {
  const lines = clashLines(slots, zone);
  if (lines.length === 0) return null;
  return (
    <p class="times-note">
      <Icon name="warn" />
      <span>
        {lines.map((line, at) => (
          <span key={line}>
            {at > 0 && <br />}
            {line}
          </span>
        ))}
      </span>
    </p>
  );
}

function clashLines(slots: SlotView[], zone: string): string[] {
  const times = new Map<string, number[]>();
  for (const { startsAt, state } of slots) {
    if (state.kind !== "clash") continue;
    const reason = `your ${clockTime(state.withAt, zone)} with ${state.withWhom}`;
    times.set(reason, [...(times.get(reason) ?? []), startsAt]);
  }
  return [...times].map(([reason, starts]) => {
    const first = clockTime(starts[0] ?? 0, zone);
    if (starts.length === 1) return `${first} clashes with ${reason}`;
    return `${first} to ${clockTime(starts.at(-1) ?? 0, zone)} clash with ${reason}`;
  });
}

type SlotProps = { slot: SlotView; offer: TimesView; form: string; zone: string; open: boolean };

function SlotItem({ slot, offer, form, zone, open }: SlotProps) {
  const time = clockTime(slot.startsAt, zone);
  const { state } = slot;
  return (
    <li
      class={`slot ${SLOT_CLASS[state.kind]}${time.endsWith(":00") ? " is-hour" : ""}`}
      data-at={slot.startsAt}
      data-live={open && (state.kind === "free" || state.kind === "taken") ? state.kind : undefined}
    >
      {state.kind === "mine" && (
        <MineSlot time={time} form={form} appointmentId={offer.appointmentId} mayCancel={open && state.mayCancel} />
      )}
      {state.kind === "clash" && (
        <span>
          <time>{time}</time>
          <span class="brief" aria-hidden="true">
            Clash
          </span>
          <span class="full">
            Clashes with your {clockTime(state.withAt, zone)} with {state.withWhom}
          </span>
        </span>
      )}
      {state.kind === "free" && <FreeSlot time={time} startsAt={slot.startsAt} form={form} offer={offer} open={open} />}
      {isClosed(state) && (
        <span>
          <time>{time}</time> {CLOSED[state.kind]}
        </span>
      )}
    </li>
  );
}

function isClosed(state: SlotView["state"]): state is { kind: ClosedKind } {
  return state.kind in CLOSED;
}

const CLOSED = {
  taken: "Taken",
  away: "Not there",
  late: "Too late",
  held: "Held for you",
  "not-yours": "Not for you",
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
  const words = (
    <>
      <Icon name="tick" />
      <time>{time}</time> Yours
    </>
  );
  if (!mayCancel) return <span>{words}</span>;
  return (
    <button type="submit" form={form} name="cancel" value={appointmentId}>
      {words}
      <span class="unseen">, press to give it back</span>
    </button>
  );
}

type FreeProps = { time: string; startsAt: number; form: string; offer: TimesView; open: boolean };

function FreeSlot({ time, startsAt, form, offer, open }: FreeProps) {
  const words = (
    <>
      <time>{time}</time> Free
    </>
  );
  if (!open) return <span>{words}</span>;
  return (
    <button type="submit" form={form} name="book" value={startsAt}>
      {words}
      {offer.bookedAt !== null && <span class="unseen">, press to move there</span>}
    </button>
  );
}

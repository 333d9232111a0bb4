import type { ComponentChildren } from "preact";
import type { RecordAppointment } from "../../worker/queries/records-appointments.ts";
import type { TrailEntry } from "../../worker/queries/records-trail.ts";
import { Tag } from "../ui/parts.tsx";
import { clockTime, longDate } from "../words/format.ts";

/** A section of a record's page. */
export function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="stack-s" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A button that is a form of its own. */
export function Press({ action, words, kind = "button" }: { action: string; words: string; kind?: string }) {
  return (
    <form method="post" action={action}>
      <button class={kind} type="submit">
        {words}
      </button>
    </form>
  );
}

type TableProps = { caption: string; head: readonly string[]; rows: { key: string; cells: ComponentChildren[] }[] };

/** A table whose first column names its rows; it folds on a phone. */
export function FoldingTable({ caption, head, rows }: TableProps) {
  return (
    <div class="table-wrap">
      <table class="table is-folding">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {head.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, at) =>
                at === 0 ? (
                  <th key={head[at]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={head[at]} data-label={head[at]}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type AppointmentsProps = {
  appointments: readonly RecordAppointment[];
  zone: string;
  /** Whose page it is: the column that would say the same in every row is left out. */
  of: "guardian" | "teacher" | "student";
  /** The evenings that they have said they can't attend. */
  unable?: readonly { id: string; name: string }[];
};

/** Somebody's appointments, an evening at a time, the newest first. */
export function Appointments({ appointments, zone, of, unable = [] }: AppointmentsProps) {
  const evenings = [...Map.groupBy(appointments, ({ evening }) => evening.id).values()];
  return (
    <Part id="appointments" title="Appointments">
      {unable.length > 0 && <p>Can’t come to: {unable.map(({ name }) => name).join(", ")}.</p>}
      {evenings.length === 0 ? (
        <p class="soft">None.</p>
      ) : (
        evenings.map((rows) => <OfEvening key={rows[0]?.evening.id} rows={rows} zone={zone} of={of} />)
      )}
    </Part>
  );
}

function OfEvening({ rows, zone, of }: { rows: RecordAppointment[]; zone: string; of: AppointmentsProps["of"] }) {
  const evening = rows[0]?.evening;
  if (!evening) return null;
  return (
    <>
      <h3>
        <a href={`/admin/evenings/${evening.id}`}>{evening.name}</a>{" "}
        <span class="soft small">{longDate(evening.startsAt, zone, true)}</span>
      </h3>
      <FoldingTable
        caption={`Appointments of ${evening.name}`}
        head={["Time", of === "student" ? "Guardian" : "Student", of === "teacher" ? "Guardian" : "Teacher", "State"]}
        rows={rows.map((row) => ({
          key: row.id,
          cells: [
            clockTime(row.startsAt, zone),
            of === "student" ? <Guardian key="guardian" row={row} /> : <Student key="student" row={row} />,
            of === "teacher" ? <Guardian key="guardian" row={row} /> : <Teachers key="teachers" row={row} />,
            <State key="state" row={row} />,
          ],
        }))}
      />
    </>
  );
}

function Student({ row }: { row: RecordAppointment }) {
  const { id, forename, surname } = row.student;
  return <a href={`/admin/students/${id}`}>{[forename, surname].filter(Boolean).join(" ")}</a>;
}

function Guardian({ row }: { row: RecordAppointment }) {
  const { id, forename, surname } = row.guardian;
  return <a href={`/admin/people/${id}`}>{[forename, surname].filter(Boolean).join(" ")}</a>;
}

function Teachers({ row }: { row: RecordAppointment }) {
  return (
    <>
      {row.teachers.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <a href={`/admin/people/${id}`}>{name}</a>
        </span>
      ))}
      <span class="small soft is-line">{row.subject}</span>
    </>
  );
}

function State({ row }: { row: RecordAppointment }) {
  if (row.state === "cancelled") return <Tag>Cancelled</Tag>;
  if (row.flagged)
    return (
      <a href="/admin/flags">
        <Tag kind="warn" icon="warn">
          To be decided
        </Tag>
      </a>
    );
  return (
    <Tag kind="good" icon="tick">
      Booked
    </Tag>
  );
}

const ACTIONS: Record<string, string> = {
  "appointment.no_longer_allowed": "Appointment cancelled: no longer allowed",
  "invite.student_left": "Invite ended: its student is no longer in the evening",
  "person.name_corrected": "Name corrected",
  "person.address_changed": "E-mail address changed",
  "person.corrections_released": "The import decides again about name and address",
  "person.mail_stop_lifted": "Mail goes to the address again",
  "person.added": "Added by hand",
  "person.ended": "Has left",
  "person.back": "Is back",
  "student.name_corrected": "Name corrected",
  "student.corrections_released": "The import decides again about the name",
  "student.added": "Added by hand",
  "student.ended": "Has left",
  "student.back": "Is back",
  "student.classes_set": "Classes set by hand",
  "student.guests_forbidden": "No guests for this student",
  "student.guests_allowed": "Guests allowed again",
  "waiting.joined": "Joined a waiting list",
  "waiting.left": "Left a waiting list",
};

/** The action's own words, else what its name says: "appointment.booked" is "Appointment booked". */
export function actionWords(action: string): string {
  const said = action.replaceAll(/[._]/g, " ");
  return ACTIONS[action] ?? said.charAt(0).toUpperCase() + said.slice(1);
}

/** What was done, when and by whom, the newest first. */
export function Trail({ trail, zone }: { trail: readonly TrailEntry[]; zone: string }) {
  return (
    <Part id="trail" title="What was done">
      {trail.length === 0 ? (
        <p class="soft">Nothing yet.</p>
      ) : (
        <FoldingTable
          caption="What was done, the newest first"
          head={["When", "What", "By"]}
          rows={trail.map((entry, at) => ({
            key: `${entry.at} ${at}`,
            cells: [
              <span key="when">
                {longDate(entry.at, zone, true)}, {clockTime(entry.at, zone)}
              </span>,
              `${actionWords(entry.action)}${entry.about ? ` (${entry.about})` : ""}`,
              entry.by ?? (entry.byGuest ? "The guest" : "Parlour itself"),
            ],
          }))}
        />
      )}
    </Part>
  );
}

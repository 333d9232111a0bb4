import type { OfficeOverview } from "../../worker/queries/office-overview.ts";
import type { Step } from "../../worker/rules/checklist.ts";
import { Checklist } from "../ui/checklist.tsx";
import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { clockTime, count, longDate } from "../words/format.ts";

export type DeskPageProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  now: number;
  overview: OfficeOverview;
  /** The checklist of a new school; empty where there is none to show. */
  steps: Step[];
};

/** The school's desk: what needs a person first, then the evenings, then who is in the records. */
export function DeskPage(props: DeskPageProps) {
  const { school, viewer, overview } = props;
  return (
    <SchoolPage
      title="Desk"
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="overview" viewer={viewer} />}
    >
      <header>
        <h1>{school.shortName}’s desk</h1>
      </header>
      {props.steps.length > 0 && <FirstSteps steps={props.steps} />}
      <Undecided undecided={overview.undecided} />
      <Mail mail={overview.mail} />
      <Evenings {...props} />
      <People overview={overview} viewer={viewer} />
    </SchoolPage>
  );
}

function FirstSteps({ steps }: { steps: Step[] }) {
  const done = steps.filter(({ state }) => state === "done").length;
  return (
    <section class="card stack-s" aria-labelledby="first">
      <h2 id="first">First steps</h2>
      <p class="soft">
        {done} of {steps.length} done. This list goes when all of them are done or left for later; it stays under
        Settings.
      </p>
      <Checklist steps={steps} />
    </section>
  );
}

function Undecided({ undecided: { flags, invites, eveningId } }: Pick<OfficeOverview, "undecided">) {
  if (flags + invites === 0) return null;
  return (
    <Notice kind="warn">
      {flags > 0 && (
        <p>
          <a href="/admin/flags">{count(flags, "appointment")}</a> to hand over or cancel: somebody has left, or a class
          has other teachers.
        </p>
      )}
      {invites > 0 && eveningId !== null && (
        <p>
          <a href={`/admin/invites?evening=${encodeURIComponent(eveningId)}`}>{count(invites, "invite")}</a> to look at
          before it is sent.
        </p>
      )}
    </Notice>
  );
}

export const MAIL_KINDS: Record<OfficeOverview["mail"][number]["kind"], string> = {
  sign_in: "Sign-in codes and links",
  new_device: "Sign-ins on new devices",
  booking_confirmation: "Confirmations",
  invitation: "Invitations",
  invitation_changed: "Changes told to guests",
  invitation_withdrawn: "Withdrawn invitations",
  reminder: "Reminders",
  guest_reminder: "Reminders to guests",
  teacher_schedule: "Teachers’ schedules",
  schedule_changed: "Changes told to teachers",
  waiting_list_offer: "Times offered from a waiting list",
  address_changed: "Changes of address",
  first_admin: "Welcome of the first admin",
  admin_let_in: "Notes on an admin’s new address",
  staff_account: "Staff accounts",
};
export const MAIL_PROBLEMS: Record<string, string> = {
  inactive_recipient: "The address takes no mail from us: it bounced before, or its owner complained.",
  invalid_request: "The address cannot be right. Mend it in the school’s records and bring them in again.",
  no_address: "The records have no address. Add one and bring the records in again.",
  no_such_address:
    "The address doesn’t exist. A guardian’s is mended in the school’s records, a guest’s by a new invite.",
  mailbox: "The mailbox took no mail: it may be full.",
  refused: "The mail provider on the other side refused it.",
  complained: "It was marked as spam. That address gets no more mail from us.",
  gave_up: "The mail service did not answer for a long time.",
};

function Mail({ mail }: { mail: OfficeOverview["mail"] }) {
  const failed = mail.filter((row) => row.state === "failed" && row.problem !== "not_needed");
  const waiting = sum(mail.filter((row) => row.state === "waiting" || row.state === "sending"));
  return (
    <section class="stack" aria-labelledby="mail">
      <h2 id="mail">Mail</h2>
      {failed.length === 0 ? (
        <Notice kind="good">
          <p>
            No mail has failed. {count(sum(mail.filter((row) => row.state === "sent")), "message")} sent, {waiting}{" "}
            waiting.
          </p>
        </Notice>
      ) : (
        <div class="table-wrap">
          <table class="table is-folding">
            <caption class="unseen">Mail that could not be sent</caption>
            <thead>
              <tr>
                <th scope="col">Could not be sent</th>
                <th scope="col" class="is-num">
                  How many
                </th>
                <th scope="col">Why, and what to do</th>
              </tr>
            </thead>
            <tbody>
              {failed.map((row) => (
                <tr key={`${row.kind} ${row.problem}`} class="is-attention">
                  <th scope="row">{MAIL_KINDS[row.kind]}</th>
                  <td class="is-num" data-label="How many">
                    {row.count}
                  </td>
                  <td>
                    {MAIL_PROBLEMS[row.problem ?? ""] ?? "It could not be written or handed over. Nothing was sent."}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Evenings({ overview, zone, now }: DeskPageProps) {
  return (
    <section class="stack" aria-labelledby="evenings">
      <div class="row is-apart">
        <h2 id="evenings">Evenings</h2>
        <a class="button" href="/admin/evenings/new">
          New evening
        </a>
      </div>
      {overview.evenings.length === 0 ? (
        <p class="soft">No evening is planned.</p>
      ) : (
        <div class="table-wrap">
          <table class="table is-folding">
            <caption class="unseen">Evenings and their bookings</caption>
            <thead>
              <tr>
                <th scope="col">Evening</th>
                <th scope="col">When</th>
                <th scope="col">State</th>
                <th scope="col" class="is-num">
                  Appointments
                </th>
                <th scope="col" class="is-num">
                  Families
                </th>
                <th scope="col" class="is-num">
                  Absences
                </th>
              </tr>
            </thead>
            <tbody>
              {overview.evenings.map((evening) => (
                <tr key={evening.id}>
                  <th scope="row">
                    <a href={`/admin/evenings/${evening.id}`}>{evening.name}</a>
                  </th>
                  <td data-label="When">
                    {longDate(evening.startsAt, zone, true)}, {clockTime(evening.startsAt, zone)} to{" "}
                    {clockTime(evening.endsAt, zone)}
                  </td>
                  <td data-label="State">
                    <EveningState evening={evening} now={now} />
                  </td>
                  <td class="is-num" data-label="Appointments">
                    {evening.appointments}
                  </td>
                  <td class="is-num" data-label="Families">
                    <Families evening={evening} />
                  </td>
                  <td class="is-num" data-label="Absences">
                    {evening.noShows}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Families({ evening }: { evening: OfficeOverview["evenings"][number] }) {
  const { id, guardians, absences, unbooked } = evening;
  const list = (is: string) => `/admin/people?${new URLSearchParams({ kind: "guardians", is, evening: id })}`;
  return (
    <>
      {guardians > 0 ? <a href={list("booked")}>{guardians}</a> : guardians}
      {absences > 0 && (
        <>
          {" · "}
          <a href={list("cannot-come")}>{absences} can’t come</a>
        </>
      )}
      {unbooked !== null && unbooked > 0 && (
        <>
          {" · "}
          <a href={list("no-booking")}>{unbooked} with nothing booked</a>
        </>
      )}
    </>
  );
}

function EveningState({ evening, now }: { evening: OfficeOverview["evenings"][number]; now: number }) {
  if (evening.state === "draft") return <Tag>Draft</Tag>;
  if (evening.state === "closed") return <Tag>Closed</Tag>;
  if (evening.endsAt <= now) return <Tag>Over</Tag>;
  if (evening.startsAt <= now)
    return (
      <Tag kind="info" icon="clock">
        Running now
      </Tag>
    );
  return (
    <Tag kind="good" icon="tick">
      Announced
    </Tag>
  );
}

function People({ overview, viewer }: Pick<DeskPageProps, "overview" | "viewer">) {
  const ofRole = (role: string) => overview.people.find((row) => row.role === role);
  const guardians = ofRole("guardian");
  return (
    <section class="stack" aria-labelledby="people">
      <h2 id="people">In the records</h2>
      <dl class="sums">
        <Sum label="Students" value={overview.students} list="kind=students" />
        <Sum label="Guardians" value={guardians?.count ?? 0} list="kind=guardians" />
        <Sum label="Of them may book" value={overview.mayBook} list="kind=guardians&is=may-book" />
        <Sum label="Teachers" value={ofRole("teacher")?.count ?? 0} list="kind=staff&is=teachers" />
        <Sum label="Classes" value={overview.classes} list="kind=classes" />
      </dl>
      <Attention overview={overview} />
      {viewer?.role === "admin" && (
        <p>
          <a class="button" href="/admin/import">
            Bring in records
          </a>
        </p>
      )}
    </section>
  );
}

/** What in the records may need somebody, each with the list behind it. */
function Attention({ overview }: Pick<DeskPageProps, "overview">) {
  const of = (role: string) => overview.people.find((row) => row.role === role);
  const staff = overview.people.filter(({ role }) => role !== "guardian");
  const bounced = (rows: { bounced: number }[]) => rows.reduce((total, row) => total + row.bounced, 0);
  const guardians = overview.people.filter(({ role }) => role === "guardian");
  const lines = [
    {
      count: of("guardian")?.withoutEmail ?? 0,
      list: "kind=guardians&is=no-email",
      words: (n: number) => `${count(n, "guardian has", "guardians have")} no e-mail address`,
    },
    {
      count: bounced(guardians),
      list: "kind=guardians&is=bounced",
      words: (n: number) => `Mail to ${count(n, "guardian")} came back`,
    },
    {
      count: bounced(staff),
      list: "kind=staff&is=bounced",
      words: (n: number) => `Mail to ${count(n, "member")} of staff came back`,
    },
    {
      count: overview.barred,
      list: "kind=guardians&is=barred",
      words: (n: number) => `${count(n, "guardian is", "guardians are")} kept from booking for a student`,
    },
  ].filter((line) => line.count > 0);
  if (lines.length === 0) return null;
  return (
    <ul class="plain-list">
      {lines.map((line) => (
        <li key={line.list}>
          <a href={`/admin/people?${line.list}`}>{line.words(line.count)}</a>
        </li>
      ))}
    </ul>
  );
}

function Sum({ label, value, list }: { label: string; value: number; list: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <a href={`/admin/people?${list}`}>{value}</a>
      </dd>
    </div>
  );
}

function sum(rows: { count: number }[]): number {
  return rows.reduce((total, row) => total + row.count, 0);
}

import type { PersonRecord } from "../../worker/queries/records-person.ts";
import type { Correctable } from "../../worker/rules/corrections.ts";
import { Notice, Tag } from "../ui/parts.tsx";
import { list, longDate } from "../words/format.ts";
import type { DeskFrame } from "./desk-evening-frame.tsx";
import { RecordNews } from "./desk-people-page.tsx";
import { roleWords } from "./desk-people-table.tsx";
import { Bonds, Invites, Mails } from "./desk-person-parts.tsx";
import { DeskRecordFrame } from "./desk-record-frame.tsx";
import { Appointments, Part, Press, Trail } from "./desk-record-parts.tsx";

export type DeskPersonProps = DeskFrame & {
  record: PersonRecord;
  name: string;
  /** In the school's own system; null for whoever was added here. */
  ownId: string | null;
  corrected: Correctable[];
  /** Whether the viewer may change anything of this person: staff are an admin's. */
  mayChange: boolean;
  done: string | null;
};

/** One person of the records: who they are, what is theirs, and what the office can do about it. */
export function DeskPersonPage(props: DeskPersonProps) {
  const { record, name, done, zone } = props;
  const { person } = record;
  const isGuardian = person.role === "guardian";
  const up = isGuardian
    ? { href: "/admin/people?kind=guardians", words: "All guardians" }
    : { href: "/admin/people?kind=staff", words: "All staff" };
  return (
    <DeskRecordFrame {...props} title={name} up={up}>
      <header class="stack-s">
        <h1>{name}</h1>
        <p class="row">
          <Tag>{roleWords(person.role)}</Tag>
          {person.endedAt !== null && <Tag kind="warn">Left {longDate(person.endedAt, zone, true)}</Tag>}
        </p>
      </header>
      <RecordNews done={done} />
      <Contact {...props} />
      {isGuardian && <Bonds bonds={record.bonds} name={name} />}
      {person.role === "teacher" && <Taught taught={record.taught} />}
      {(isGuardian || person.role === "teacher") && (
        <Appointments
          appointments={record.appointments}
          unable={record.unable}
          zone={zone}
          of={isGuardian ? "guardian" : "teacher"}
        />
      )}
      {isGuardian && <Invites invited={record.invited} />}
      <Mails mails={record.mails} zone={zone} />
      <Trail trail={record.trail} zone={zone} />
      <Leaving {...props} />
    </DeskRecordFrame>
  );
}

const COLUMNS: Record<Correctable, string> = {
  title: "title",
  forename: "first name",
  surname: "surname",
  email: "e-mail address",
};

/** What the office corrected, and the way back to the import's. */
export function CorrectedHere({ corrected, action }: { corrected: readonly Correctable[]; action: string | null }) {
  if (corrected.length === 0) return null;
  return (
    <div class="row">
      <p>Corrected here: {list(corrected.map((column) => COLUMNS[column]))}. Imports leave it alone.</p>
      {action && <Press action={action} words="The import decides again" kind="button is-small" />}
    </div>
  );
}

function Contact({ record, ownId, corrected, mayChange, zone }: DeskPersonProps) {
  const { person } = record;
  const path = `/admin/people/${person.id}`;
  return (
    <Part id="contact" title="Contact">
      <dl class="facts">
        <dt>Name</dt>
        <dd>{[person.title, person.forename, person.surname].filter(Boolean).join(" ")}</dd>
        <dt>E-mail</dt>
        <dd class="is-wrapping">{person.email || "None"}</dd>
        {person.department && (
          <>
            <dt>Department</dt>
            <dd>{person.department}</dd>
          </>
        )}
        <dt>Id in your system</dt>
        <dd class="is-wrapping">{ownId ?? "None: added here"}</dd>
      </dl>
      {person.bouncedAt !== null && (
        <Notice kind="warn">
          <div class="stack-s">
            <p>
              Mail to this address came back on {longDate(person.bouncedAt, zone, true)}. Correct the address, or, if it
              is right and works again, have mail sent to it again.
            </p>
            {mayChange && <Press action={`${path}/mail-again`} words="Send to it again" kind="button is-small" />}
          </div>
        </Notice>
      )}
      {person.role === "guardian" && person.email === "" && (
        <p class="soft">
          Without an address they get no mail, and sign in by a code of yours:{" "}
          <a href={`/admin/families/${person.id}/code`}>Give them a code</a>.
        </p>
      )}
      <CorrectedHere corrected={corrected} action={mayChange ? `${path}/release` : null} />
      {mayChange && (
        <p>
          <a class="button" href={`${path}/correct`}>
            Correct name or address
          </a>
        </p>
      )}
      {!mayChange && <p class="soft">What is said of staff here, an admin changes.</p>}
    </Part>
  );
}

function Taught({ taught }: Pick<PersonRecord, "taught">) {
  return (
    <Part id="classes" title="Classes">
      {taught.length === 0 ? (
        <p class="soft">None.</p>
      ) : (
        <ul class="plain-list">
          {taught.map(({ id, code, name }) => (
            <li key={id}>
              <a href={`/admin/classes/${id}`}>{code}</a> {name}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Leaving({ record, mayChange }: DeskPersonProps) {
  const { person } = record;
  if (!mayChange) return null;
  if (person.role === "admin" || person.role === "office")
    return (
      <p>
        <a class="link" href="/admin/staff">
          Accounts of the office are added and ended under Staff
        </a>
      </p>
    );
  return (
    <Part id="leaving" title={person.endedAt === null ? "If they leave" : "They have left"}>
      {person.endedAt === null ? (
        <p>
          <a class="button" href={`/admin/people/${person.id}/end`}>
            They have left
          </a>
        </p>
      ) : (
        <>
          <p>They can’t sign in, and nothing new is theirs.</p>
          <Press action={`/admin/people/${person.id}/back`} words="Bring them back" />
        </>
      )}
    </Part>
  );
}

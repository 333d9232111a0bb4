import type { StudentRecord } from "../../worker/queries/records-student.ts";
import type { Correctable } from "../../worker/rules/corrections.ts";
import { InputField } from "../ui/form-parts.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { longDate } from "../words/format.ts";
import type { DeskFrame } from "./desk-evening-frame.tsx";
import { RecordNews } from "./desk-people-page.tsx";
import { CorrectedHere } from "./desk-person-page.tsx";
import { BOND_HEAD, bondCells } from "./desk-person-parts.tsx";
import { DeskRecordFrame } from "./desk-record-frame.tsx";
import { Appointments, FoldingTable, Part, Press, Trail } from "./desk-record-parts.tsx";

export type DeskStudentProps = DeskFrame & {
  record: StudentRecord;
  name: string;
  ownId: string | null;
  corrected: Correctable[];
  done: string | null;
};

/** One student of the records. */
export function DeskStudentPage(props: DeskStudentProps) {
  const { record, name, done, zone, corrected } = props;
  const { student } = record;
  const path = `/admin/students/${student.id}`;
  return (
    <DeskRecordFrame {...props} title={name} up={{ href: "/admin/people?kind=students", words: "All students" }}>
      <header class="stack-s">
        <h1>{name}</h1>
        <p class="row">
          <Tag>Student</Tag>
          {student.endedAt !== null && <Tag kind="warn">Left {longDate(student.endedAt, zone, true)}</Tag>}
          {!student.guestsAllowed && <Tag kind="warn">No guests</Tag>}
        </p>
      </header>
      <RecordNews done={done} />
      <Part id="facts" title="In the records">
        <dl class="facts">
          <dt>Year and group</dt>
          <dd>{[student.yearGroup, student.registrationGroup].filter(Boolean).join(" · ") || "None"}</dd>
          <dt>Id in your system</dt>
          <dd class="is-wrapping">{props.ownId ?? "None: added here"}</dd>
        </dl>
        <CorrectedHere corrected={corrected} action={`${path}/release`} />
        <p>
          <a class="button" href={`${path}/correct`}>
            Correct the name
          </a>
        </p>
      </Part>
      <Guardians record={record} path={path} />
      <Guests record={record} path={path} />
      <Classes {...props} path={path} />
      <Appointments appointments={record.appointments} zone={zone} of="student" />
      <Trail trail={record.trail} zone={zone} />
      <Part id="leaving" title={student.endedAt === null ? "If they leave" : "They have left"}>
        {student.endedAt === null ? (
          <p>
            <a class="button" href={`${path}/end`}>
              They have left
            </a>
          </p>
        ) : (
          <Press action={`${path}/back`} words="Bring them back" />
        )}
      </Part>
    </DeskRecordFrame>
  );
}

type Within = { record: StudentRecord; path: string };

function Guardians({ record, path }: Within) {
  return (
    <Part id="guardians" title="Guardians">
      {record.bonds.length === 0 ? (
        <p class="soft">Nobody can book for this student: they have no guardian in the records.</p>
      ) : (
        <FoldingTable
          caption="Guardians"
          head={["Guardian", ...BOND_HEAD]}
          rows={record.bonds.map(({ bond, guardian }) => ({
            key: guardian.id,
            cells: [
              <span key="guardian">
                <a href={`/admin/people/${guardian.id}`}>{`${guardian.forename} ${guardian.surname}`.trim()}</a>{" "}
                {guardian.endedAt !== null && <Tag>Left</Tag>}
                <span class="small soft is-line is-wrapping">{guardian.email || "No e-mail"}</span>
              </span>,
              ...bondCells(bond),
            ],
          }))}
        />
      )}
      {record.endedBonds.map(({ guardian }) => (
        <div key={guardian.id} class="row">
          <p>
            The link to <a href={`/admin/people/${guardian.id}`}>{`${guardian.forename} ${guardian.surname}`.trim()}</a>{" "}
            was ended here. Imports don’t bring it back.
          </p>
          <Press
            action={`${path}/guardians/${guardian.id}/release`}
            words="The import decides again"
            kind="button is-small"
          />
        </div>
      ))}
      <p>
        <a class="button" href={`${path}/guardians/new`}>
          Add a guardian
        </a>
      </p>
    </Part>
  );
}

/** Whether anybody may be invited to the student's calls. */
function Guests({ record, path }: Within) {
  const { guestsAllowed } = record.student;
  return (
    <Part id="guests" title="Guests">
      <p>
        {guestsAllowed
          ? "Guardians may invite a guest to this student’s calls."
          : "No guests for this student: an invitation that a guardian sends is held for you to look at."}
      </p>
      <form method="post" action={`${path}/guests`}>
        <input type="hidden" name="allowed" value={guestsAllowed ? "0" : "1"} />
        <button class="button" type="submit">
          {guestsAllowed ? "No guests for this student" : "Allow guests again"}
        </button>
      </form>
      {guestsAllowed && (
        <p class="soft small">
          Guests who are invited already lose their seat at this student’s calls, and are told that the invitation was
          withdrawn.
        </p>
      )}
    </Part>
  );
}

function Classes({ record, path, ownId }: Within & { ownId: string | null }) {
  return (
    <Part id="classes" title="Classes">
      {record.enrolled.length === 0 ? (
        <p class="soft">None: there is nothing to book for this student.</p>
      ) : (
        <ul class="plain-list">
          {record.enrolled.map(({ id, code, name, teachers }) => (
            <li key={id}>
              <a href={`/admin/classes/${id}`}>{code}</a> {name}
              {teachers.length > 0 && <span class="soft"> with {teachers.map((one) => one.name).join(", ")}</span>}
            </li>
          ))}
        </ul>
      )}
      {ownId === null ? (
        <p>
          <a class="button" href={`${path}/classes`}>
            Choose classes
          </a>
        </p>
      ) : (
        <p class="soft small">Classes come with the records.</p>
      )}
    </Part>
  );
}

export type FindGuardianForProps = DeskFrame & {
  student: { id: string; name: string };
  typed: string;
  found: { id: string; name: string; email: string; students: string[] }[];
  total: number;
};

/** Whom to link to a student: looked up, or added. */
export function FindGuardianForPage({ student, typed, found, total, ...frame }: FindGuardianForProps) {
  const path = `/admin/students/${student.id}/guardians/new`;
  return (
    <DeskRecordFrame
      {...frame}
      title={`Add a guardian of ${student.name}`}
      up={{ href: `/admin/students/${student.id}`, words: student.name }}
    >
      <header>
        <h1>Add a guardian of {student.name}</h1>
      </header>
      <form method="get" action={path} class="stack">
        <InputField
          id="q"
          label="Find them in the records"
          value={typed}
          hint="A part of a name or of an address will do"
          autocomplete="off"
          errors={[]}
        />
        <p>
          <button class="button is-primary" type="submit">
            Find
          </button>
        </p>
      </form>
      {typed !== "" && <FoundGuardians path={path} found={found} total={total} typed={typed} />}
      <p>
        <a class="link" href={`/admin/people/new?student=${student.id}`}>
          They aren’t in the records: add somebody new
        </a>
      </p>
    </DeskRecordFrame>
  );
}

function FoundGuardians({
  path,
  found,
  total,
  typed,
}: Pick<FindGuardianForProps, "found" | "total" | "typed"> & { path: string }) {
  if (found.length === 0)
    return (
      <Notice kind="plain" role="status">
        <p>No guardian has “{typed}” in their name, address or id.</p>
      </Notice>
    );
  return (
    <section class="stack-s" aria-labelledby="found">
      <h2 id="found">{found.length < total ? `The first ${found.length} of ${total}` : `${total} found`}</h2>
      <ul class="stack-s">
        {found.map(({ id, name, email, students }) => (
          <li key={id}>
            <a href={`${path}?guardian=${id}`}>{name}</a>{" "}
            <span class="soft">
              {email || "no e-mail"}
              {students.length > 0 && `, of ${students.join(", ")}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

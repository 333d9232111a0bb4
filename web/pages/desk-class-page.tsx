import type { ClassRecord } from "../../worker/queries/records-class.ts";
import { Tag } from "../ui/parts.tsx";
import { count, longDate } from "../words/format.ts";
import type { DeskFrame } from "./desk-evening-frame.tsx";
import { DeskRecordFrame } from "./desk-record-frame.tsx";
import { FoldingTable, Part, Trail } from "./desk-record-parts.tsx";

export type DeskClassProps = DeskFrame & { record: ClassRecord };

/** One class of the records: who teaches it, who is in it, and the evenings that it takes part in. */
export function DeskClassPage(props: DeskClassProps) {
  const { record, zone } = props;
  const found = record.class;
  return (
    <DeskRecordFrame {...props} title={found.code} up={{ href: "/admin/people?kind=classes", words: "All classes" }}>
      <header class="stack-s">
        <h1>{found.code}</h1>
        <p class="soft">{found.name}</p>
      </header>
      <dl class="facts">
        <dt>Subject</dt>
        <dd>{found.subject || "None"}</dd>
        <dt>Year group</dt>
        <dd>{found.yearGroup || "None"}</dd>
        <dt>Id in your system</dt>
        <dd class="is-wrapping">{found.externalId}</dd>
      </dl>
      <Teachers record={record} />
      <Students record={record} />
      <Evenings record={record} zone={zone} />
      <Trail trail={record.trail} zone={zone} />
    </DeskRecordFrame>
  );
}

function Teachers({ record }: { record: ClassRecord }) {
  return (
    <Part id="teachers" title="Teachers">
      {record.teachers.length === 0 ? (
        <p class="soft">Nobody teaches it: it can’t be booked.</p>
      ) : (
        <ul class="plain-list">
          {record.teachers.map(({ id, title, forename, surname, endedAt }) => (
            <li key={id}>
              <a href={`/admin/people/${id}`}>{[title, forename, surname].filter(Boolean).join(" ")}</a>{" "}
              {endedAt !== null && <Tag>Left</Tag>}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Students({ record }: { record: ClassRecord }) {
  return (
    <Part id="students" title={count(record.students.length, "student")}>
      {record.students.length === 0 ? (
        <p class="soft">Nobody is in it.</p>
      ) : (
        <FoldingTable
          caption="Students"
          head={["Student", "Year and group"]}
          rows={record.students.map((student) => ({
            key: student.id,
            cells: [
              <span key="student">
                <a href={`/admin/students/${student.id}`}>
                  {[student.surname, student.forename].filter(Boolean).join(", ")}
                </a>{" "}
                {student.endedAt !== null && <Tag>Left</Tag>}
              </span>,
              [student.yearGroup, student.registrationGroup].filter(Boolean).join(" · ") || "None",
            ],
          }))}
        />
      )}
    </Part>
  );
}

function Evenings({ record, zone }: { record: ClassRecord; zone: string }) {
  return (
    <Part id="evenings" title="Evenings">
      {record.evenings.length === 0 ? (
        <p class="soft">It has taken part in none.</p>
      ) : (
        <ul class="plain-list">
          {record.evenings.map(({ id, name, startsAt, booked }) => (
            <li key={id}>
              <a href={`/admin/evenings/${id}`}>{name}</a>, {longDate(startsAt, zone, true)}:{" "}
              {count(booked, "appointment")}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

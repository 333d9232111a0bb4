import type { ComponentChildren } from "preact";
import type { RecordsRow } from "../../worker/queries/records-lists.ts";
import { Tag } from "../ui/parts.tsx";
import { longDate } from "../words/format.ts";
import type { DeskPeopleProps } from "./desk-people-page.tsx";
import { TITLES } from "./desk-people-words.ts";
import { FoldingTable } from "./desk-record-parts.tsx";

type Cells = { head: string[]; row: (row: RecordsRow) => ComponentChildren[] };

/** A page of a list. The first column names the row and leads to its page. */
export function RecordsTable(props: DeskPeopleProps) {
  const { kind, found } = props;
  const { head, row } = columnsOf(props);
  const rows = found.rows.map((one) => ({ key: one.id, cells: row(one) }));
  return <FoldingTable caption={TITLES[kind]} head={head} rows={rows} />;
}

function columnsOf(props: DeskPeopleProps): Cells {
  switch (props.kind) {
    case "students":
      return {
        head: ["Student", "Year and group", "Guardians"],
        row: (row) => [
          <Name key="name" row={row} href={`/admin/students/${row.id}`} zone={props.zone} />,
          row.group || "None",
          <Related key="related" row={row} path="/admin/people" none="None" />,
        ],
      };
    case "guardians":
      return {
        head: ["Guardian", "E-mail", "Students"],
        row: (row) => [
          <Name key="name" row={row} href={`/admin/people/${row.id}`} zone={props.zone} />,
          <Email key="email" row={row} mayLift={props.filter === "bounced"} />,
          <Related key="related" row={row} path="/admin/students" none="None" />,
        ],
      };
    case "staff":
      return {
        head: ["Name", "Role", "E-mail", "Classes"],
        row: (row) => [
          <Name key="name" row={row} href={`/admin/people/${row.id}`} zone={props.zone} />,
          roleWords(row.role),
          <Email key="email" row={row} mayLift={props.filter === "bounced"} />,
          row.role === "teacher" ? <Related key="related" row={row} path="/admin/classes" none="None" /> : "–",
        ],
      };
    case "classes":
      return {
        head: ["Class", "Subject", "Teachers", "Students"],
        row: (row) => [
          <ClassName key="name" row={row} />,
          row.subject,
          <Related key="related" row={row} path="/admin/people" none="None" />,
          String(row.students),
        ],
      };
  }
}

export function roleWords(role: RecordsRow["role"]): string {
  switch (role) {
    case "admin":
      return "Admin";
    case "office":
      return "Office";
    case "teacher":
      return "Teacher";
    default:
      return "Guardian";
  }
}

/** Surname first, as the list is sorted. */
function Name({ row, href, zone }: { row: RecordsRow; href: string; zone: string }) {
  const name = [row.surname, row.forename].filter(Boolean).join(", ") || "No name";
  return (
    <>
      <a href={href}>{name}</a>
      {row.endedAt !== null && (
        <>
          {" "}
          <Tag>Left {longDate(row.endedAt, zone, true)}</Tag>
        </>
      )}
      {!row.guestsAllowed && (
        <>
          {" "}
          <Tag>No guests</Tag>
        </>
      )}
      <Id row={row} />
    </>
  );
}

function ClassName({ row }: { row: RecordsRow }) {
  return (
    <>
      <a href={`/admin/classes/${row.id}`}>{row.code}</a>
      <span class="small soft is-line">{row.className}</span>
      <Id row={row} />
    </>
  );
}

function Id({ row }: { row: RecordsRow }) {
  return <span class="small soft is-line">{row.ownId ?? "Added here"}</span>;
}

function Email({ row, mayLift }: { row: RecordsRow; mayLift: boolean }) {
  if (row.email === "") return <Tag kind="warn">No e-mail</Tag>;
  return (
    <>
      <span class="is-wrapping">{row.email}</span>
      {row.bouncedAt !== null && (
        <>
          {" "}
          <Tag kind="warn" icon="warn">
            Mail came back
          </Tag>
        </>
      )}
      {mayLift && row.bouncedAt !== null && (
        <form method="post" action={`/admin/people/${row.id}/mail-again?from=list`}>
          <button class="button is-small" type="submit">
            Send to it again<span class="unseen"> ({row.email})</span>
          </button>
        </form>
      )}
    </>
  );
}

const MOST_RELATED = 6;

function Related({ row, path, none }: { row: RecordsRow; path: string; none: string }) {
  if (row.related.length === 0) return <span class="soft">{none}</span>;
  const shown = row.related.slice(0, MOST_RELATED);
  return (
    <>
      {shown.map(({ id, name, barred }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <a href={`${path}/${id}`}>{name}</a>
          {barred && " (kept from booking)"}
        </span>
      ))}
      {row.related.length > MOST_RELATED && ` and ${row.related.length - MOST_RELATED} more`}
    </>
  );
}

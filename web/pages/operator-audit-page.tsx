import { instantWords, OperatorPage } from "./operator-frame.tsx";

export type OperatorAuditProps = {
  operator: string;
  rows: { id: string; at: number; operator: string; action: string; slug: string }[];
  /** Which page of a hundred, from 1. */
  number: number;
  more: boolean;
};

const ACTIONS: Record<string, string> = {
  "operator.signed_in": "Signed in",
  "school.created": "Made the school",
  "school.suspended": "Suspended the school",
  "school.resumed": "Resumed the school",
  "school.ended": "Ended the school",
  "school.exported": "Downloaded the school’s records",
  "school.deleted": "Deleted the school, its retention being over",
  "admin.let_in": "Gave an admin a new address",
};

const WHO: Record<string, string> = { command: "The command line", system: "Parlour itself" };

/** What operators did, the newest first. */
export function OperatorAuditPage({ operator, rows, number, more }: OperatorAuditProps) {
  return (
    <OperatorPage title="What was done" operator={operator} here="audit">
      <header>
        <h1>What was done</h1>
      </header>
      {rows.length === 0 ? (
        <p class="soft">Nothing yet.</p>
      ) : (
        <div class="table-wrap">
          <table class="table is-folding">
            <caption class="unseen">Operators’ acts, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">School</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{instantWords(row.at)}</th>
                  <td data-label="Who">{WHO[row.operator] ?? row.operator}</td>
                  <td data-label="What">{ACTIONS[row.action] ?? row.action}</td>
                  <td data-label="School">{row.slug || "none"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(number > 1 || more) && (
        <nav class="row" aria-label="Pages">
          {number > 1 && (
            <a class="button" href={`/operator/audit?page=${number - 1}`}>
              Newer
            </a>
          )}
          {more && (
            <a class="button" href={`/operator/audit?page=${number + 1}`}>
              Older
            </a>
          )}
        </nav>
      )}
    </OperatorPage>
  );
}

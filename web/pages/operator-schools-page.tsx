import { Tag } from "../ui/parts.tsx";
import { dayWords, OperatorPage } from "./operator-frame.tsx";

export type SchoolState = "open" | "suspended" | "ended";
export type OperatorSchoolRow = {
  slug: string;
  url: string;
  name: string;
  state: SchoolState;
  createdAt: number;
  deletedFrom: number | null;
  students: number;
  guardians: number;
  evenings: number;
};

/** Every school, with its state and how large it is. */
export function OperatorSchoolsPage({ operator, schools }: { operator: string; schools: OperatorSchoolRow[] }) {
  return (
    <OperatorPage title="Schools" operator={operator} here="schools">
      <header class="row is-apart">
        <h1>Schools</h1>
        <a class="button is-primary" href="/operator/new">
          New school
        </a>
      </header>
      {schools.length === 0 ? (
        <p>There is no school yet. Make the first: it takes its name, its subdomain and its first admin’s address.</p>
      ) : (
        <div class="table-wrap">
          <table class="table is-folding">
            <caption class="unseen">Schools by name</caption>
            <thead>
              <tr>
                <th scope="col">School</th>
                <th scope="col">Address</th>
                <th scope="col">State</th>
                <th scope="col" class="is-num">
                  Students
                </th>
                <th scope="col" class="is-num">
                  Guardians
                </th>
                <th scope="col" class="is-num">
                  Evenings
                </th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {schools.map((school) => (
                <Row key={school.slug} school={school} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </OperatorPage>
  );
}

function Row({ school }: { school: OperatorSchoolRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/operator/schools/${school.slug}`}>{school.name}</a>
      </th>
      <td data-label="Address">
        <a href={school.url}>{new URL(school.url).host}</a>
      </td>
      <td data-label="State">
        <StateTag state={school.state} deletedFrom={school.deletedFrom} />
      </td>
      <td class="is-num" data-label="Students">
        {school.students}
      </td>
      <td class="is-num" data-label="Guardians">
        {school.guardians}
      </td>
      <td class="is-num" data-label="Evenings">
        {school.evenings}
      </td>
      <td data-label="Since">{dayWords(school.createdAt)}</td>
    </tr>
  );
}

export function StateTag({ state, deletedFrom }: { state: SchoolState; deletedFrom: number | null }) {
  if (state === "open") return <Tag kind="good">Open</Tag>;
  if (state === "suspended") return <Tag kind="warn">Suspended</Tag>;
  return (
    <>
      <Tag kind="bad">Ended</Tag>
      {deletedFrom !== null && <span class="is-line small soft">deleted on {dayWords(deletedFrom)}</span>}
    </>
  );
}

import type { ComponentChildren } from "preact";
import type { RecordsPage } from "../../worker/queries/records-lists.ts";
import type { RecordsFilter, RecordsKind } from "../../worker/queries/records-search.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { Chair } from "../ui/icon.tsx";
import { SchoolPage } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { longDate } from "../words/format.ts";
import type { DeskFrame } from "./desk-evening-frame.tsx";
import { RecordsTable } from "./desk-people-table.tsx";
import { nothingFound, RECORD_NEWS, TITLES } from "./desk-people-words.ts";

export type DeskPeopleProps = DeskFrame & {
  kind: RecordsKind;
  typed: string;
  filter: RecordsFilter | null;
  /** The filters that the kind has; whether the one chosen is of an evening, and which. */
  filters: readonly RecordsFilter[];
  ofEvening: boolean;
  evening: string;
  found: RecordsPage;
  /** What has just been done. */
  done: string | null;
  now: number;
};

/** The school's records: one list at a time, searched and filtered, a page at a time. */
export function DeskPeoplePage(props: DeskPeopleProps) {
  const { school, viewer, kind, done } = props;
  return (
    <SchoolPage
      title={TITLES[kind]}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="people" viewer={viewer} />}
    >
      <header class="row is-apart">
        <h1>Records</h1>
        <AddLink kind={kind} />
      </header>
      <RecordNews done={done} />
      <Kinds kind={kind} />
      <Search {...props} />
      <Found {...props} />
    </SchoolPage>
  );
}

/** What a press has done, where the page that follows is to say so. */
export function RecordNews({ done }: { done: string | null }) {
  const news = RECORD_NEWS[done ?? ""];
  if (!news) return null;
  return (
    <Notice kind={news.kind} role={news.kind === "good" ? "status" : "alert"}>
      <p>{news.words}</p>
    </Notice>
  );
}

function AddLink({ kind }: { kind: RecordsKind }) {
  if (kind === "students")
    return (
      <a class="button" href="/admin/students/new">
        Add a student
      </a>
    );
  if (kind === "guardians")
    return (
      <a class="button" href="/admin/people/new">
        Add a guardian
      </a>
    );
  return null;
}

const KINDS = ["students", "guardians", "staff", "classes"] as const;

function Kinds({ kind }: { kind: RecordsKind }) {
  return (
    <nav class="tabs" aria-label="Lists">
      {KINDS.map((one) => (
        <a key={one} href={`/admin/people?kind=${one}`} aria-current={one === kind ? "page" : undefined}>
          {TITLES[one]}
        </a>
      ))}
    </nav>
  );
}

const HINTS: Record<RecordsKind, string> = {
  students: "A part of a name, a guardian’s address, the beginning of a class’s code, or the id in your own system",
  guardians: "A part of a name or an address, the beginning of a class’s code, or the id in your own system",
  staff: "A part of a name or an address, the beginning of a class’s code, or the id in your own system",
  classes: "A part of a code or a name, a teacher’s name, or the id in your own system",
};

function Search({ kind, typed, filter, filters, ofEvening, evening, found, zone }: DeskPeopleProps) {
  return (
    <search>
      <form method="get" action="/admin/people" class="filters">
        <input type="hidden" name="kind" value={kind} />
        <div class="field">
          <label for="q">Find</label>
          <input
            class="input"
            type="search"
            id="q"
            name="q"
            value={typed}
            maxlength={100}
            autocomplete="off"
            aria-describedby="q-hint"
          />
        </div>
        {filters.length > 0 && (
          <div class="field">
            <label for="is">Show</label>
            <select class="input" id="is" name="is">
              <option value="">{kind === "staff" ? "Everybody who works here" : "Everybody who is here"}</option>
              {filters.map((one) => (
                <option key={one} value={one} selected={one === filter}>
                  {filterWords(one, kind)}
                </option>
              ))}
            </select>
          </div>
        )}
        {ofEvening && found.evenings.length > 0 && (
          <div class="field">
            <label for="evening">Evening</label>
            <select class="input" id="evening" name="evening">
              {found.evenings.map(({ id, name, startsAt }) => (
                <option key={id} value={id} selected={id === evening}>
                  {name}, {longDate(startsAt, zone, true)}
                </option>
              ))}
            </select>
          </div>
        )}
        <button class="button is-primary" type="submit">
          Show
        </button>
        <p class="hint filters-hint" id="q-hint">
          {HINTS[kind]}
        </p>
      </form>
    </search>
  );
}

export function filterWords(filter: RecordsFilter, kind: RecordsKind): string {
  switch (filter) {
    case "may-book":
      return "May book for a student";
    case "barred":
      return kind === "students" ? "A guardian is kept from booking for them" : "Kept from booking for a student";
    case "no-email":
      return "No e-mail address";
    case "bounced":
      return "Mail came back";
    case "teachers":
      return "Teachers";
    case "left":
      return "Have left";
    case "no-booking":
      return "Nothing booked for an evening";
    case "booked":
      return "Booked for an evening";
    case "cannot-come":
      return "Can’t come to an evening";
  }
}

function Found(props: DeskPeopleProps) {
  const { found, kind } = props;
  if (found.total === 0) return <Nobody {...props} />;
  return (
    <section class="stack" aria-labelledby="found">
      <h2 id="found">{extent(found)}</h2>
      <RecordsTable {...props} />
      <Pages {...props} />
      {kind === "guardians" && props.filter === "no-booking" && (
        <p class="soft small">
          Guardians who may book for a student of the evening and have no appointment. Where guardians come together,
          one of them is enough.
        </p>
      )}
    </section>
  );
}

/** "The first 20 of 214", "21 to 40 of 214", "All 12". */
export function extent({ rows, from, total }: Pick<RecordsPage, "rows" | "from" | "total">): string {
  const of = total.toLocaleString("en-GB");
  const to = from + rows.length - 1;
  if (rows.length === total) return total === 1 ? "One found" : `All ${of}`;
  if (from === 1) return `The first ${rows.length} of ${of}`;
  return `${from.toLocaleString("en-GB")} to ${to.toLocaleString("en-GB")} of ${of}`;
}

function Nobody(props: DeskPeopleProps) {
  const { typed, filter, kind } = props;
  const { title, words, link } = nothingFound(props);
  return (
    <section class="empty" role={typed || filter ? "status" : undefined}>
      <Chair />
      <h2>{title}</h2>
      <p>{words}</p>
      {link && (
        <p>
          <a class="button" href={link.href}>
            {link.words}
          </a>
        </p>
      )}
      {kind !== "classes" && !typed && !filter && (
        <p>
          <a class="link" href="/admin/people?kind=guardians&is=left">
            Those who have left
          </a>
        </p>
      )}
    </section>
  );
}

function Pages({ found, ...props }: DeskPeopleProps) {
  if (!found.previous && !found.next) return null;
  return (
    <nav class="row" aria-label="Pages">
      {found.previous && <PageLink to={addressOf(props, { before: found.previous })}>Previous</PageLink>}
      {found.next && <PageLink to={addressOf(props, { after: found.next })}>Next</PageLink>}
    </nav>
  );
}

function PageLink({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <a class="button" href={to}>
      {children}
    </a>
  );
}

function addressOf(
  { kind, typed, filter, ofEvening, evening }: Omit<DeskPeopleProps, "found">,
  cursor: object,
): string {
  const query = { kind, ...(typed && { q: typed }), ...(filter && { is: filter }), ...(ofEvening && { evening }) };
  return `/admin/people?${new URLSearchParams({ ...query, ...cursor })}`;
}

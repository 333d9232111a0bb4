import type { ComponentChildren } from "preact";
import type { FileName } from "../../worker/rules/import/import-files.ts";
import type { Counts } from "../../worker/rules/import/import-plan.ts";
import type { ImportError } from "../../worker/rules/import/import-rules.ts";
import type { KeptByHand } from "../../worker/rules/import/kept-by-hand.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { count, list } from "../words/format.ts";
import { KeptHere } from "./desk-import-kept.tsx";

type Frame = { school: SchoolView; viewer: Viewer };
export type ImportDone = { create: number; update: number; remove: number; left: number };

/** How many errors are shown at once: nobody mends a thousand from a page. */
const MOST_ERRORS = 200;

/** Chooses the seven files; also says how the last import went. */
export function ImportFilesPage({
  done,
  names,
  ...frame
}: Frame & { done: ImportDone | null; names: readonly FileName[] }) {
  return (
    <ImportFrame title="Bring in records" {...frame}>
      <header class="stack-s">
        <h1>Bring in records</h1>
        <p class="soft">Seven CSV files from your management system. You look before anything changes.</p>
      </header>
      {done && (
        <Notice kind="good" role="status">
          <p>
            <strong>The records are in.</strong> {done.create} new, {done.update} changed, {done.remove} ended.
            {done.left > 0 && ` ${count(done.left, "person has", "people have")} left the school.`}
          </p>
        </Notice>
      )}
      <form class="card stack" method="post" action="/admin/import" enctype="multipart/form-data">
        <div class="field">
          <label for="files">The seven files</label>
          <input
            class="input"
            id="files"
            name="files"
            type="file"
            accept=".csv,text/csv"
            multiple
            required
            aria-describedby="files-hint"
          />
          <p class="hint" id="files-hint">
            Choose them all at once: {names.map((name) => `${name}.csv`).join(", ")}
          </p>
        </div>
        <p>
          <button class="button is-primary" type="submit">
            Look it over
          </button>
        </p>
      </form>
      <section class="stack-s" aria-labelledby="how">
        <h2 id="how">How it works</h2>
        <ul class="plain-list">
          <li>
            People, students and classes are known by their id in your files. Bringing the same files in twice changes
            nothing.
          </li>
          <li>
            Who may book for whom, who teaches what and who is taught are taken as your whole list: what is no longer in
            the files ends.
          </li>
          <li>
            People who are not in the files any more are not ended by themselves: you see their names, and say whether
            they have left.
          </li>
          <li>
            A guardian under a court order cannot book for that student. Whether one without parental responsibility may
            is yours to say, in <a href="/admin/settings/booking">Settings</a>.
          </li>
          <li>If one row cannot be read, nothing is brought in, and you are told where it is and what to do.</li>
        </ul>
      </section>
    </ImportFrame>
  );
}

/** Why nothing was brought in: where, and what to do. */
export function ImportErrorsPage({ errors, ...frame }: Frame & { errors: ImportError[] }) {
  return (
    <ImportFrame title="Rows to put right" {...frame}>
      <header class="stack-s">
        <h1>{count(errors.length, "thing")} to put right</h1>
        <p class="soft">Nothing has changed. Put these right in your files, and choose all seven again.</p>
      </header>
      <div class="table-wrap">
        <table class="table is-folding">
          <caption class="unseen">What cannot be read</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" class="is-num">
                Row
              </th>
              <th scope="col">Column</th>
              <th scope="col">We read</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, MOST_ERRORS).map((error) => (
              <tr key={`${error.file} ${error.line} ${error.column}`}>
                <td data-label="File">{error.file}</td>
                <td data-label="Row" class="is-num">
                  {error.line}
                </td>
                <td data-label="Column">{error.column || "–"}</td>
                <td data-label="We read">
                  <strong>{error.value || "nothing"}</strong>
                </td>
                <td>{error.words}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {errors.length > MOST_ERRORS && <p class="soft">And {errors.length - MOST_ERRORS} more.</p>}
      <p>
        <a class="button is-primary" href="/admin/import">
          Choose the files again
        </a>
      </p>
    </ImportFrame>
  );
}

export type PreviewProps = Frame & {
  counts: Record<FileName, Counts>;
  /** What stays as the office made it. */
  kept: KeptByHand[];
  texts: Partial<Record<FileName, string>>;
  /** Names of whoever is in the records and not in the files. */
  absent: AbsentNames;
  /** How many had left by an import and are in the files again. */
  back: number;
};
type AbsentNames = { teachers: string[]; students: string[]; guardians: string[] };

/** What an import would do. The files travel along in the form: nothing is kept on the server before the press. */
export function ImportPreviewPage({ counts, kept, texts, absent, back, ...frame }: PreviewProps) {
  const files = Object.entries(counts) as [FileName, Counts][];
  const total = (key: keyof Counts) => files.reduce((sum, [, row]) => sum + row[key], 0);
  const changes = total("create") + total("update") + total("remove");
  const missing = Object.values(absent).flat().length;
  return (
    <ImportFrame title="Look before you import" {...frame}>
      <header class="stack-s">
        <h1>Look before you import</h1>
        <p class="soft">Nothing has changed yet.</p>
      </header>
      <dl class="sums">
        <Sum label="New" value={total("create")} />
        <Sum label="Changed" value={total("update")} />
        <Sum label="Same as before" value={total("same")} />
        <Sum label="Would end" value={total("remove")} warn={total("remove") > 0} />
      </dl>
      <FilesTable files={files} />
      <KeptHere kept={kept} />
      {back > 0 && (
        <Notice kind="info">
          <p>{count(back, "person or student who had left is", "people and students who had left are")} back.</p>
        </Notice>
      )}
      {changes + missing + back === 0 ? (
        <Notice kind="good">
          <p>Everything is in already: there is nothing to bring in.</p>
        </Notice>
      ) : (
        <form method="post" action="/admin/import/confirm" class="stack">
          {Object.entries(texts).map(([name, text]) => (
            <input key={name} type="hidden" name={name} value={text} />
          ))}
          {missing > 0 && <NotInTheFiles absent={absent} />}
          <div class="row">
            <button class="button is-primary" type="submit">
              {changes > 0 ? `Bring in ${count(changes, "change")}` : "Go on"}
            </button>
            <a class="button" href="/admin/import">
              Choose other files
            </a>
          </div>
        </form>
      )}
    </ImportFrame>
  );
}

/** Nobody reads a thousand names; a school that left half of itself out sees it by the number. */
const MOST_NAMES = 200;

/** Who may have left, and the one choice about all of them. */
function NotInTheFiles({ absent: { teachers, students, guardians } }: { absent: AbsentNames }) {
  const groups = [
    { names: teachers, said: count(teachers.length, "teacher") },
    { names: students, said: count(students.length, "student") },
    { names: guardians, said: count(guardians.length, "guardian") },
  ].filter(({ names }) => names.length > 0);
  return (
    <section class="card stack-s" aria-labelledby="absent">
      <h2 id="absent">Not in these files: {list(groups.map(({ said }) => said))}</h2>
      {groups.map(({ names, said }) => (
        <details key={said}>
          <summary>{said}</summary>
          <ul class="plain-list">
            {names.slice(0, MOST_NAMES).map((name) => (
              <li key={name}>{name}</li>
            ))}
            {names.length > MOST_NAMES && <li class="soft">and {names.length - MOST_NAMES} more</li>}
          </ul>
        </details>
      ))}
      <fieldset class="stack-s">
        <legend class="unseen">What of them?</legend>
        <label class="choice">
          <input type="radio" name="absent" value="stay" checked />
          <span>Leave them as they are</span>
        </label>
        <label class="choice">
          <input type="radio" name="absent" value="left" />
          <span>
            They have left the school
            <span class="small soft is-line">
              They are signed out at once, in the middle of a call too, and can’t sign in again. What is booked with
              them waits for you under “To decide”. Whoever is in later files is back.
            </span>
          </span>
        </label>
      </fieldset>
    </section>
  );
}

function FilesTable({ files }: { files: [FileName, Counts][] }) {
  const columns = [
    ["create", "New"],
    ["update", "Changed"],
    ["same", "Same"],
    ["remove", "Would end"],
  ] as const;
  return (
    <div class="table-wrap">
      <table class="table is-folding">
        <caption class="unseen">What each file would do</caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            {columns.map(([key, label]) => (
              <th key={key} scope="col" class="is-num">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map(([name, row]) => (
            <tr key={name}>
              <th scope="row">{name}.csv</th>
              {columns.map(([key, label]) => (
                <td key={key} class="is-num" data-label={label}>
                  {row[key].toLocaleString("en-GB")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Sum({ label, value, warn = false }: { label: string; value: number; warn?: boolean }) {
  return (
    <div class={warn ? "is-warn" : undefined}>
      <dt>{label}</dt>
      <dd>{value.toLocaleString("en-GB")}</dd>
    </div>
  );
}

function ImportFrame({ title, school, viewer, children }: Frame & { title: string; children: ComponentChildren }) {
  return (
    <SchoolPage
      title={title}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="import" viewer={viewer} />}
    >
      {children}
    </SchoolPage>
  );
}

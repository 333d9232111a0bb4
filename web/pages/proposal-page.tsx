import type { ComponentChildren } from "preact";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Tag } from "../ui/parts.tsx";
import { ProgrammeCell, ProgrammeGap, ProgrammeTable, ProgrammeTableRow } from "../ui/programme-table.tsx";
import { gapWords, timeLeft } from "../ui/time-left.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";
import { type MissedView, NotFitted } from "./not-fitted.tsx";

export type ProposedRow =
  | {
      kind: "appointment";
      key: string;
      startsAt: number;
      teachers: string;
      student: string;
      subject: string;
      /** Booked already, and not part of what is accepted. */
      booked: boolean;
    }
  | { kind: "gap"; ms: number; until: number };

/** The choices, as hidden fields: one press asks again. */
export type AgainView = { fields: { name: string; value: string }[] };

type Common = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  evening: { id: string; name: string; startsAt: number };
  again: AgainView;
};

export type ProposalProps = Common & {
  proposalId: string;
  hold: { leftMs: number; wholeMs: number; until: number };
  rows: ProposedRow[];
  /** How many appointments Accept makes. */
  newCount: number;
  missed: MissedView[];
};

/** What was found, for as long as it is held. Where scripts run, the page says by itself when that is over. */
export function ProposalPage(props: ProposalProps) {
  const t = useWords();
  const { school, viewer, evening, proposalId, missed } = props;
  return (
    <SchoolPage
      title={t("book.proposal.pageTitle", { name: evening.name })}
      school={school}
      viewer={viewer}
      scripts={["hold"]}
      styles={["book"]}
    >
      <Back evening={evening.id} />
      <div data-hold="held">
        <Head {...props} title={t("book.proposal.title")}>
          <p>{t("book.proposal.text")}</p>
        </Head>
        <div class="aside-layout">
          <form class="stack" method="post" action={`/evenings/${evening.id}/book/automatic/${proposalId}`}>
            <Hold {...props} />
            <Times {...props} />
            {missed.length > 0 && (
              <NotFitted
                title={t("book.proposal.notFitted.title", { n: missed.length })}
                missed={missed}
                evening={evening.id}
              />
            )}
            <p class="row">
              <button class="button is-primary" type="submit" name="accept" value="1">
                {t("book.proposal.accept.button")}
              </button>
              <button class="button" type="submit" name="cancel" value="1">
                {t("book.proposal.cancel.button")}
              </button>
            </p>
          </form>
          <WhatThen newCount={props.newCount} />
        </div>
      </div>
      <div data-hold="lapsed" hidden>
        <Over {...props} why="lapsed" />
      </div>
    </SchoolPage>
  );
}

export type ProposalOverProps = Common & { why: "lapsed" | "cancelled" | "changed" };

/** A proposal that can't be accepted any more. */
export function ProposalOverPage(props: ProposalOverProps) {
  const t = useWords();
  const { school, viewer, evening } = props;
  return (
    <SchoolPage title={t("book.proposal.pageTitle", { name: evening.name })} school={school} viewer={viewer}>
      <Back evening={evening.id} />
      <Over {...props} />
    </SchoolPage>
  );
}

function Back({ evening }: { evening: string }) {
  const t = useWords();
  return (
    <a class="back" href={`/evenings/${evening}/book/automatic`}>
      {t("book.previousStep.link")}
    </a>
  );
}

type HeadProps = Pick<Common, "evening" | "zone"> & { title: string; children: ComponentChildren };

function Head({ evening, zone, title, children }: HeadProps) {
  const t = useWords();
  return (
    <header class="page-head">
      <p class="eyebrow">
        {evening.name} · {t.date(evening.startsAt, zone)}
      </p>
      <h1 tabindex={-1}>{title}</h1>
      {children}
    </header>
  );
}

function Over({ evening, zone, again, why }: Omit<ProposalOverProps, "school" | "viewer">) {
  const t = useWords();
  const { title, words } = OVER[why];
  return (
    <>
      <Head evening={evening} zone={zone} title={t(title)}>
        <p>
          {t(words)} {t("book.over.text")}
        </p>
      </Head>
      <form method="post" action={`/evenings/${evening.id}/book/automatic`}>
        {again.fields.map(({ name, value }) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <p class="row">
          <button class="button is-primary" type="submit">
            {t("book.over.findAgain.button")}
          </button>
          <a class="button" href={`/evenings/${evening.id}/book/automatic`}>
            {t("book.over.changeChoices.link")}
          </a>
        </p>
      </form>
    </>
  );
}

const OVER = {
  lapsed: { title: "book.over.lapsed.title", words: "book.over.lapsed.text" },
  cancelled: { title: "book.over.cancelled.title", words: "book.over.cancelled.text" },
  changed: { title: "book.over.changed.title", words: "book.over.changed.text" },
} as const;

/** Without scripts the sentence and the bar say how it was when the page was made, and the clock time stays true. */
function Hold({ hold, zone }: ProposalProps) {
  const t = useWords();
  const left = timeLeft(hold.leftMs, t);
  return (
    <div class="hold" data-left={hold.leftMs}>
      <p class="row is-apart">
        <strong data-sentence>{t("hold.left.text", { left })}</strong>
        <span class="small soft">{t("book.proposal.hold.until.text", { time: exactTime(hold.until, zone, t) })}</span>
      </p>
      <progress
        max={Math.ceil(hold.wholeMs / 1000)}
        value={Math.ceil(hold.leftMs / 1000)}
        aria-label={t("book.proposal.hold.label")}
      >
        {t("book.proposal.hold.left.text", { left })}
      </progress>
      <p class="small" role="status" data-warning />
    </div>
  );
}

function Times({ rows, evening, zone }: ProposalProps) {
  const t = useWords();
  return (
    <ProgrammeTable
      caption={t("book.proposal.table.caption", { date: t.date(evening.startsAt, zone) })}
      heads={[t("book.proposal.teacher.column"), t("book.proposal.student.column"), t("book.proposal.subject.column")]}
    >
      {rows.map((row) =>
        row.kind === "gap" ? (
          <ProgrammeGap key={`gap before ${row.until}`} words={gapWords(row.ms, t)} />
        ) : (
          <ProgrammeTableRow key={row.key} time={t.time(row.startsAt, zone)}>
            <ProgrammeCell kind="who">
              {row.teachers} {row.booked && <Tag>{t("book.proposal.booked.status")}</Tag>}
            </ProgrammeCell>
            <ProgrammeCell>{row.student}</ProgrammeCell>
            <ProgrammeCell kind="soft">{row.subject}</ProgrammeCell>
          </ProgrammeTableRow>
        ),
      )}
    </ProgrammeTable>
  );
}

function WhatThen({ newCount }: { newCount: number }) {
  const t = useWords();
  return (
    <aside class="card stack" aria-labelledby="then">
      <h2 id="then">{t("book.proposal.then.heading")}</h2>
      <p>
        {t.rich("book.proposal.then.accept.text", { n: newCount, strong: (children) => <strong>{children}</strong> })}
      </p>
      <p>
        {t.rich("book.proposal.then.cancel.text", { n: newCount, strong: (children) => <strong>{children}</strong> })}
      </p>
      <p class="soft">{t("book.proposal.then.lapse.text")}</p>
    </aside>
  );
}

/** "16:05:09": two minutes are too short to be told in minutes. */
function exactTime(at: number, zone: string, t: Words): string {
  return new Intl.DateTimeFormat(t.locale.intl, { timeZone: zone, timeStyle: "medium", hourCycle: "h23" }).format(at);
}

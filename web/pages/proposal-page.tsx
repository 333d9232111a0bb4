import type { ComponentChildren } from "preact";
import { clockTime, count, longDate } from "../ui/format.ts";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Tag } from "../ui/parts.tsx";
import { ProgrammeCell, ProgrammeGap, ProgrammeLine, ProgrammeTable } from "../ui/programme-table.tsx";
import { timeLeft } from "../ui/time-left.ts";
import { gapWords } from "./bookings-page.tsx";
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
  const { school, viewer, evening, proposalId, missed } = props;
  return (
    <SchoolPage
      title={`Your proposed times · ${evening.name}`}
      school={school}
      viewer={viewer}
      scripts={["hold"]}
      styles={["book"]}
    >
      <Back evening={evening.id} />
      <div data-hold="held">
        <Head {...props} title="We found these times for you">
          <p>Nothing is booked yet. If you are happy, press Accept.</p>
        </Head>
        <div class="aside-layout">
          <form class="stack" method="post" action={`/evenings/${evening.id}/book/automatic/${proposalId}`}>
            <Hold {...props} />
            <Times {...props} />
            {missed.length > 0 && (
              <NotFitted title={notFittedTitle(missed.length)} missed={missed} evening={evening.id} />
            )}
            <p class="row">
              <button class="button is-primary" type="submit" name="accept" value="1">
                Accept
              </button>
              <button class="button" type="submit" name="cancel" value="1">
                Cancel
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
  const { school, viewer, evening } = props;
  return (
    <SchoolPage title={`Your proposed times · ${evening.name}`} school={school} viewer={viewer}>
      <Back evening={evening.id} />
      <Over {...props} />
    </SchoolPage>
  );
}

function Back({ evening }: { evening: string }) {
  return (
    <a class="back" href={`/evenings/${evening}/book/automatic`}>
      Previous Step
    </a>
  );
}

type HeadProps = Pick<Common, "evening" | "zone"> & { title: string; children: ComponentChildren };

function Head({ evening, zone, title, children }: HeadProps) {
  return (
    <header class="page-head">
      <p class="eyebrow">
        {evening.name} · {longDate(evening.startsAt, zone)}
      </p>
      <h1 tabindex={-1}>{title}</h1>
      {children}
    </header>
  );
}

function Over({ evening, zone, again, why }: Omit<ProposalOverProps, "school" | "viewer">) {
  const { title, words } = OVER[why];
  return (
    <>
      <Head evening={evening} zone={zone} title={title}>
        <p>{words} Nothing was booked, and your choices are kept.</p>
      </Head>
      <form method="post" action={`/evenings/${evening.id}/book/automatic`}>
        {again.fields.map(({ name, value }) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <p class="row">
          <button class="button is-primary" type="submit">
            Find times again
          </button>
          <a class="button" href={`/evenings/${evening.id}/book/automatic`}>
            Change my choices
          </a>
        </p>
      </form>
    </>
  );
}

const OVER = {
  lapsed: { title: "The two minutes are over", words: "We let these times go, so that other families can have them." },
  cancelled: { title: "These times were let go", words: "They are no longer held for you." },
  changed: { title: "One of these times is gone", words: "Something changed while you were looking at them." },
} as const;

/** Without scripts the sentence and the bar say how it was when the page was made, and the clock time stays true. */
function Hold({ hold, zone }: ProposalProps) {
  const left = timeLeft(hold.leftMs);
  return (
    <div class="hold" data-left={hold.leftMs}>
      <p class="row is-apart">
        <strong data-sentence>Held for you: {left} left</strong>
        <span class="small soft">until {exactTime(hold.until, zone)}</span>
      </p>
      <progress
        max={Math.ceil(hold.wholeMs / 1000)}
        value={Math.ceil(hold.leftMs / 1000)}
        aria-label="Time left to accept"
      >
        {left} left
      </progress>
      <p class="small" role="status" data-warning />
    </div>
  );
}

function Times({ rows, evening, zone }: ProposalProps) {
  return (
    <ProgrammeTable caption={`Proposed appointments on ${longDate(evening.startsAt, zone)}`} heads={HEADS}>
      {rows.map((row) =>
        row.kind === "gap" ? (
          <ProgrammeGap key={`gap before ${row.until}`} words={gapWords(row.ms)} />
        ) : (
          <ProgrammeLine key={row.key} time={clockTime(row.startsAt, zone)}>
            <ProgrammeCell kind="who">
              {row.teachers} {row.booked && <Tag>Booked already</Tag>}
            </ProgrammeCell>
            <ProgrammeCell>{row.student}</ProgrammeCell>
            <ProgrammeCell kind="soft">{row.subject}</ProgrammeCell>
          </ProgrammeLine>
        ),
      )}
    </ProgrammeTable>
  );
}

const HEADS = ["Teacher", "Student", "Subject"];

function WhatThen({ newCount }: { newCount: number }) {
  return (
    <aside class="card stack" aria-labelledby="then">
      <h2 id="then">What happens then</h2>
      <p>
        <strong>Accept</strong> books {newCount === 1 ? "this appointment" : `these ${count(newCount, "appointment")}`}{" "}
        and sends {newCount === 1 ? "it" : "them"} to your email.
      </p>
      <p>
        <strong>Cancel</strong> lets {newCount === 1 ? "it" : "them"} go. You can choose other times.
      </p>
      <p class="soft">
        If the two minutes run out, nothing is booked and you can ask again. Your choices stay as they were.
      </p>
    </aside>
  );
}

function notFittedTitle(missed: number): string {
  return missed === 1 ? "One meeting did not fit" : `${missed} meetings did not fit`;
}

/** "16:05:09": two minutes are too short to be told in minutes. */
function exactTime(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeStyle: "medium", hourCycle: "h23" }).format(at);
}

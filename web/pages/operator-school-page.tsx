import { Notice } from "../ui/parts.tsx";
import { dayWords, instantWords, OperatorPage } from "./operator-frame.tsx";
import { type SchoolState, StateTag } from "./operator-schools-page.tsx";

export type OperatorSchoolProps = {
  operator: string;
  school: {
    slug: string;
    url: string;
    name: string;
    shortName: string;
    zone: string;
    state: SchoolState;
    stateAt: number | null;
    createdAt: number;
    deletedFrom: number | null;
  };
  admins: { id: string; title: string; forename: string; surname: string; email: string }[];
  /** What was just done: the last part of its address. */
  done: string;
};

const DONE: Record<string, string> = {
  create: "The school is made. Its first admin has been mailed a link that signs them in.",
  suspend: "The school is suspended. Nobody gets in, and its calls have ended.",
  resume: "The school is open again.",
  end: "The school has ended. Nobody gets in, and its calls have ended.",
  already: "Nothing was changed: the school is in that state already.",
  "let-in": "The admin has the new address, and a link that signs them in was mailed to it. The school is told.",
};

/** One school: its state and what can be done about it. */
export function OperatorSchoolPage({ operator, school, admins, done }: OperatorSchoolProps) {
  const news = Object.hasOwn(DONE, done) ? DONE[done] : undefined;
  return (
    <OperatorPage title={school.name} operator={operator}>
      <header class="stack-s">
        <a class="back" href="/operator">
          Schools
        </a>
        <h1>{school.name}</h1>
      </header>
      {news && (
        <Notice kind={done === "already" ? "info" : "good"} role="status">
          <p>{news}</p>
        </Notice>
      )}
      <Facts school={school} />
      <State school={school} />
      {school.state === "ended" ? <Export school={school} /> : <Admins school={school} admins={admins} />}
    </OperatorPage>
  );
}

type Of = Pick<OperatorSchoolProps, "school">;

function Facts({ school }: Of) {
  return (
    <section class="card" aria-label="About the school">
      <dl class="facts">
        <dt>Address</dt>
        <dd>
          <a href={school.url}>{new URL(school.url).host}</a>
        </dd>
        <dt>Short name</dt>
        <dd>{school.shortName}</dd>
        <dt>Time zone</dt>
        <dd>{school.zone}</dd>
        <dt>Since</dt>
        <dd>{dayWords(school.createdAt)}</dd>
        <dt>State</dt>
        <dd>
          <StateTag state={school.state} deletedFrom={school.deletedFrom} />
          {school.stateAt !== null && <span class="is-line small soft">since {instantWords(school.stateAt)}</span>}
        </dd>
      </dl>
    </section>
  );
}

function State({ school }: Of) {
  const action = (change: string) => `/operator/schools/${school.slug}/${change}`;
  return (
    <section class="card stack" aria-labelledby="state">
      <h2 id="state">{school.state === "open" ? "Suspend or end" : "Open it again"}</h2>
      <p>{STATE_WORDS[school.state]}</p>
      <div class="row">
        {school.state !== "open" && (
          <form method="post" action={action("resume")}>
            <button class="button is-primary" type="submit">
              Resume
            </button>
          </form>
        )}
        {school.state === "open" && (
          <form method="post" action={action("suspend")}>
            <button class="button" type="submit">
              Suspend now
            </button>
          </form>
        )}
        {school.state !== "ended" && (
          <a class="button" href={action("end")}>
            End it …
          </a>
        )}
      </div>
    </section>
  );
}

const STATE_WORDS: Record<SchoolState, string> = {
  open: "While a school is suspended nobody gets in, open calls end within a second, and nothing is mailed. Nothing is lost, and one press opens it again.",
  suspended:
    "Nobody gets in and nothing is mailed. Resumed, the school is as it was; mail that waited for more than a day is not sent any more.",
  ended:
    "Nobody gets in and nothing is mailed. Until its rows are deleted it can be opened again, and is then as it was.",
};

function Export({ school }: Of) {
  return (
    <section class="card stack" aria-labelledby="export">
      <h2 id="export">Its records as a file</h2>
      <p>
        {school.deletedFrom !== null &&
          `On ${instantWords(school.deletedFrom)} all of its rows and rooms are deleted. `}
        Until then you can download them, as JSON, to hand over to the school: people, evenings, appointments, consents
        and the audit trail. Ways to sign in are not in it. The download is noted under What was done.
      </p>
      <form method="post" action={`/operator/schools/${school.slug}/export`}>
        <button class="button" type="submit">
          Download the records (JSON)
        </button>
      </form>
    </section>
  );
}

function Admins({ school, admins }: Pick<OperatorSchoolProps, "school" | "admins">) {
  return (
    <section class="card stack" aria-labelledby="admins">
      <h2 id="admins">Admins</h2>
      <p>
        Somebody who can’t read their mail any more, and has no other admin to ask, gets a new address from you. Make
        sure first that it is them: ring the school at a number that you know.
      </p>
      {admins.length === 0 && <p class="soft">The school has no admin.</p>}
      <ul class="stack-s">
        {admins.map((admin) => (
          <li key={admin.id} class="row is-apart">
            <span>
              {[admin.title, admin.forename, admin.surname].filter(Boolean).join(" ")}
              <span class="is-line small soft">{admin.email || "no address"}</span>
            </span>
            <a class="button" href={`/operator/schools/${school.slug}/let-in/${admin.id}`}>
              Let back in <span class="unseen">{`${admin.forename} ${admin.surname}`}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

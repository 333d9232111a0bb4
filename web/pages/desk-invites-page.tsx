import type { InviteOverview } from "../../worker/queries/invites-overview.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { clockTime, list, longDate } from "../words/format.ts";

type Evening = { id: string; name: string; startsAt: number };

export type DeskInvitesProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  evenings: Evening[];
  evening: Evening | null;
  /** Nothing can be sent any more. */
  over: boolean;
  invites: (InviteOverview & {
    /** What is wrong with its mail; `mailId` is of the mail that Resend sends. */
    failure: { title: string; words: string } | null;
    mailId: string;
  })[];
  news: { kind: "good" | "warn"; words: string } | null;
};

/** Who has invited whom to an evening, what became of the mail, and what was agreed to. */
export function DeskInvitesPage(props: DeskInvitesProps) {
  const { school, viewer, evening, evenings, over, news, zone } = props;
  return (
    <SchoolPage
      title="Invites"
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="invites" viewer={viewer} />}
    >
      <header>
        <h1>Invites</h1>
        {evening && (
          <p class="soft">
            {evening.name}, {longDate(evening.startsAt, zone, true)}
          </p>
        )}
      </header>
      {news && (
        <Notice kind={news.kind} role={news.kind === "good" ? "status" : "alert"}>
          <p>{news.words}</p>
        </Notice>
      )}
      {evenings.length > 1 && <ChooseEvening evenings={evenings} evening={evening} zone={zone} />}
      {evening ? (
        <Invites {...props} evening={evening} over={over} />
      ) : (
        <p class="soft">No evening is announced yet.</p>
      )}
    </SchoolPage>
  );
}

function ChooseEvening({ evenings, evening, zone }: Pick<DeskInvitesProps, "evenings" | "evening" | "zone">) {
  return (
    <form method="get" action="/admin/invites" class="row">
      <div class="field">
        <label for="evening">Evening</label>
        <select id="evening" name="evening" class="input">
          {evenings.map(({ id, name, startsAt }) => (
            <option key={id} value={id} selected={id === evening?.id}>
              {name}, {longDate(startsAt, zone, true)}
            </option>
          ))}
        </select>
      </div>
      <button class="button" type="submit">
        Show
      </button>
    </form>
  );
}

function Invites({ evening, invites, over, zone }: DeskInvitesProps & { evening: Evening }) {
  const query = `evening=${encodeURIComponent(evening.id)}`;
  const held = invites.filter(({ state }) => state === "held");
  return (
    <>
      {held.length > 0 && <HeldInvites invites={held} />}
      <AllInvites {...{ query, over, zone }} invites={invites.filter(({ state }) => state !== "held")} />
    </>
  );
}

const HELD_BECAUSE = {
  barred_address: "The address is that of a guardian who may not take part in this student’s calls.",
  barred_name: "The name is that of a guardian who may not take part in this student’s calls.",
  no_guests: "No guests are allowed for this student.",
} as const;

/** What the office has to decide about: who, invited by whom, and why it was held. */
function HeldInvites({ invites }: Pick<DeskInvitesProps, "invites">) {
  return (
    <section class="stack" aria-labelledby="held">
      <h2 id="held">To look at first</h2>
      <p class="soft">
        Nobody was mailed yet, and the links let nobody in. The guardian reads “The school has to look at this
        invitation first”, and no reason.
      </p>
      <div class="table-wrap">
        <table class="table is-folding">
          <caption class="unseen">Invites to decide about</caption>
          <thead>
            <tr>
              <th scope="col">Guest</th>
              <th scope="col">Invited by</th>
              <th scope="col">Why</th>
              <th scope="col">
                <span class="unseen">What you can do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {invites.map((invite) => (
              <HeldRow key={invite.id} invite={invite} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function HeldRow({ invite }: Pick<RowProps, "invite">) {
  const path = `/admin/invites/${invite.id}`;
  return (
    <tr class="is-attention">
      <th scope="row">
        {invite.name || "Forgotten"}
        {invite.email && <span class="small soft is-line">{invite.email}</span>}
      </th>
      <td data-label="Invited by">
        {invite.guardian.name}
        <span class="small soft is-line">For: {list(invite.students)}</span>
      </td>
      <td data-label="Why">{HELD_BECAUSE[invite.heldBecause ?? "no_guests"]}</td>
      <td>
        <div class="row">
          <form method="post" action={`${path}/refuse`}>
            <button class="button is-small" type="submit">
              Refuse<span class="unseen"> {invite.name}</span>
            </button>
          </form>
          <form method="post" action={`${path}/let-through`}>
            <button class="button is-small is-danger" type="submit">
              Let through<span class="unseen"> {invite.name}</span>
            </button>
          </form>
        </div>
      </td>
    </tr>
  );
}

type AllProps = Pick<DeskInvitesProps, "invites" | "over" | "zone"> & { query: string };

function AllInvites({ query, invites, over, zone }: AllProps) {
  return (
    <section class="stack" aria-labelledby="all">
      <h2 id="all">All invites</h2>
      <p class="row">
        {!over && (
          <a class="button is-primary" href={`/admin/invites/new?${query}`}>
            Invite for a guardian
          </a>
        )}
        {invites.length > 0 && (
          <a class="button" href={`/admin/invites/consents.csv?${query}`}>
            Download consents (CSV)
          </a>
        )}
      </p>
      {invites.length === 0 ? (
        <p class="soft">Nobody has been invited to this evening.</p>
      ) : (
        <div class="table-wrap">
          <table class="table is-folding">
            <caption class="unseen">Invites of this evening</caption>
            <thead>
              <tr>
                <th scope="col">Guest</th>
                <th scope="col">Invited by</th>
                <th scope="col">State</th>
                <th scope="col">Consent</th>
                <th scope="col">
                  <span class="unseen">What you can do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {invites.map((invite) => (
                <Row key={invite.id} invite={invite} over={over} zone={zone} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type RowProps = { invite: DeskInvitesProps["invites"][number]; over: boolean; zone: string };

function Row({ invite, over, zone }: RowProps) {
  return (
    <tr class={invite.state === "sent" && invite.failure ? "is-attention" : undefined}>
      <th scope="row">
        {invite.name || "Forgotten"}
        {invite.email && <span class="small soft is-line">{invite.email}</span>}
      </th>
      <td data-label="Invited by">
        {invite.guardian.name}
        <span class="small soft is-line">For: {list(invite.students)}</span>
      </td>
      <td data-label="State">
        <State invite={invite} />
      </td>
      <td data-label="Consent">
        <Consent consent={invite.consent} zone={zone} />
      </td>
      <td>{invite.state === "sent" && !over && <Acts invite={invite} />}</td>
    </tr>
  );
}

const REMOVED = {
  removed: "Removed",
  not_me: "“This isn’t me”",
  student_left: "Ended: the student left",
  guardian_barred: "Ended: the guardian may not invite any more",
  school: "Not let through by the school",
} as const;

function State({ invite }: Pick<RowProps, "invite">) {
  if (invite.state === "removed") return <Tag>{REMOVED[invite.removedBecause ?? "removed"]}</Tag>;
  if (invite.failure)
    return (
      <>
        <strong>{invite.failure.title}</strong>
        <span class="small is-line">{invite.failure.words}</span>
      </>
    );
  switch (invite.mail?.kind) {
    case "delivered":
      return (
        <Tag kind="good" icon="tick">
          Delivered
        </Tag>
      );
    case "sent":
      return <Tag kind="info">Sent</Tag>;
    default:
      return <Tag>Waiting to be sent</Tag>;
  }
}

function Consent({ consent, zone }: { consent: InviteOverview["consent"]; zone: string }) {
  if (!consent) return <>None</>;
  const at = (time: number) => `${longDate(time, zone, true)}, ${clockTime(time, zone)}`;
  return (
    <>
      {consent.withdrawnAt === null ? "Given" : `Withdrawn ${at(consent.withdrawnAt)}; given`} {at(consent.givenAt)}
      {consent.recordedBy && <span class="small soft is-line">Recorded by {consent.recordedBy}</span>}
      <span class="small soft is-line">
        “{consent.words}” (version {consent.version})
      </span>
    </>
  );
}

function Acts({ invite }: Pick<RowProps, "invite">) {
  const path = `/admin/invites/${invite.id}`;
  return (
    <div class="row">
      <form method="post" action={`${path}/resend`}>
        <input type="hidden" name="mail" value={invite.mailId} />
        <button class="button is-small" type="submit">
          Resend<span class="unseen"> the invite to {invite.name}</span>
        </button>
      </form>
      <form method="post" action={`${path}/remove`}>
        <button class="button is-small is-danger" type="submit">
          Remove<span class="unseen"> {invite.name}</span>
        </button>
      </form>
    </div>
  );
}

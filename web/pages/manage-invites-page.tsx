import { Icon } from "../ui/icon.tsx";
import type { SchoolView, Viewer } from "../ui/layout.tsx";
import { Notice, type NoticeKind } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";
import { type FrameKind, InviteFrame } from "./invite-frame.tsx";
import { WrongAddressNotice, type WrongAddressView } from "./wrong-address-notice.tsx";

export type InviteRow = {
  id: string;
  name: string;
  email: string;
  students: string[];
  /** The school looks at it first. */
  held: boolean;
  notDelivered: { title: string; words: string } | null;
  /** Of the mail that Resend Invite sends: pressed twice, it is one mail. */
  mailId: string;
};

export type ManageInvitesProps = {
  frame: FrameKind;
  school: SchoolView;
  viewer: Viewer;
  evening: { id: string; name: string };
  invites: InviteRow[];
  /** Invites whose mail reached somebody else. */
  wrong: WrongAddressView[];
  /** Whether another can be sent, and why not. */
  next: { kind: "can" } | { kind: "none_left"; reasons: string[] } | { kind: "over" };
  /** What has just happened. */
  news: { kind: NoticeKind; strong: string; words: string } | null;
};

/** Manage Invites. */
export function ManageInvitesPage(props: ManageInvitesProps) {
  const t = useWords();
  const { frame, school, viewer, evening, invites, news, wrong } = props;
  const inner = (
    <>
      <CurrentInvites {...props} />
      <NewInvite {...props} />
    </>
  );
  return (
    <InviteFrame {...{ frame, school, viewer, evening }} title={t("invites.manage.title")} invited={invites.length > 0}>
      {news && (
        <Notice kind={news.kind} role={news.kind === "good" ? "status" : "alert"}>
          <p>
            <strong>{news.strong}</strong> {news.words}
          </p>
        </Notice>
      )}
      {wrong.map((invite) => (
        <WrongAddressNotice key={invite.id} {...invite} />
      ))}
      {props.next.kind === "can" && <p>{t("invites.form.text")}</p>}
      {frame === "page" ? <div class="card stack">{inner}</div> : inner}
    </InviteFrame>
  );
}

function CurrentInvites({ frame, invites }: ManageInvitesProps) {
  const t = useWords();
  const Heading = frame === "dialog" ? "h3" : "h2";
  return (
    <section class="stack" aria-labelledby="current">
      <Heading id="current">{t("invites.manage.current.heading")}</Heading>
      {invites.length > 0 ? (
        <p class="soft">{t("invites.manage.current.text")}</p>
      ) : (
        <p class="soft">{t("invites.manage.current.none.text")}</p>
      )}
      {invites.length > 0 && (
        <div class={frame === "dialog" ? "card is-plain" : "stack"}>
          {invites.map((invite) => (
            <Invite key={invite.id} frame={frame} invite={invite} />
          ))}
        </div>
      )}
    </section>
  );
}

function Invite({ frame, invite }: { frame: FrameKind; invite: InviteRow }) {
  const t = useWords();
  const Heading = frame === "dialog" ? "h4" : "h3";
  const path = `/bookings/invites/${invite.id}`;
  return (
    <div class="invite">
      <Heading>{invite.name}</Heading>
      <p class="soft">{invite.email}</p>
      <p>{t("invites.manage.students.text", { students: t.list(invite.students) })}</p>
      {invite.held && (
        <Notice kind="warn">
          <p>{t("invites.manage.held.text")}</p>
        </Notice>
      )}
      {invite.notDelivered !== null && (
        <Notice kind="warn">
          <p>
            <strong>{invite.notDelivered.title}</strong> {invite.notDelivered.words}
          </p>
        </Notice>
      )}
      <div class="row">
        {!invite.held && (
          <form method="post" action={`${path}/resend`}>
            <input type="hidden" name="mail" value={invite.mailId} />
            <button class="button is-small" type="submit">
              {t.rich("invites.manage.resend.button", {
                name: invite.name,
                unseen: (children) => <span class="unseen">{children}</span>,
              })}
            </button>
          </form>
        )}
        <form method="post" action={`${path}/remove`}>
          <button class="button is-small is-danger" type="submit">
            {t.rich("invites.manage.remove.button", {
              name: invite.name,
              unseen: (children) => <span class="unseen">{children}</span>,
            })}
          </button>
        </form>
      </div>
    </div>
  );
}

function NewInvite({ frame, evening, next }: ManageInvitesProps) {
  const t = useWords();
  const Heading = frame === "dialog" ? "h3" : "h2";
  return (
    <section class="stack-s" aria-labelledby="new">
      <Heading id="new">{t("invites.manage.new.heading")}</Heading>
      {next.kind === "can" && (
        <p>
          <a class="button is-primary" href={`/bookings/invites/new?evening=${evening.id}`}>
            <Icon name="guest" />
            {t("invites.form.title")}
          </a>
        </p>
      )}
      {next.kind === "none_left" && (
        <div class="notice">
          <div>
            <p>
              <strong>{t("invites.manage.new.unable.title")}</strong>
            </p>
            <p>{t("invites.manage.new.unable.text")}</p>
            {next.reasons.map((reason) => (
              <p key={reason}>{reason}</p>
            ))}
          </div>
        </div>
      )}
      {next.kind === "over" && <p class="soft">{t("invites.manage.new.over.text")}</p>}
    </section>
  );
}

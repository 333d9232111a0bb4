import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice, Tag } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";

export type SessionRow = {
  id: string;
  /** "Chrome on Android"; empty where the browser did not say. */
  device: string;
  createdAt: number;
  seenAt: number;
  /** The name of the one evening that it opens; null where it opens everything. */
  evening: string | null;
  /** The device that the page is read on. */
  isThis: boolean;
};

export type SessionsPageProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  /** The last used first. */
  sessions: SessionRow[];
  /** One has just been ended. */
  ended: boolean;
};

/** Where somebody is signed in. */
export function SessionsPage({ school, viewer, zone, sessions, ended }: SessionsPageProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("sessions.page.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("sessions.page.title")}</h1>
        <p class="lead">{t("sessions.page.text")}</p>
      </header>
      <div class="stack">
        {ended && (
          <Notice kind="good" role="status">
            <p>{t("sessions.ended.text")}</p>
          </Notice>
        )}
        <ul class="stack">
          {sessions.map((session) => (
            <Session key={session.id} session={session} zone={zone} />
          ))}
        </ul>
        <form class="card stack-s" method="post" action="/account/sessions">
          <h2>{t("sessions.everywhere.heading")}</h2>
          <p>{t("sessions.everywhere.text")}</p>
          <p>
            <button class="button" type="submit" name="all" value="1">
              {t("sessions.everywhere.button")}
            </button>
          </p>
        </form>
      </div>
    </SchoolPage>
  );
}

function Session({ session, zone }: { session: SessionRow; zone: string }) {
  const t = useWords();
  const { id, device, createdAt, seenAt, evening, isThis } = session;
  const name = device || t("sessions.device.unknown.text");
  const at = (time: number) => ({ date: t.date(time, zone), time: t.time(time, zone) });
  return (
    <li class="card stack-s">
      <div class="row is-apart">
        <h2>{name}</h2>
        {isThis && (
          <Tag kind="good" icon="tick">
            {t("sessions.this.label")}
          </Tag>
        )}
      </div>
      <p class="soft">{t("sessions.since.text", at(createdAt))}</p>
      <p class="soft">{t("sessions.seen.text", at(seenAt))}</p>
      {evening !== null && <p class="soft">{t("sessions.evening.text", { evening })}</p>}
      {!isThis && (
        <form method="post" action="/account/sessions">
          <button class="button is-small" type="submit" name="end" value={id}>
            {t.rich("sessions.end.button", { name, unseen: (children) => <span class="unseen">{children}</span> })}
          </button>
        </form>
      )}
    </li>
  );
}

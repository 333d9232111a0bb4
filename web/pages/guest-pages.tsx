import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** The page behind a link that was taken back. `notMe`: by whoever got the mail. */
export function WithdrawnPage({ school, invitedBy, notMe }: { school: SchoolView; invitedBy: string; notMe: boolean }) {
  const t = useWords();
  return (
    <SchoolPage title={t("invites.withdrawn.title")} school={school} viewer={null} mainClass="quiet-room" noReferrer>
      <Chair />
      <h1>{t("invites.withdrawn.title")}</h1>
      {notMe ? (
        <p>{t("invites.withdrawn.notMe.text")}</p>
      ) : (
        <>
          <p>{t("invites.withdrawn.removed.text")}</p>
          <p>{t("invites.withdrawn.surprise.text", { invitedBy })}</p>
        </>
      )}
      <p class="small soft">{t("invites.closePage.hint")}</p>
    </SchoolPage>
  );
}

/** The page behind a guest's link from the day after the evening. */
export function EveningOverPage({ school, invitedBy }: { school: SchoolView; invitedBy: string }) {
  const t = useWords();
  return (
    <SchoolPage title={t("invites.over.title")} school={school} viewer={null} mainClass="quiet-room" noReferrer>
      <Chair />
      <h1>{t("invites.over.title")}</h1>
      <p>{t("invites.over.text", { invitedBy })}</p>
      <p class="small soft">{t("invites.closePage.hint")}</p>
    </SchoolPage>
  );
}

export type NotMeProps = { school: SchoolView; inviteId: string; guestToken: string; invitedBy: string };

/**
 * Asks before anything happens, since mail scanners open links. Keeps the site's referrer policy: under `no-referrer` a browser
 * posts a form with `Origin: null` (Fetch standard, "append a request `Origin` header"), and that is refused.
 */
export function NotMePage({ school, inviteId, guestToken, invitedBy }: NotMeProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("invites.notMe.title")} school={school} viewer={null} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("invites.notMe.title")}</h1>
        <p class="lead">{t("invites.notMe.text", { invitedBy })}</p>
      </header>
      <form class="card stack" method="post" action={`/guests/not-me/${inviteId}`}>
        <p>{t("invites.notMe.then.text", { invitedBy })}</p>
        <p class="row">
          <button class="button is-primary" type="submit">
            {t("invites.notMe.title")}
          </button>
          <a class="button" href={`/guests/video/${inviteId}?guestToken=${guestToken}`}>
            {t("invites.notMe.itIsMe.link")}
          </a>
        </p>
        <input type="hidden" name="guestToken" value={guestToken} />
      </form>
    </SchoolPage>
  );
}

/** After "This isn't me". */
export function ForgottenPage({ school }: { school: SchoolView }) {
  const t = useWords();
  return (
    <SchoolPage title={t("invites.forgotten.pageTitle")} school={school} viewer={null} mainClass="quiet-room">
      <Chair />
      <h1>{t("invites.forgotten.title")}</h1>
      <p>{t("invites.forgotten.text")}</p>
      <p class="small soft">{t("invites.closePage.hint")}</p>
    </SchoolPage>
  );
}

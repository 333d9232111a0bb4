import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView } from "../ui/layout.tsx";

/** The page behind a link that was taken back. `notMe`: by whoever got the mail. */
export function WithdrawnPage({ school, invitedBy, notMe }: { school: SchoolView; invitedBy: string; notMe: boolean }) {
  return (
    <SchoolPage title="This invitation was withdrawn" school={school} viewer={null} mainClass="quiet-room" noReferrer>
      <Chair />
      <h1>This invitation was withdrawn</h1>
      {notMe ? (
        <p>You told us that it wasn’t meant for you. The link no longer works, and we have deleted your address.</p>
      ) : (
        <>
          <p>Your invitation was taken back, and the link in your e-mail no longer works.</p>
          <p>If this is a surprise, please speak to {invitedBy}, who invited you.</p>
        </>
      )}
      <p class="small soft">You can close this page.</p>
    </SchoolPage>
  );
}

export type NotMeProps = { school: SchoolView; inviteId: string; guestToken: string; invitedBy: string };

/**
 * Asks before anything happens, since mail scanners open links. Keeps the site's referrer policy: under `no-referrer` a browser
 * posts a form with `Origin: null` (Fetch standard, "append a request `Origin` header"), and that is refused.
 */
export function NotMePage({ school, inviteId, guestToken, invitedBy }: NotMeProps) {
  return (
    <SchoolPage title="This isn’t me" school={school} viewer={null} mainClass="page is-narrow">
      <header class="page-head">
        <h1>This isn’t me</h1>
        <p class="lead">{invitedBy} invited somebody to video appointments at this address.</p>
      </header>
      <form class="card stack" method="post" action={`/guests/not-me/${inviteId}`}>
        <p>
          If that isn’t you, tell us here. Then the link stops working, your address is deleted, and {invitedBy} is told
          that it was wrong.
        </p>
        <p class="row">
          <button class="button is-primary" type="submit">
            This isn’t me
          </button>
          <a class="button" href={`/guests/video/${inviteId}?guestToken=${guestToken}`}>
            It is me: show the invitation
          </a>
        </p>
        <input type="hidden" name="guestToken" value={guestToken} />
      </form>
    </SchoolPage>
  );
}

/** After "This isn't me". */
export function ForgottenPage({ school }: { school: SchoolView }) {
  return (
    <SchoolPage title="Thank you" school={school} viewer={null} mainClass="quiet-room">
      <Chair />
      <h1>Thank you for telling us</h1>
      <p>The link no longer works, and we have deleted your address. You will get no more e-mails about this.</p>
      <p class="small soft">You can close this page.</p>
    </SchoolPage>
  );
}

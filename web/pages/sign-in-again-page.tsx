import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";
import { OfficeHelp, Unsaved } from "./sign-in-page.tsx";

export type AgainPageProps = {
  school: SchoolView;
  viewer: Viewer;
  /** As much of their address as tells them which it is. */
  address: string;
  next: string;
  /** Brought here by a press that could not be done. */
  unsaved: boolean;
};

/** For whoever came in by a booking mail's link and wants more than its evening: one press has a link for everything sent. */
export function AgainPage({ school, viewer, address, next, unsaved }: AgainPageProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("signIn.again.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("signIn.again.title")}</h1>
        <p class="lead">{t("signIn.again.text")}</p>
      </header>
      <div class="stack">
        {unsaved && <Unsaved />}
        <SendAgain action="/sign-in/again" address={address} next={next} />
        <OfficeHelp school={school} />
      </div>
    </SchoolPage>
  );
}

/** "Send it again to d•••@mail.example". */
export function SendAgain({ action, address, next }: { action: string; address: string; next: string }) {
  const t = useWords();
  return (
    <form method="post" action={action}>
      {next && <input type="hidden" name="next" value={next} />}
      <button class="button is-primary" type="submit">
        <span>
          {t.rich("signIn.sendAgain.button", { address, addr: (children) => <bdi dir="ltr">{children}</bdi> })}
        </span>
      </button>
    </form>
  );
}

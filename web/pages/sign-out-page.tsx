import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** For whoever comes by the address: signing out takes a press, like every change. */
export function SignOutPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const t = useWords();
  return (
    <SchoolPage title={t("signIn.signOut.button")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{viewer ? t("signIn.signOut.title") : t("signIn.signedOut.title")}</h1>
        {viewer && <p class="lead">{t("signIn.signOut.text", { name: viewer.name })}</p>}
      </header>
      {viewer ? (
        <form method="post" action="/sign-out">
          <button class="button is-primary" type="submit">
            {t("signIn.signOut.button")}
          </button>
        </form>
      ) : (
        <p>
          <a class="button" href="/">
            {t("signIn.signedOut.start.link")}
          </a>
        </p>
      )}
    </SchoolPage>
  );
}

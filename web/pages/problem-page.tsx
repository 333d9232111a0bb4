import { Html, SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** `number` tells the failure in the log; null for what is no failure of ours. */
export type ProblemProps = {
  title: string;
  words: string;
  number: string | null;
  /** Where somebody signs in whose account may not do this; null where that is not what is wrong. */
  signInUrl: string | null;
  school: SchoolView | null;
  viewer: Viewer;
};

/** What went wrong and what to do, in the school's house where there is one. */
export function ProblemPage({ title, words, number, signInUrl, school, viewer }: ProblemProps) {
  const t = useWords();
  const body = (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        <p class="lead">{words}</p>
      </header>
      {number && <p>{t("info.problem.number.text", { number })}</p>}
      <p class="row">
        <a class="button" href="/">
          {t("info.problem.start.link")}
        </a>
        {signInUrl && (
          <a class="button" href={signInUrl}>
            {t("info.problem.otherAccount.link")}
          </a>
        )}
      </p>
    </>
  );
  if (school) {
    return (
      <SchoolPage title={title} school={school} viewer={viewer} mainClass="page is-narrow">
        {body}
      </SchoolPage>
    );
  }
  return (
    <Html title={t("info.problem.pageTitle", { title })}>
      <main class="page is-narrow" id="main">
        {body}
      </main>
    </Html>
  );
}

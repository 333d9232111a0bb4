import { Html, SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

export type ProblemProps = { title: string; words: string; school: SchoolView | null; viewer: Viewer };

/** What went wrong and what to do, in the school's house where there is one. */
export function ProblemPage({ title, words, school, viewer }: ProblemProps) {
  const t = useWords();
  const body = (
    <>
      <header class="page-head">
        <h1>{title}</h1>
        <p class="lead">{words}</p>
      </header>
      <p>
        <a class="button" href="/">
          {t("info.goToTheStart")}
        </a>
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
    <Html title={t("info.parlour", { title })}>
      <main class="page is-narrow" id="main">
        {body}
      </main>
    </Html>
  );
}

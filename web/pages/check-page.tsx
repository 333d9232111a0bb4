import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { PropsScript } from "../ui/props-script.tsx";
import { useWords } from "../words/use-words.ts";

export type CheckProps = {
  /** Where "All done" leads: where the visitor came from on this site, or the school's start. */
  doneUrl: string;
};
export type CheckPageProps = { props: CheckProps; school: SchoolView; viewer: Viewer };

/** Check Audio and Video: no sign-in, nobody else sees or hears it. What it does needs a script; what it is for does not. */
export function CheckPage({ props, school, viewer }: CheckPageProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("check.page.title")} school={school} viewer={viewer} scripts={["check"]} styles={["call"]}>
      <CheckHead />
      <div id="check">
        <noscript>
          <p>{t("check.noScript.text")}</p>
        </noscript>
      </div>
      <PropsScript id="check-props" props={props} />
    </SchoolPage>
  );
}

function CheckHead() {
  const t = useWords();
  return (
    <header class="page-head">
      <h1>{t("check.page.title")}</h1>
      <p class="lead">{t("check.page.text")}</p>
    </header>
  );
}

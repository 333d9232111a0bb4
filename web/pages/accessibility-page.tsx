import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** What works, what does not yet, and whom to ask. */
export function AccessibilityPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const t = useWords();
  return (
    <SchoolPage title={t("info.accessibility.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("info.accessibility.title")}</h1>
        <p class="lead">{t("info.accessibility.text")}</p>
      </header>
      <div class="stack">
        <section class="stack-s">
          <h2>{t("info.accessibility.goals.heading")}</h2>
          <ul class="plain-list">
            <li>{t("info.accessibility.goals.keyboard.text")}</li>
            <li>{t("info.accessibility.goals.textSize.text")}</li>
            <li>{t("info.accessibility.goals.colours.text")}</li>
            <li>{t("info.accessibility.goals.noScript.text")}</li>
            <li>{t("info.accessibility.goals.motion.text")}</li>
          </ul>
          <p>{t("info.accessibility.goals.wcag.text")}</p>
        </section>
        <section class="stack-s">
          <h2>{t("info.accessibility.limits.heading")}</h2>
          <ul class="plain-list">
            <li>{t("info.accessibility.limits.captions.text")}</li>
            <li>{t("info.accessibility.limits.interpreter.text")}</li>
          </ul>
        </section>
        <section class="stack-s">
          <h2>{t("info.accessibility.help.heading")}</h2>
          <p>
            {t("info.accessibility.help.text", { known: school.officePhone ? "yes" : "no", phone: school.officePhone })}
          </p>
        </section>
      </div>
    </SchoolPage>
  );
}

import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** What works, what does not yet, and whom to ask. */
export function AccessibilityPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const t = useWords();
  return (
    <SchoolPage title={t("info.accessibility")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("info.accessibility")}</h1>
        <p class="lead">{t("info.thesePagesAreMade")}</p>
      </header>
      <div class="stack">
        <section class="stack-s">
          <h2>{t("info.whatWeBuildFor")}</h2>
          <ul class="plain-list">
            <li>{t("info.everythingCanBeDone")}</li>
            <li>{t("info.textCanBeMade")}</li>
            <li>{t("info.coloursFollowYourDevice")}</li>
            <li>{t("info.signingInBookingAnd")}</li>
            <li>{t("info.nothingMovesIfYour")}</li>
          </ul>
          <p>{t("info.weBuildToWcag")}</p>
        </section>
        <section class="stack-s">
          <h2>{t("info.whatIsHard")}</h2>
          <ul class="plain-list">
            <li>{t("info.callsHaveNoCaptions")}</li>
            <li>{t("info.noInterpreterCanBe")}</li>
          </ul>
        </section>
        <section class="stack-s">
          <h2>{t("info.ifSomethingDoesNot")}</h2>
          <p>{t("info.tellTheOffice", { known: school.officePhone ? "yes" : "no", phone: school.officePhone })}</p>
        </section>
      </div>
    </SchoolPage>
  );
}

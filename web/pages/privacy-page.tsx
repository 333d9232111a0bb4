import type { ComponentChildren } from "preact";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

export type PrivacyPageProps = { school: SchoolView; viewer: Viewer };

/** What is kept of whom, why and for how long: only what the product truly does. */
export function PrivacyPage({ school, viewer }: PrivacyPageProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("info.privacy")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("info.privacy")}</h1>
        <p class="lead">{t("info.whatKeepsHereAnd", { name: school.name })}</p>
      </header>
      <div class="stack">
        <Part title={t("info.whatIsHere")}>
          <li>{t("info.fromTheSchoolsOwn")}</li>
          <li>{t("info.studentsDatesOfBirth")}</li>
          <li>{t("info.yourAppointmentsAndThe")}</li>
          <li>{t("info.aRecordOfWhat")}</li>
        </Part>
        <Part title={t("info.calls")}>
          <li>{t("info.nobodyRecordsPictureOr")}</li>
          <li>{t("info.onlyThePeopleWhose")}</li>
        </Part>
        <Part title={t("info.cookies")}>
          <li>{t("info.oneWhileYouAre")}</li>
          <li>{t("info.noAdvertisingNoMeasuring")}</li>
        </Part>
        <Part title={t("info.howLong")}>
          <li>{t("info.theSchoolDecidesHow")}</li>
          <li>{t("info.aSignInLink")}</li>
        </Part>
        <Part title={t("info.yourRights")}>
          <li>{t("info.askTheOffice", { known: school.officePhone ? "yes" : "no", phone: school.officePhone })}</li>
          <li>{t("info.aGuestCanSay")}</li>
        </Part>
      </div>
    </SchoolPage>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="stack-s">
      <h2>{title}</h2>
      <ul class="plain-list">{children}</ul>
    </section>
  );
}

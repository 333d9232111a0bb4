import type { ComponentChildren } from "preact";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

export type PrivacyPageProps = { school: SchoolView; viewer: Viewer };

/** What is kept of whom, why and for how long: only what the product truly does. */
export function PrivacyPage({ school, viewer }: PrivacyPageProps) {
  const t = useWords();
  return (
    <SchoolPage title={t("info.privacy.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{t("info.privacy.title")}</h1>
        <p class="lead">{t("info.privacy.text", { name: school.name })}</p>
      </header>
      <div class="stack">
        <Part title={t("info.privacy.kept.heading")}>
          <li>{t("info.privacy.kept.records.text")}</li>
          <li>{t("info.privacy.kept.birthDates.text")}</li>
          <li>{t("info.privacy.kept.appointments.text")}</li>
          <li>{t("info.privacy.kept.audit.text")}</li>
        </Part>
        <Part title={t("info.privacy.calls.heading")}>
          <li>{t("info.privacy.calls.recording.text")}</li>
          <li>{t("info.privacy.calls.people.text")}</li>
        </Part>
        <Part title={t("info.privacy.cookies.heading")}>
          <li>{t("info.privacy.cookies.session.text")}</li>
          <li>{t("info.privacy.cookies.browser.text")}</li>
          <li>{t("info.privacy.cookies.noTracking.text")}</li>
        </Part>
        <Part title={t("info.privacy.retention.heading")}>
          <li>{t("info.privacy.retention.records.text")}</li>
          <li>{t("info.privacy.retention.signInLink.text")}</li>
        </Part>
        <Part title={t("info.privacy.rights.heading")}>
          <li>
            {t("info.privacy.rights.office.text", {
              known: school.officePhone ? "yes" : "no",
              phone: school.officePhone,
            })}
          </li>
          <li>{t("info.privacy.rights.guest.text")}</li>
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

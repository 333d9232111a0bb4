import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** The video page of somebody who has nothing booked. */
export function NoCallsPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const t = useWords();
  const teacher = viewer?.role === "teacher";
  return (
    <SchoolPage title={t("bookings.noCalls.pageTitle")} school={school} viewer={viewer}>
      <section class="empty">
        <Chair />
        <h1>{t("bookings.none.title")}</h1>
        <p>{teacher ? t("bookings.noCalls.teacher.text") : t("bookings.noCalls.guardian.text")}</p>
        <p>
          <a class="button is-primary" href={teacher ? "/staff/schedule" : "/"}>
            {teacher ? t("bookings.mySchedule.link") : t("bookings.noCalls.evenings.link")}
          </a>
        </p>
        <p>
          <a class="link" href="/check">
            {t("bookings.check.link")}
          </a>
        </p>
      </section>
    </SchoolPage>
  );
}

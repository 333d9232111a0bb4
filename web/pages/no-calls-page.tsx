import { Chair } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** The video page of somebody who has nothing booked. */
export function NoCallsPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const t = useWords();
  const teacher = viewer?.role === "teacher";
  return (
    <SchoolPage title={t("bookings.videoAppointments")} school={school} viewer={viewer}>
      <section class="empty">
        <Chair />
        <h1>{t("bookings.noAppointmentsYet")}</h1>
        <p>{teacher ? t("bookings.whenFamiliesBookYou") : t("bookings.whenYouHaveBooked")}</p>
        <p>
          <a class="button is-primary" href={teacher ? "/staff/schedule" : "/"}>
            {teacher ? t("bookings.mySchedule") : t("bookings.seeTheEvenings")}
          </a>
        </p>
        <p>
          <a class="link" href="/check">
            {t("bookings.checkAudioAndVideo")}
          </a>
        </p>
      </section>
    </SchoolPage>
  );
}

import { SchoolPage, type SchoolView } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** Where the link at the foot of a reminder leads. The form posts to the page's own address. */
export function StopRemindersPage({ school, stopped }: { school: SchoolView; stopped: boolean }) {
  const t = useWords();
  return (
    <SchoolPage title={t("info.reminders")} school={school} viewer={null} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{stopped ? t("info.youGetNoMore") : t("info.stopReminders")}</h1>
        <p class="lead">{stopped ? t("info.weStillWriteTo") : t("info.remindsYouByE", { name: school.name })}</p>
      </header>
      <form class="card stack" method="post">
        {stopped && <input type="hidden" name="again" value="1" />}
        <p>{stopped ? t("info.pressedByMistakeOne") : t("info.ifYouStopThem")}</p>
        <p>
          <button class={stopped ? "button" : "button is-primary"} type="submit">
            {stopped ? t("info.sendMeRemindersAgain") : t("info.stopReminders2")}
          </button>
        </p>
      </form>
    </SchoolPage>
  );
}

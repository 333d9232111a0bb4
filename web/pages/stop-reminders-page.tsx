import { SchoolPage, type SchoolView } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** Where the link at the foot of a reminder leads. The form posts to the page's own address. */
export function StopRemindersPage({ school, stopped }: { school: SchoolView; stopped: boolean }) {
  const t = useWords();
  return (
    <SchoolPage title={t("info.reminders.pageTitle")} school={school} viewer={null} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{stopped ? t("info.reminders.stopped.title") : t("info.reminders.stop.title")}</h1>
        <p class="lead">
          {stopped ? t("info.reminders.stopped.text") : t("info.reminders.stop.text", { name: school.name })}
        </p>
      </header>
      <form class="card stack" method="post">
        {stopped && <input type="hidden" name="again" value="1" />}
        <p>{stopped ? t("info.reminders.stopped.hint") : t("info.reminders.stop.hint")}</p>
        <p>
          <button class={stopped ? "button" : "button is-primary"} type="submit">
            {stopped ? t("info.reminders.stopped.button") : t("info.reminders.stop.button")}
          </button>
        </p>
      </form>
    </SchoolPage>
  );
}

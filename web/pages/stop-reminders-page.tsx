import { SchoolPage, type SchoolView } from "../ui/layout.tsx";

/** Where the link at the foot of a reminder leads. The form posts to the page's own address. */
export function StopRemindersPage({ school, stopped }: { school: SchoolView; stopped: boolean }) {
  return (
    <SchoolPage title="Reminders" school={school} viewer={null} mainClass="page is-narrow">
      <header class="page-head">
        <h1>{stopped ? "You get no more reminders" : "Stop reminders?"}</h1>
        <p class="lead">
          {stopped
            ? "We still write to you when appointments of yours are booked, changed or cancelled."
            : `${school.name} reminds you by e-mail the day before your appointments and on the day.`}
        </p>
      </header>
      <form class="card stack" method="post">
        {stopped && <input type="hidden" name="again" value="1" />}
        <p>
          {stopped
            ? "Pressed by mistake? One press, and they come again."
            : "If you stop them, we still write to you when appointments are booked, changed or cancelled."}
        </p>
        <p>
          <button class={stopped ? "button" : "button is-primary"} type="submit">
            {stopped ? "Send me reminders again" : "Stop reminders"}
          </button>
        </p>
      </form>
    </SchoolPage>
  );
}

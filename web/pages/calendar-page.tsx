import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";
import { useWords } from "../words/use-words.ts";

export type CalendarProps = {
  school: SchoolView;
  viewer: Viewer;
  /** `https://…/calendar/….ics` */
  address: string;
  reader: "guardian" | "teacher";
  /** Those with appointments, not yet over. */
  evenings: { id: string; name: string; startsAt: number }[];
  zone: string;
  renewed: boolean;
};

const PLACES = {
  guardian: { list: "bookings.list.title", path: "/bookings", file: "/bookings/calendar.ics" },
  teacher: { list: "bookings.mySchedule.link", path: "/staff/schedule", file: "/staff/calendar.ics" },
} as const;

/** Subscribe to Calendar: a person's own address, and how to use it. */
export function CalendarPage(props: CalendarProps) {
  const t = useWords();
  const { school, viewer, address, reader, renewed } = props;
  const { list, path } = PLACES[reader];
  return (
    <SchoolPage title={t("bookings.calendar.title")} school={school} viewer={viewer} mainClass="page is-narrow">
      <a class="back" href={path}>
        {t(list)}
      </a>
      <header class="page-head">
        <h1>{t("bookings.calendar.title")}</h1>
        <p class="lead">{t("bookings.calendar.text")}</p>
      </header>
      <div class="stack">
        {renewed && (
          <Notice kind="good" role="status">
            <p>{t("bookings.calendar.renewed.text")}</p>
          </Notice>
        )}
        <section class="card stack" aria-labelledby="here">
          <h2 id="here">{t("bookings.calendar.here.heading")}</h2>
          <p>
            <a class="button is-primary" href={address.replace(/^https?:/, "webcal:")}>
              {t("bookings.calendar.here.link")}
            </a>
          </p>
          <p class="soft">{t("bookings.calendar.here.text")}</p>
        </section>
        <section class="card stack" aria-labelledby="elsewhere">
          <h2 id="elsewhere">{t("bookings.calendar.elsewhere.heading")}</h2>
          <p>{t("bookings.calendar.elsewhere.text")}</p>
          <p>
            <label for="address">{t("bookings.calendar.address.label")}</label>
            <input class="input" id="address" readonly value={address} />
          </p>
          <p class="soft">{t("bookings.calendar.delay.text", { place: t(list) })}</p>
        </section>
        <section class="stack" aria-labelledby="private">
          <h2 id="private">{t("bookings.calendar.private.heading")}</h2>
          <p>{t("bookings.calendar.private.text", { reader })}</p>
          <form method="post">
            <button type="submit" class="button">
              {t("bookings.calendar.renew.button")}
            </button>
          </form>
        </section>
        <Downloads {...props} />
      </div>
    </SchoolPage>
  );
}

function Downloads({ evenings, reader, zone }: CalendarProps) {
  const t = useWords();
  if (evenings.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="once">
      <h2 id="once">{t("bookings.calendar.file.heading")}</h2>
      <p>{t("bookings.calendar.file.text")}</p>
      {evenings.map(({ id, name, startsAt }) => (
        <p key={id}>
          <a class="button" href={`${PLACES[reader].file}?evening=${encodeURIComponent(id)}`} download>
            {t("bookings.calendar.file.link", { name, date: t.date(startsAt, zone) })}
          </a>
        </p>
      ))}
    </section>
  );
}

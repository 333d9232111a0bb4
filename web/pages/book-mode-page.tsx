import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { type BookingView, WindowNotice } from "../ui/window-notice.tsx";
import { useWords } from "../words/use-words.ts";

export type BookModeProps = {
  school: SchoolView;
  viewer: Viewer;
  zone: string;
  evening: { id: string; name: string; startsAt: number };
  booking: BookingView;
};

/** Automatic or Manual: the first step of booking. */
export function BookModePage({ school, viewer, zone, evening, booking }: BookModeProps) {
  const t = useWords();
  return (
    <SchoolPage
      title={t("book.mode.pageTitle", { name: evening.name })}
      school={school}
      viewer={viewer}
      mainClass="page is-narrow"
    >
      <a class="back" href="/">
        {t("book.previousStep.link")}
      </a>
      <header class="page-head">
        <p class="eyebrow">
          {evening.name} · {t.date(evening.startsAt, zone)}
        </p>
        <h1>{t("book.mode.title")}</h1>
      </header>
      <div class="stack">
        <WindowNotice booking={booking} zone={zone} />
        <form class="stack" method="get" action={`/evenings/${evening.id}/book`}>
          <fieldset class="stack-s">
            <legend class="unseen">{t("book.mode.title")}</legend>
            <Mode value="automatic" name={t("book.mode.automatic.label")} checked={booking.state === "open"}>
              {t("book.mode.automatic.text")}
            </Mode>
            <Mode value="manual" name={t("book.mode.manual.label")} checked={booking.state !== "open"}>
              {t("book.mode.manual.text")}
            </Mode>
          </fieldset>
          <p>
            <button class="button is-primary" type="submit">
              {t("book.mode.next.button")}
            </button>
          </p>
        </form>
      </div>
    </SchoolPage>
  );
}

type ModeProps = { value: "automatic" | "manual"; name: string; checked: boolean; children: string };

function Mode({ value, name, checked, children }: ModeProps) {
  return (
    <label class="choice is-boxed">
      <input type="radio" name="mode" value={value} checked={checked} />
      <span>
        <strong>{name}</strong>
        <br />
        <span class="soft">{children}</span>
      </span>
    </label>
  );
}

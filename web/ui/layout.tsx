import type { ComponentChildren } from "preact";
import { packWords } from "../words/catalogue.ts";
import { ISLAND_AREAS } from "../words/island-areas.ts";
import { useWords } from "../words/use-words.ts";
import { PropsScript } from "./props-script.tsx";
import { staticPath } from "./static-names.ts";

/** What every page of a school shows of the school and of whoever is signed in. */
export type SchoolView = {
  name: string;
  shortName: string;
  officePhone: string;
  /** Null where a plain crest stands in its place. */
  logoUrl?: string | null;
};
export type Viewer = { name: string; role: "guardian" | "teacher" | "admin" | "office" } | null;

export type SchoolPageProps = {
  /** Goes before the school's name in the title bar. */
  title: string;
  school: SchoolView;
  viewer: Viewer;
  /** Class of <main>; `page` unless told otherwise. */
  mainClass?: string;
  bodyClass?: string;
  /** Names of islands: `call` for call.js. */
  scripts?: string[];
  /** Style sheets beside parlour.css: `book` for book.css. */
  styles?: string[];
  /** A page that must not keep its address from leaking: the guest's. */
  noReferrer?: boolean;
  /** Stands beside <main>: the desk's own navigation. */
  nav?: ComponentChildren;
  children: ComponentChildren;
};

/** A page in the school's house: masthead with the tie, main, footer. */
export function SchoolPage({
  title,
  school,
  viewer,
  mainClass = "page",
  bodyClass,
  scripts = [],
  styles = [],
  noReferrer,
  nav,
  children,
}: SchoolPageProps) {
  const t = useWords();
  const main = (
    <main class={mainClass} id="main">
      {children}
    </main>
  );
  return (
    <Html
      title={`${title} · ${school.name}`}
      theme
      scripts={scripts}
      styles={styles}
      bodyClass={bodyClass}
      noReferrer={noReferrer}
    >
      <a class="skip" href="#main">
        {t("frame.skip.link")}
      </a>
      <header class="masthead">
        <div class="masthead-in">
          <a class="school" href="/">
            {school.logoUrl ? <img src={school.logoUrl} alt="" /> : <Crest />}
            <span>{school.name}</span>
          </a>
          <nav class="masthead-links" aria-label={t("frame.you.label")}>
            {viewer && <span class="wide-only soft">{viewer.name}</span>}
            {viewer?.role === "guardian" && <a href="/bookings">{t("frame.myBookings.link")}</a>}
            {viewer?.role === "teacher" && <a href="/staff/schedule">{t("frame.mySchedule.link")}</a>}
            {(viewer?.role === "admin" || viewer?.role === "office") && <a href="/admin">{t("frame.desk.link")}</a>}
            {viewer ? (
              <form method="post" action="/sign-out">
                <button type="submit" class="button is-quiet is-small">
                  {t("frame.signOut.button")}
                </button>
              </form>
            ) : null}
          </nav>
        </div>
      </header>
      {nav ? (
        <div class="desk-in">
          {nav}
          {main}
        </div>
      ) : (
        main
      )}
      <Footer school={school} viewer={viewer} />
    </Html>
  );
}

function Footer({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  const t = useWords();
  return (
    <footer class="footer">
      <div class="footer-in">
        <p>{t("frame.footer.text", { shortName: school.shortName })}</p>
        <a href="/check">{t("frame.check.link")}</a>
        {viewer && <a href="/account/sessions">{t("frame.sessions.link")}</a>}
        <a href="/privacy">{t("frame.privacy.link")}</a>
        <a href="/accessibility">{t("frame.accessibility.link")}</a>
      </div>
    </footer>
  );
}

export type HtmlProps = {
  title: string;
  theme?: boolean;
  bodyClass?: string | undefined;
  scripts?: string[];
  styles?: string[];
  noReferrer?: boolean | undefined;
  children: ComponentChildren;
};

/** The document itself. No inline script or style: a strict content policy holds. */
export function Html({ title, theme = false, bodyClass, scripts = [], styles = [], noReferrer, children }: HtmlProps) {
  const t = useWords();
  const areas = scripts.flatMap((name) => ISLAND_AREAS[name] ?? []);
  return (
    <html lang={t.locale.lang} dir={t.locale.dir === "rtl" ? "rtl" : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        {noReferrer && <meta name="referrer" content="no-referrer" />}
        <title>{title}</title>
        <link rel="stylesheet" href={staticPath("parlour.css")} />
        {styles.map((name) => (
          <link key={name} rel="stylesheet" href={staticPath(`${name}.css`)} />
        ))}
        {theme && <link rel="stylesheet" href="/theme.css" />}
        <link rel="icon" href={staticPath("icon.svg")} type="image/svg+xml" />
        {scripts.map((name) => (
          <script key={name} type="module" src={staticPath(`${name}.js`)} />
        ))}
      </head>
      <body class={bodyClass}>
        {children}
        {areas.length > 0 && <PropsScript id="words" props={packWords(t.locale, areas)} />}
      </body>
    </html>
  );
}

/** A plain crest in the school's colour. */
export function Crest() {
  return (
    <svg viewBox="0 0 36 40" aria-hidden="true">
      <path class="crest-field" d="M2 2h32v18c0 9-6.5 15-16 18.5C8.5 35 2 29 2 20z" />
      <path class="crest-arch" d="M9 27V17a9 9 0 0 1 18 0v10h-4.5V17.5a4.5 4.5 0 0 0-9 0V27z" />
      <path class="crest-line" d="M7.5 29.5h21" />
      <circle class="crest-lamp" cx="18" cy="21.5" r="1.8" />
    </svg>
  );
}

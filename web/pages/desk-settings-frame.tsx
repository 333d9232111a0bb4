import type { ComponentChildren } from "preact";
import type { FieldError } from "../../worker/rules/form-fields.ts";
import { DeskNav } from "../ui/desk-nav.tsx";
import { ErrorSummary } from "../ui/form-parts.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { Notice } from "../ui/parts.tsx";

const TABS = [
  { name: "details", path: "/admin/settings", label: "Details" },
  { name: "colour", path: "/admin/settings/colour", label: "Colour" },
  { name: "logo", path: "/admin/settings/logo", label: "Logo" },
  { name: "booking", path: "/admin/settings/booking", label: "Who may book" },
  { name: "sign-in", path: "/admin/settings/sign-in", label: "Staff sign-in" },
  { name: "setup", path: "/admin/setup", label: "First steps" },
] as const;

export type SettingsFrameProps = {
  school: SchoolView;
  viewer: Viewer;
  errors: FieldError[];
  /** What the last press did, in words. */
  news: string | null;
};

type Props = SettingsFrameProps & { here: (typeof TABS)[number]["name"]; title: string; children: ComponentChildren };

/** One of the pages of the school's settings. */
export function DeskSettingsFrame({ here, title, school, viewer, errors, news, children }: Props) {
  return (
    <SchoolPage
      title={`${title} · Settings`}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="settings" viewer={viewer} />}
    >
      <header class="stack-s">
        <h1>Settings</h1>
        <p class="soft">These hold for every evening of the school.</p>
      </header>
      <nav class="tabs" aria-label="Settings">
        {TABS.map(({ name, path, label }) => (
          <a key={name} href={path} aria-current={here === name ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {errors.length > 0 && <ErrorSummary title="There is something to put right" errors={errors} />}
      {news && (
        <Notice kind="good" role="status">
          <p>{news}</p>
        </Notice>
      )}
      {children}
    </SchoolPage>
  );
}

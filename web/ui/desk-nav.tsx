import type { Viewer } from "./layout.tsx";

/** The desk's pages in their order. `roles`: who may open them, as docs/roles.md says. */
const PAGES = [
  { name: "overview", path: "/admin", label: "Overview", roles: ["admin", "office"] },
  { name: "people", path: "/admin/people", label: "Records", roles: ["admin", "office"] },
  { name: "invites", path: "/admin/invites", label: "Invites", roles: ["admin", "office"] },
  { name: "flags", path: "/admin/flags", label: "To decide", roles: ["admin", "office"] },
  { name: "import", path: "/admin/import", label: "Bring in records", roles: ["admin"] },
  { name: "staff", path: "/admin/staff", label: "Staff accounts", roles: ["admin"] },
  { name: "settings", path: "/admin/settings", label: "Settings", roles: ["admin"] },
] as const satisfies { name: string; path: string; label: string; roles: NonNullable<Viewer>["role"][] }[];

export type DeskPageName = (typeof PAGES)[number]["name"];

/** The desk's own navigation, beside the page: what the viewer may open. */
export function DeskNav({ here, viewer }: { here: DeskPageName; viewer: Viewer }) {
  const open = PAGES.filter(({ roles }) => roles.some((role) => role === viewer?.role));
  return (
    <nav class="desk-nav" aria-label="Desk">
      <p>Desk</p>
      <ul class="steps">
        {open.map(({ name, path, label }) => (
          <li key={name}>
            <a href={path} aria-current={here === name ? "page" : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The desk's own navigation, beside the page. */
export function DeskNav({ here }: { here: "overview" | "invites" | "import" | "settings" }) {
  return (
    <nav class="desk-nav" aria-label="Desk">
      <p>Desk</p>
      <ul class="steps">
        <li>
          <a href="/admin" aria-current={here === "overview" ? "page" : undefined}>
            Overview
          </a>
        </li>
        <li>
          <a href="/admin/invites" aria-current={here === "invites" ? "page" : undefined}>
            Invites
          </a>
        </li>
        <li>
          <a href="/admin/import" aria-current={here === "import" ? "page" : undefined}>
            Bring in records
          </a>
        </li>
        <li>
          <a href="/admin/settings" aria-current={here === "settings" ? "page" : undefined}>
            Settings
          </a>
        </li>
      </ul>
    </nav>
  );
}

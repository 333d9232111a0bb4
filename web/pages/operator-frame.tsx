import type { ComponentChildren } from "preact";
import { Chair } from "../ui/icon.tsx";
import { Html } from "../ui/layout.tsx";

type Here = "schools" | "new" | "audit" | null;
export type OperatorPageProps = {
  title: string;
  /** Whoever is signed in; null on the way in. */
  operator: string | null;
  here?: Here;
  children: ComponentChildren;
};

const LINKS = [
  { here: "schools", href: "/operator", label: "Schools" },
  { here: "new", href: "/operator/new", label: "New school" },
  { here: "audit", href: "/operator/audit", label: "What was done" },
] as const;

/** A page of those who run the platform: of no school, at its own address. */
export function OperatorPage({ title, operator, here = null, children }: OperatorPageProps) {
  const main = (mainClass: string) => (
    <main class={mainClass} id="main">
      {children}
    </main>
  );
  return (
    <Html title={`${title} · Parlour’s operators`} bodyClass={operator === null ? undefined : "desk"}>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="masthead">
        <div class="masthead-in">
          <a class="school front-mark" href="/">
            <Chair />
            <span>Parlour</span>
          </a>
          {operator !== null && (
            <nav class="masthead-links" aria-label="You">
              <span class="wide-only soft">{operator}</span>
              <form method="post" action="/operator/sign-out">
                <button type="submit" class="button is-quiet is-small">
                  Sign out
                </button>
              </form>
            </nav>
          )}
        </div>
      </header>
      {operator === null ? (
        main("page is-narrow")
      ) : (
        <div class="desk-in">
          <OperatorNav here={here} />
          {main("desk-main")}
        </div>
      )}
    </Html>
  );
}

function OperatorNav({ here }: { here: Here }) {
  return (
    <nav class="desk-nav" aria-label="Operators">
      <p>Operators</p>
      <ul class="steps">
        {LINKS.map((link) => (
          <li key={link.here}>
            <a href={link.href} aria-current={here === link.here ? "page" : undefined}>
              {link.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** "3 March 2027, 14:05 UTC": operators are in no school's zone. */
export function instantWords(at: number): string {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(at).replace(" at ", ", ")} UTC`;
}

export function dayWords(at: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(at);
}

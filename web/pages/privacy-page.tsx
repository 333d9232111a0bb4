import type { ComponentChildren } from "preact";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";

export type PrivacyPageProps = { school: SchoolView; viewer: Viewer };

/** What is kept of whom, why and for how long: only what the product truly does. */
export function PrivacyPage({ school, viewer }: PrivacyPageProps) {
  return (
    <SchoolPage title="Privacy" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>Privacy</h1>
        <p class="lead">
          What {school.name} keeps here, and why. The school decides about it; Parlour is the program that it uses.
        </p>
      </header>
      <div class="stack">
        <Part title="What is here">
          <li>
            From the school’s own records: names and e-mail addresses of parents, guardians and teachers; names, classes
            and groups of students; who may book for whom.
          </li>
          <li>
            Students’ dates of birth are not kept. A code made from the date is: enough to check the date that you type
            when you sign in, and not enough to read it.
          </li>
          <li>Your appointments, and the name and e-mail of a guest whom you invite, with your consent.</li>
          <li>A record of what was booked, cancelled and invited, and when, by numbers instead of names.</li>
        </Part>
        <Part title="Calls">
          <li>Nobody records picture or sound. They pass through a media server and are gone.</li>
          <li>Only the people whose appointment it is, and an invited guest, can be in a call: four at most.</li>
        </Part>
        <Part title="Cookies">
          <li>One, while you are signed in: it keeps you signed in for two weeks, or until you sign out.</li>
          <li>No advertising, no measuring of visitors, and nothing fetched from other companies.</li>
        </Part>
        <Part title="How long">
          <li>The school decides how long its records and appointments stay here. Ask the office.</li>
          <li>A sign-in link works once, and only for a while.</li>
        </Part>
        <Part title="Your rights">
          <li>
            Ask the school office to see what is kept about you, to put it right or to take it away
            {school.officePhone ? `: ${school.officePhone}.` : "."}
          </li>
          <li>
            A guest can say “This isn’t me” by the link in the invitation: their e-mail address is deleted at once.
          </li>
        </Part>
      </div>
    </SchoolPage>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="stack-s">
      <h2>{title}</h2>
      <ul class="plain-list">{children}</ul>
    </section>
  );
}

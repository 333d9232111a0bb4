import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";

/** What works, what does not yet, and whom to ask. */
export function AccessibilityPage({ school, viewer }: { school: SchoolView; viewer: Viewer }) {
  return (
    <SchoolPage title="Accessibility" school={school} viewer={viewer} mainClass="page is-narrow">
      <header class="page-head">
        <h1>Accessibility</h1>
        <p class="lead">These pages are made for everybody who comes to a parents’ evening.</p>
      </header>
      <div class="stack">
        <section class="stack-s">
          <h2>What we build for</h2>
          <ul class="plain-list">
            <li>Everything can be done with a keyboard alone, and says its name to a screen reader.</li>
            <li>Text can be made twice as large, and pages fit a narrow phone without scrolling sideways.</li>
            <li>Colours follow your device, light or dark, and words say whatever a colour says.</li>
            <li>Signing in, booking and printing work without scripts. Video calls need them.</li>
            <li>Nothing moves if your device asks for less motion.</li>
          </ul>
          <p>We build to WCAG 2.2, level AA, and test with axe.</p>
        </section>
        <section class="stack-s">
          <h2>What is hard</h2>
          <ul class="plain-list">
            <li>Calls have no captions of their own. Many phones and browsers can add live captions to any sound.</li>
            <li>
              No interpreter can be booked here. You may invite one other person to your calls: that can be an
              interpreter.
            </li>
          </ul>
        </section>
        <section class="stack-s">
          <h2>If something does not work for you</h2>
          <p>
            Tell the school office{school.officePhone ? ` on ${school.officePhone}` : ""}. They can book for you, and
            talk by telephone or in person instead.
          </p>
        </section>
      </div>
    </SchoolPage>
  );
}

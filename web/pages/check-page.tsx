import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { PropsScript } from "./props-script.tsx";

export type CheckProps = {
  /** Where "All done" leads: where the visitor came from on this site, or the school's start. */
  doneUrl: string;
};
export type CheckPageProps = { props: CheckProps; school: SchoolView; viewer: Viewer };

/** Check Audio and Video: no sign-in, nobody else sees or hears it. What it does needs a script; what it is for does not. */
export function CheckPage({ props, school, viewer }: CheckPageProps) {
  return (
    <SchoolPage title="Check Audio and Video" school={school} viewer={viewer} scripts={["check"]} styles={["call"]}>
      <CheckHead />
      <div id="check">
        <noscript>
          <p>The check needs JavaScript, which this browser has turned off. So does the video call.</p>
        </noscript>
      </div>
      <PropsScript id="check-props" props={props} />
    </SchoolPage>
  );
}

function CheckHead() {
  return (
    <header class="page-head">
      <h1>Check Audio and Video</h1>
      <p class="lead">Only you can see and hear this.</p>
    </header>
  );
}

import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { PropsScript } from "../ui/props-script.tsx";
import { useWords } from "../words/use-words.ts";
import type { CallProps } from "./call-props.ts";
import { ReadyView } from "./ready-view.tsx";

export type CallPageProps = { props: CallProps; school: SchoolView; viewer: Viewer };

/**
 * The video page of guardians, teachers and guests: whole before any script, and alive once `call.js` runs. The guest's page shows
 * nobody as signed in, since whoever presses Join on it is the guest.
 */
export function CallPage({ props, school, viewer }: CallPageProps) {
  const t = useWords();
  const title = props.role === "guest" ? "ready.guest.pageTitle" : "ready.page.pageTitle";
  return (
    <SchoolPage
      title={t(title, { evening: props.evening.name })}
      school={school}
      viewer={props.role === "guest" ? null : viewer}
      scripts={["call"]}
      styles={["call"]}
      noReferrer={props.role === "guest"}
    >
      <ReadyView props={props} now={props.now} next={firstOpen(props)} />
      <PropsScript id="call-props" props={props} />
    </SchoolPage>
  );
}

function firstOpen({ appointments, now }: CallProps) {
  return appointments.find(({ state, overrunUntil }) => state === "booked" && overrunUntil > now);
}

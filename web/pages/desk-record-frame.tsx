import type { ComponentChildren } from "preact";
import { DeskNav } from "../ui/desk-nav.tsx";
import { SchoolPage } from "../ui/layout.tsx";
import type { DeskFrame } from "./desk-evening-frame.tsx";

type Props = DeskFrame & {
  title: string;
  /** The page that this one is under. */
  up: { href: string; words: string };
  children: ComponentChildren;
};

/** A page about one of the school's records. */
export function DeskRecordFrame({ title, up, school, viewer, children }: Props) {
  return (
    <SchoolPage
      title={title}
      school={school}
      viewer={viewer}
      bodyClass="desk"
      mainClass="desk-main"
      nav={<DeskNav here="people" viewer={viewer} />}
    >
      <p>
        <a class="link" href={up.href}>
          {up.words}
        </a>
      </p>
      {children}
    </SchoolPage>
  );
}

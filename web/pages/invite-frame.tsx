import type { ComponentChildren } from "preact";
import { Icon } from "../ui/icon.tsx";
import { SchoolPage, type SchoolView, type Viewer } from "../ui/layout.tsx";
import { useWords } from "../words/use-words.ts";

/** `dialog`: only what goes into the dialog over My Bookings. */
export type FrameKind = "page" | "dialog";

export type InviteFrameProps = {
  frame: FrameKind;
  school: SchoolView;
  viewer: Viewer;
  evening: { id: string; name: string };
  /** The heading. */
  title: string;
  /** Goes before the title in the title bar: "Error". */
  prefix?: string;
  /** What the dialog's buttons are, beside Close. */
  action?: ComponentChildren;
  /** Whether the guardian has a live invite: the toolbar behind the dialog is told. */
  invited: boolean;
  children: ComponentChildren;
};

/** One content, two houses: a page of its own, or the inside of the dialog. */
export function InviteFrame(props: InviteFrameProps) {
  return props.frame === "dialog" ? <InDialog {...props} /> : <OnPage {...props} />;
}

function InDialog({ title, evening, action, invited, children }: InviteFrameProps) {
  const t = useWords();
  return (
    <>
      <div class="dialog-head" data-invited={invited ? "yes" : "no"}>
        <h2 id="dialog-title" tabindex={-1} autofocus>
          {title}
        </h2>
        <a class="close" href={bookingsPath(evening)} data-close>
          <Icon name="close" />
          <span class="unseen">{t("invites.close.button")}</span>
        </a>
      </div>
      <section class="dialog-body stack" tabindex={0} aria-labelledby="dialog-title">
        {children}
      </section>
      <div class="dialog-foot">
        {action}
        <a class="button" href={bookingsPath(evening)} data-close>
          {t("invites.close.button")}
        </a>
      </div>
    </>
  );
}

function OnPage({ school, viewer, evening, title, prefix, action, children }: InviteFrameProps) {
  const t = useWords();
  return (
    <SchoolPage
      title={`${prefix ? `${prefix}: ` : ""}${title} · ${evening.name}`}
      school={school}
      viewer={viewer}
      mainClass="page is-narrow"
    >
      <a class="back" href={bookingsPath(evening)}>
        {t("invites.myBookings.link")}
      </a>
      <header class="page-head">
        <p class="eyebrow">{evening.name}</p>
        <h1>{title}</h1>
      </header>
      <div class="stack">
        {children}
        <p class="row">
          {action}
          <a class="button" href={bookingsPath(evening)}>
            {t("invites.close.button")}
          </a>
        </p>
      </div>
    </SchoolPage>
  );
}

function bookingsPath(evening: { id: string }): string {
  return `/bookings?evening=${evening.id}`;
}

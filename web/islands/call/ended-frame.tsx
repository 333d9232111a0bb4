import type { ComponentChildren } from "preact";
import type { Role } from "../../../durable-objects/protocol.ts";
import { Chair } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";

export type EndedFrameProps = {
  title: string;
  /** The one button, where there is something to go back to. */
  onJoin?: (() => void) | undefined;
  button?: string;
  children: ComponentChildren;
  /** Below the button. */
  after?: ComponentChildren;
};

/** Not in a call any more: what happened, what happens next, at most one button. */
export function EndedFrame({ title, onJoin, button, children, after }: EndedFrameProps) {
  return (
    <>
      <Chair />
      <h1 tabindex={-1}>{title}</h1>
      {children}
      {onJoin && (
        <p class="row">
          <button type="button" class="button is-primary" onClick={onJoin}>
            {button}
          </button>
        </p>
      )}
      {after}
    </>
  );
}

const BACK = {
  guardian: "call.backToBookings",
  teacher: "call.backToSchedule",
  guest: "call.backToInvitation",
} as const;

/** To where the page's owner came from. */
export function LeaveLink({ role, href }: { role: Role; href: string }) {
  const t = useWords();
  return (
    <p>
      <a class="link" href={href}>
        {t(BACK[role])}
      </a>
    </p>
  );
}

/** What is said last, and small. */
export function LastWords({ children }: { children: ComponentChildren }) {
  return <p class="small soft">{children}</p>;
}

import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export type NoticeKind = "plain" | "info" | "good" | "warn" | "bad";
const NOTICE_ICON: Record<NoticeKind, IconName | null> = {
  plain: null,
  info: "clock",
  good: "tick",
  warn: "warn",
  bad: "warn",
};

export function Notice({
  kind,
  role,
  children,
}: {
  kind: NoticeKind;
  role?: "status" | "alert";
  children: ComponentChildren;
}) {
  const icon = NOTICE_ICON[kind];
  return (
    <div class={kind === "info" ? "notice" : `notice is-${kind}`} role={role}>
      {icon && <Icon name={icon} />}
      <div>{children}</div>
    </div>
  );
}

export function Tag({
  kind,
  icon,
  children,
}: {
  kind?: "good" | "info" | "warn" | "bad";
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={kind ? `tag is-${kind}` : "tag"}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}

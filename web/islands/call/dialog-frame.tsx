import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import { LiveRegion, useAnnouncer } from "./live-region.tsx";
import { PressButton } from "./press-button.tsx";
import { useDialog } from "./use-dialog.ts";

type DialogFrameProps = {
  /** Names the box on the page; without a `title` it is the id of the heading inside. */
  name: string;
  title?: string;
  class?: string;
  open: boolean;
  onClose: () => void;
  /** The buttons at the end. Without any the box asks nothing: it can be closed at the top and at the end. */
  foot?: ComponentChildren;
  children: ComponentChildren;
};

/** A modal box over the call. What is announced while it is open is announced in it. */
export function DialogFrame({ name, title, open, onClose, foot, children, ...rest }: DialogFrameProps) {
  const t = useWords();
  const announcer = useAnnouncer();
  const dialog = useDialog(open, onClose);
  // With the box itself: what is said a moment before would be said behind it, where nothing is heard.
  useLayoutEffect(() => (open ? announcer.enter(name) : undefined), [open, announcer, name]);
  const titleId = title === undefined ? name : `${name}-title`;
  return (
    <dialog class={["dialog", rest.class].filter(Boolean).join(" ")} aria-labelledby={titleId} {...dialog}>
      {title !== undefined && (
        <div class="dialog-head">
          <h2 id={titleId}>{title}</h2>
          {!foot && (
            <PressButton look="is-quiet" onPress={onClose}>
              <Icon name="close" />
              <span class="unseen">{t("call.dialog.close.button")}</span>
            </PressButton>
          )}
        </div>
      )}
      <div class="dialog-body">{children}</div>
      <div class="dialog-foot">
        {foot ?? (
          <PressButton look="is-primary" onPress={onClose}>
            {t("call.done.label")}
          </PressButton>
        )}
      </div>
      <LiveRegion spot={name} />
    </dialog>
  );
}

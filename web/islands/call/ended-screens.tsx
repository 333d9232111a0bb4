import type { CallProps } from "../../pages/call-props.ts";
import { Chair } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import { type EndedParts, endedWords } from "./ended-words.ts";
import { PressButton } from "./press-button.tsx";

export type EndedScreenProps = EndedParts & {
  props: Pick<CallProps, "leaveUrl">;
  /** Of the one button; undefined where it would lead nowhere. */
  onPress: (() => void) | undefined;
};

const BACK = {
  guardian: "call.ended.back.guardian.link",
  teacher: "call.ended.back.teacher.link",
  guest: "call.ended.back.guest.link",
} as const;

/** Not in a call any more, for whatever reason: what happened, what happens next, at most one button. */
export function EndedScreen({ onPress, ...parts }: EndedScreenProps) {
  const t = useWords();
  const { role, leaveUrl } = parts.props;
  const { title, paragraphs, button, link, last } = endedWords(parts, t);
  return (
    <>
      <Chair />
      <h1 tabindex={-1}>{title}</h1>
      {paragraphs.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {button && onPress && (
        <p class="row">
          <PressButton look="is-primary" onPress={onPress}>
            {button}
          </PressButton>
        </p>
      )}
      {link && (
        <p>
          <a class="link" href={leaveUrl}>
            {t(BACK[role])}
          </a>
        </p>
      )}
      {last && <p class="small soft">{last}</p>}
    </>
  );
}

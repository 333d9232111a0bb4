import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { LocalView } from "./device-state.ts";
import { problemWords } from "./permission-words.ts";
import { PressButton } from "./press-button.tsx";
import { StrongWords } from "./strong-words.tsx";

export type DeviceProblemProps = {
  devices: LocalView;
  /** The browser can make calls at all. */
  canCall: boolean;
  /** Asks for the devices again. */
  onAskAgain: () => void;
  /** Joins without devices; undefined where there is nothing to join. */
  onListen: (() => void) | undefined;
};

/** What is wrong with one's devices before a call, and what to do about it: at the least one can listen. */
export function DeviceProblem({ devices, canCall, onAskAgain, onListen }: DeviceProblemProps) {
  const t = useWords();
  if (!canCall)
    return (
      <Notice kind="warn">
        <p>
          <StrongWords strong={t("ready.cannotCall.title")} words={t("ready.cannotCall.text")} />
        </p>
      </Notice>
    );
  const problem = problemWords(devices, t);
  const isNothingOn = devices.camera !== "on" && devices.mic !== "on";
  return (
    <>
      {problem && (
        <Notice kind="warn" role="status">
          <p>
            <StrongWords {...problem} />
          </p>
          <p>
            <PressButton look="is-quiet" onPress={onAskAgain}>
              {t("ready.tryAgain.button")}
            </PressButton>
          </p>
        </Notice>
      )}
      {isNothingOn && onListen && (
        <p class="small">
          {t.rich("ready.listenOnly.text", {
            button: (children) => (
              <PressButton look="is-quiet is-small" onPress={onListen}>
                {children}
              </PressButton>
            ),
          })}
        </p>
      )}
    </>
  );
}

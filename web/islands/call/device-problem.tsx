import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { LocalView } from "./device-state.ts";
import { problemWords } from "./permission-words.ts";

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
          <strong>{t("ready.cannotCall")}</strong> {t("ready.anotherBrowser")}
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
            <strong>{problem.strong}</strong> {problem.words}
          </p>
          <p>
            <button type="button" class="button is-quiet" onClick={onAskAgain}>
              {t("ready.tryAgain")}
            </button>
          </p>
        </Notice>
      )}
      {isNothingOn && onListen && (
        <p class="small">
          {t.rich("ready.youCanAlsoCome", {
            button: (children) => (
              <button type="button" class="button is-quiet is-small" onClick={onListen}>
                {children}
              </button>
            ),
          })}
        </p>
      )}
    </>
  );
}

import { useCallback, useEffect, useState } from "preact/hooks";
import type { CheckProps } from "../../pages/check-page.tsx";
import { Notice, Tag } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import { DeviceFields } from "../call/device-fields.tsx";
import type { LocalMedia } from "../call/local-media.ts";
import { MicMeter } from "../call/mic-meter.tsx";
import { problemWords } from "../call/permission-words.ts";
import { SelfTile } from "../call/self-tile.tsx";
import { useSubscription } from "../call/use-subscription.ts";
import { useStillWhilePressed } from "../shared/use-still-while-pressed.ts";
import { ringBell } from "./bell.ts";
import { type Findings, type Result, resultsOf, sumOf } from "./check-results.ts";
import { checkLine } from "./line-check.ts";
import { type LineVerdict, verdictOf } from "./line-verdict.ts";

type CheckAppProps = { local: LocalMedia; props: CheckProps };

/** Camera, microphone, speaker and connection, each tried and each said in words. */
export function CheckApp({ local, props }: CheckAppProps) {
  const t = useWords();
  useSubscription(local);
  const [heard, setHeard] = useState(false);
  const [bell, setBell] = useState<Findings["bell"]>("not-rung");
  const onHeard = useCallback(() => setHeard(true), []);
  useEffect(() => {
    void local.openIfAllowed();
  }, [local]);
  const { camera, mic } = local.view;
  const [line, tryLine] = useLine();
  const results = resultsOf({ camera, mic, heard, bell, line }, t);
  const startAgain = () => {
    local.stop();
    setHeard(false);
    setBell("not-rung");
    void local.open();
    if (line) tryLine();
  };
  return useStillWhilePressed(
    <div class="checks">
      <Preview local={local} />
      <div class="stack check-results">
        <section class="card" aria-labelledby="results">
          <h2 id="results" aria-live="polite">
            {sumOf(results, t)}
          </h2>
          <ul class="check-list">
            {results.map((result) => (
              <li key={result.name} data-check={result.name} data-result={result.state}>
                {result.name === "Connection" ? (
                  <ConnectionLine result={result} line={line} onAgain={tryLine} />
                ) : (
                  <CheckLine result={result} local={local} bell={bell} setBell={setBell} onHeard={onHeard} />
                )}
              </li>
            ))}
          </ul>
        </section>
        <Notice kind="info">
          <p>{t("check.onTheDayCharge")}</p>
        </Notice>
        <p class="row">
          <a class="button is-primary" href={props.doneUrl}>
            {t("check.allDone")}
          </a>
          <button type="button" class="button" onClick={startAgain}>
            {t("check.startAgain")}
          </button>
        </p>
      </div>
      <div class="check-devices stack">
        <DeviceFields local={local.view} onChoose={local.choose} />
      </div>
    </div>,
  );
}

/** The verdict on the line, null while it is tried; tried once by itself, for it asks the person nothing. */
function useLine(): [LineVerdict | null, () => void] {
  const [line, setLine] = useState<LineVerdict | null>(null);
  const tryLine = useCallback(() => {
    setLine(null);
    void checkLine().then((finding) => setLine(verdictOf(finding)));
  }, []);
  useEffect(tryLine, [tryLine]);
  return [line, tryLine];
}

type ConnectionLineProps = { result: Result; line: LineVerdict | null; onAgain: () => void };

function ConnectionLine({ result, line, onAgain }: ConnectionLineProps) {
  const t = useWords();
  const mayHelp = line && line.name !== "good" && line.name !== "unsupported";
  return (
    <>
      <strong>{t("check.connection")}</strong>
      <ResultTag result={result} />
      <div class="check-more" role="status" data-line={line?.name ?? "trying"}>
        {!line && <p class="small soft">{t("check.threeSecondsToThe")}</p>}
        {line?.advice && <p class="small">{t(line.advice)}</p>}
      </div>
      {mayHelp && (
        <button type="button" class="button is-small" onClick={onAgain}>
          {t("check.tryTheConnectionAgain")}
        </button>
      )}
    </>
  );
}

function Preview({ local }: { local: LocalMedia }) {
  const t = useWords();
  const { camera, mic, cameraTrack } = local.view;
  const problem = problemWords(local.view, t);
  const untried = camera === "idle" && mic === "idle";
  return (
    <div class="stack">
      {untried ? (
        <div class="tile is-asking">
          <p>
            <button type="button" class="button" onClick={() => void local.open()}>
              {t("check.turnOnCameraAnd")}
            </button>
          </p>
        </div>
      ) : (
        <SelfTile
          track={cameraTrack}
          micOff={mic !== "on"}
          variant=""
          caption={cameraTrack ? t("check.thisIsYou") : t("check.noPicture")}
          name=""
        />
      )}
      {problem && (
        <Notice kind="warn" role="status">
          <p>
            <strong>{problem.strong}</strong> {problem.words}
          </p>
        </Notice>
      )}
    </div>
  );
}

type CheckLineProps = {
  result: Result;
  local: LocalMedia;
  bell: Findings["bell"];
  setBell: (bell: Findings["bell"]) => void;
  onHeard: () => void;
};

function CheckLine({ result, local, bell, setBell, onHeard }: CheckLineProps) {
  const t = useWords();
  if (result.name === "Sound")
    return <SoundLine result={result} bell={bell} setBell={setBell} speaker={local.view.choice.speaker} />;
  return (
    <>
      <strong>{t(result.name === "Camera" ? "check.camera" : "check.microphone")}</strong>
      <ResultTag result={result} />
      {result.name === "Microphone" && <MicMeter track={local.view.micTrack} onHeard={onHeard} />}
    </>
  );
}

type SoundLineProps = Pick<CheckLineProps, "result" | "bell" | "setBell"> & { speaker: string | undefined };

function SoundLine({ result, bell, setBell, speaker }: SoundLineProps) {
  const t = useWords();
  const ring = () => {
    setBell("rung");
    void ringBell(speaker);
  };
  return (
    <>
      <span>
        <strong>{t("check.sound")}</strong>
        <br />
        <span class="small soft">{bell === "not-heard" ? t("check.turnUpTheVolume") : t("check.canYouHearThe")}</span>
      </span>
      {result.words && <ResultTag result={result} />}
      <span class="row">
        <button type="button" class="button is-small" onClick={ring}>
          {bell === "not-rung" ? t("check.playTheBell") : t("check.playItAgain")}
        </button>
        {bell === "rung" && (
          <>
            <button type="button" class="button is-small" onClick={() => setBell("heard")}>
              {t("check.yesIHearIt")}
            </button>
            <button type="button" class="button is-small" onClick={() => setBell("not-heard")}>
              {t("check.no")}
            </button>
          </>
        )}
      </span>
    </>
  );
}

function ResultTag({ result }: { result: Result }) {
  if (result.state === "works")
    return (
      <Tag kind="good" icon="tick">
        {result.words}
      </Tag>
    );
  if (result.state === "fails")
    return (
      <Tag kind="bad" icon="warn">
        {result.words}
      </Tag>
    );
  return <Tag>{result.words}</Tag>;
}

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
import { checkConnection } from "./connection-check.ts";
import { type ConnectionVerdict, verdictOf } from "./connection-verdict.ts";

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
  const [connection, tryConnection] = useConnection();
  const results = resultsOf({ camera, mic, heard, bell, connection }, t);
  const startAgain = () => {
    local.stop();
    setHeard(false);
    setBell("not-rung");
    void local.open();
    if (connection) tryConnection();
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
                  <ConnectionRow result={result} connection={connection} onAgain={tryConnection} />
                ) : (
                  <CheckRow result={result} local={local} bell={bell} setBell={setBell} onHeard={onHeard} />
                )}
              </li>
            ))}
          </ul>
        </section>
        <Notice kind="info">
          <p>{t("check.onTheDay.text")}</p>
        </Notice>
        <p class="row">
          <a class="button is-primary" href={props.doneUrl}>
            {t("check.done.link")}
          </a>
          <button type="button" class="button" onClick={startAgain}>
            {t("check.startAgain.button")}
          </button>
        </p>
      </div>
      <div class="check-devices stack">
        <DeviceFields local={local.view} onChoose={local.choose} />
      </div>
    </div>,
  );
}

/** The verdict on the connection, null while it is tried; tried once by itself, for it asks the person nothing. */
function useConnection(): [ConnectionVerdict | null, () => void] {
  const [connection, setConnection] = useState<ConnectionVerdict | null>(null);
  const tryConnection = useCallback(() => {
    setConnection(null);
    void checkConnection().then((finding) => setConnection(verdictOf(finding)));
  }, []);
  useEffect(tryConnection, [tryConnection]);
  return [connection, tryConnection];
}

type ConnectionRowProps = { result: Result; connection: ConnectionVerdict | null; onAgain: () => void };

function ConnectionRow({ result, connection, onAgain }: ConnectionRowProps) {
  const t = useWords();
  const mayHelp = connection && connection.name !== "good" && connection.name !== "unsupported";
  return (
    <>
      <strong>{t("check.connection.label")}</strong>
      <ResultTag result={result} />
      <div class="check-more" role="status" data-line={connection?.name ?? "trying"}>
        {!connection && <p class="small soft">{t("check.connection.text")}</p>}
        {connection?.advice && <p class="small">{t(connection.advice)}</p>}
      </div>
      {mayHelp && (
        <button type="button" class="button is-small" onClick={onAgain}>
          {t("check.connection.again.button")}
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
              {t("check.turnOn.button")}
            </button>
          </p>
        </div>
      ) : (
        <SelfTile
          track={cameraTrack}
          micOff={mic !== "on"}
          variant=""
          caption={cameraTrack ? t("check.picture.on.caption") : t("check.picture.off.caption")}
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

type CheckRowProps = {
  result: Result;
  local: LocalMedia;
  bell: Findings["bell"];
  setBell: (bell: Findings["bell"]) => void;
  onHeard: () => void;
};

function CheckRow({ result, local, bell, setBell, onHeard }: CheckRowProps) {
  const t = useWords();
  if (result.name === "Sound")
    return <SoundRow result={result} bell={bell} setBell={setBell} speaker={local.view.choice.speaker} />;
  return (
    <>
      <strong>{t(result.name === "Camera" ? "check.camera.label" : "check.microphone.label")}</strong>
      <ResultTag result={result} />
      {result.name === "Microphone" && <MicMeter track={local.view.micTrack} onHeard={onHeard} />}
    </>
  );
}

type SoundRowProps = Pick<CheckRowProps, "result" | "bell" | "setBell"> & { speaker: string | undefined };

function SoundRow({ result, bell, setBell, speaker }: SoundRowProps) {
  const t = useWords();
  const ring = () => {
    setBell("rung");
    void ringBell(speaker);
  };
  return (
    <>
      <span>
        <strong>{t("check.sound.label")}</strong>
        <br />
        <span class="small soft">{bell === "not-heard" ? t("check.sound.notHeard.text") : t("check.sound.text")}</span>
      </span>
      {result.words && <ResultTag result={result} />}
      <span class="row">
        <button type="button" class="button is-small" onClick={ring}>
          {bell === "not-rung" ? t("check.sound.play.button") : t("check.sound.again.button")}
        </button>
        {bell === "rung" && (
          <>
            <button type="button" class="button is-small" onClick={() => setBell("heard")}>
              {t("check.sound.yes.button")}
            </button>
            <button type="button" class="button is-small" onClick={() => setBell("not-heard")}>
              {t("check.sound.no.button")}
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

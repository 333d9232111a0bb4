import { useEffect } from "preact/hooks";
import { ReadyView } from "../../pages/ready-view.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import { useStillWhilePressed } from "../use-still-while-pressed.ts";
import type { CallController } from "./call-controller.ts";
import { currentOrNext } from "./call-state.ts";
import { canCall } from "./can-call.ts";
import { DeviceFields } from "./device-fields.tsx";
import { MicMeter } from "./mic-meter.tsx";
import { noteSeen } from "./note-seen.ts";
import { problemWords } from "./permission-words.ts";
import { SelfTile } from "./tile.tsx";
import { useNow } from "./use-controller.ts";

/** Before the call: look at oneself, choose devices, and press Join. */
export function ReadyScreen({ controller }: { controller: CallController }) {
  const { props, local, clock } = controller;
  const now = useNow(clock);
  const next = currentOrNext(props.appointments, [], now);
  const canJoin = next !== undefined && canCall();
  useEffect(() => {
    // Without a question only, as a page that is opened days before must not ask for a camera; and where there is something to join.
    if (canJoin) void local.isAllowed().then((allowed) => (allowed ? local.open() : undefined));
    // The last has ended meanwhile: a camera that nobody sees must not go on.
    else local.stop();
  }, [local, canJoin]);
  const join = canJoin && ((listenOnly: boolean) => controller.press(next.id, listenOnly));
  return useStillWhilePressed(
    <ReadyView
      props={props}
      now={now}
      next={next}
      noteSeen={noteSeen(props)}
      preview={<Preview controller={controller} />}
      extra={<Problem controller={controller} onListen={join ? () => join(true) : undefined} />}
      {...(next && join && { onReach: () => controller.reach(next.id), onJoin: () => join(false) })}
    />,
  );
}

function Preview({ controller }: { controller: CallController }) {
  const t = useWords();
  const { local, props } = controller;
  const { camera, mic, cameraTrack, micTrack } = local.view;
  return (
    <div class="stack-s">
      <SelfTile
        track={cameraTrack}
        micOff={mic !== "on"}
        place=""
        caption={cameraTrack ? t("ready.thisIsYou") : t("ready.yourCameraIsOff")}
        name={props.me.name}
      />
      <MicMeter track={mic === "on" ? micTrack : null} />
      <div class="row">
        <Toggle
          icon="camera"
          label={camera === "on" ? t("ready.cameraOn") : t("ready.turnOnCamera")}
          on={camera === "on"}
          onPress={() => void local.toggleCamera()}
        />
        <Toggle
          icon="mic"
          label={mic === "on" ? t("ready.micOn") : t("ready.turnOnMicrophone")}
          on={mic === "on"}
          onPress={() => void local.toggleMic()}
        />
      </div>
      {local.view.devices.length > 0 && (
        <details class="ready-devices">
          <summary>{t("ready.chooseDevices")}</summary>
          <div class="stack-s">
            <DeviceFields local={local} />
          </div>
        </details>
      )}
    </div>
  );
}

type ToggleProps = { icon: "camera" | "mic"; label: string; on: boolean; onPress: () => void };

function Toggle({ icon, label, on, onPress }: ToggleProps) {
  return (
    <button type="button" class="button is-small" data-control={icon} onClick={onPress}>
      <Icon name={icon} off={!on} />
      {label}
    </button>
  );
}

function Problem({ controller, onListen }: { controller: CallController; onListen: (() => void) | undefined }) {
  const t = useWords();
  const { local } = controller;
  const problem = problemWords(local.view, t);
  const nothingOn = local.view.camera !== "on" && local.view.mic !== "on";
  if (!canCall())
    return (
      <Notice kind="warn">
        <p>
          <strong>{t("ready.cannotCall")}</strong> {t("ready.anotherBrowser")}
        </p>
      </Notice>
    );
  return (
    <>
      {problem && (
        <Notice kind="warn" role="status">
          <p>
            <strong>{problem.strong}</strong> {problem.words}
          </p>
          <p>
            <button type="button" class="button is-quiet" onClick={() => void local.open()}>
              {t("ready.tryAgain")}
            </button>
          </p>
        </Notice>
      )}
      {nothingOn && onListen && (
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

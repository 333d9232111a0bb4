import { useEffect, useRef, useState } from "preact/hooks";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import { useWords } from "../../words/use-words.ts";

type RemoteVideoProps = {
  person: ParticipantView;
  stream: MediaStream | undefined;
  hidden: boolean;
  speaker: string | undefined;
};

/** Picture and sound of one other person; begun again where the browser has stopped them. */
export function RemoteVideo({ person, stream, hidden, speaker }: RemoteVideoProps) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [blocked, setBlocked] = useState(false);
  const play = () => {
    if (video.current) void playAloud(video.current).then((aloud) => setBlocked(!aloud));
  };
  // Nobody here stops it: a phone call does, and a loudspeaker that goes away ends it with an error, which only a new beginning clears.
  const playAgain = () => {
    const element = video.current;
    const { srcObject = null, error = null, paused = false } = element ?? {};
    if (!element || !srcObject || !(error || paused)) return;
    if (error) {
      element.srcObject = null;
      element.srcObject = srcObject;
    }
    play();
  };
  // Whatever is pressed next, anywhere on the page, is leave enough.
  useEffect(() => {
    if (!blocked) return;
    for (const press of PRESSES) addEventListener(press, play);
    return () => {
      for (const press of PRESSES) removeEventListener(press, play);
    };
  }, [blocked]);
  useEffect(() => {
    if (!video.current || video.current.srcObject === (stream ?? null)) return;
    video.current.srcObject = stream ?? null;
    if (stream) play();
  }, [stream]);
  useEffect(() => {
    // Not every browser lets a page choose the loudspeaker; a device that has gone leaves the default.
    if (speaker) void video.current?.setSinkId?.(speaker).catch(() => {});
  }, [speaker]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a live call has no captions yet */}
      <video
        ref={video}
        class={hidden ? "is-hidden" : undefined}
        autoplay
        playsinline
        onPause={playAgain}
        onError={() => setTimeout(playAgain, ERROR_PAUSE_MS)}
        data-participant={person.participantId}
        data-role={person.role}
        aria-label={t("devices.tile.picture.label", { name: person.name })}
      />
      {blocked && (
        <button type="button" class="button tile-press" onClick={play}>
          {t("devices.tile.tapToHear.button", { name: person.name })}
        </button>
      )}
    </>
  );
}

const PRESSES = ["click", "keyup"] as const;
/** So that an error which lasts is not met again at once. */
const ERROR_PAUSE_MS = 500;

/** False where the browser wants a press first: then the picture goes on without its sound rather than stand still. */
async function playAloud(video: HTMLVideoElement): Promise<boolean> {
  video.muted = false;
  try {
    await video.play();
    return true;
  } catch (error) {
    if (!isRefusal(error)) return true; // another stream came between: that one plays itself
    video.muted = true;
    await video.play().catch(() => {});
    return false;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotAllowedError";
}

import { useEffect, useRef } from "preact/hooks";
import { useWords } from "../../words/use-words.ts";
import { Initials, OffIcon } from "./tile-parts.tsx";

export type SelfTileProps = {
  track: MediaStreamTrack | null;
  micOff: boolean;
  variant: string;
  caption: string;
  name: string;
};

/** One's own picture, as in a mirror. */
export function SelfTile({ track, micOff, variant, caption, name }: SelfTileProps) {
  const t = useWords();
  return (
    <figure
      class={`tile ${variant}`}
      data-tile="self"
      data-camera={track ? "on" : "off"}
      data-mic={micOff ? "off" : "on"}
    >
      {track ? <SelfVideo track={track} /> : <Initials name={name} />}
      <figcaption>
        {micOff && <OffIcon name="mic" words={t("devices.tile.microphoneOff.label")} />}
        {!track && <OffIcon name="camera" words={t("devices.tile.cameraOff.label")} />}
        {caption}
      </figcaption>
    </figure>
  );
}

function SelfVideo({ track }: { track: MediaStreamTrack }) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={video} class="is-mirror" autoplay playsinline muted aria-label={t("devices.tile.own.label")} />;
}

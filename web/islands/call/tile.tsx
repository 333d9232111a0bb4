import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { RemotePerson } from "./remote-people.ts";

export const ROLES = { teacher: "devices.isTeacher", guardian: "devices.isGuardian", guest: "devices.guest" } as const;

type RemoteTileProps = {
  person: ParticipantView;
  media: RemotePerson | undefined;
  place: string;
  speaking: boolean;
  frozen: boolean;
  speaker: string | undefined;
};

/** One other person: picture and sound in one element, and words for whatever is missing. */
export function RemoteTile({ person, media, place, speaking, frozen, speaker }: RemoteTileProps) {
  const t = useWords();
  const camera = person.tracks.find(({ kind }) => kind === "video");
  const mic = person.tracks.find(({ kind }) => kind === "audio");
  const held = person.state === "held";
  const showsPicture = Boolean(camera && !camera.muted && media?.tracks.video);
  const paused = showsPicture && frozen && !held;
  const talks = speaking && !held && mic && !mic.muted;
  const classes = ["tile", place, talks && "is-talking", (held || paused) && "is-weak"].filter(Boolean).join(" ");
  return (
    <figure
      class={classes}
      data-tile={person.participantId}
      data-role={person.role}
      data-state={person.state}
      data-camera={offOrOn(camera)}
      data-mic={offOrOn(mic)}
    >
      {!showsPicture && <Initials name={person.name} />}
      <RemoteVideo person={person} stream={media?.stream} hidden={!showsPicture} speaker={speaker} />
      {held && <TileTag icon="warn">{t("devices.connectionLostComingBack")}</TileTag>}
      {paused && <TileTag icon="signal">{t("devices.picturePaused")}</TileTag>}
      {talks && <SpeakingSign />}
      <figcaption>
        {talks && <span class="unseen">{t("devices.speaking")}</span>}
        {!mic && <span class="unseen">{t("devices.noMicrophone")} </span>}
        {mic?.muted && <OffIcon name="mic" words={t("devices.microphoneOff")} />}
        {(!camera || camera.muted) && <OffIcon name="camera" words={t("devices.cameraOff")} />}
        {person.name}
        {person.role === "guest" ? t("devices.guest") : <span class="unseen">{t(ROLES[person.role])}</span>}
      </figcaption>
    </figure>
  );
}

/** The ring around a picture is seen by its colour: this says the same by its shape, and the name's plate in a word. */
function SpeakingSign() {
  return (
    <span class="speaks">
      <Icon name="sound" />
    </span>
  );
}

function offOrOn(track: { muted: boolean } | undefined): string {
  if (!track) return "none";
  return track.muted ? "off" : "on";
}

type RemoteVideoProps = {
  person: ParticipantView;
  stream: MediaStream | undefined;
  hidden: boolean;
  speaker: string | undefined;
};

function RemoteVideo({ person, stream, hidden, speaker }: RemoteVideoProps) {
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
        aria-label={t("devices.pictureOf", { name: person.name })}
      />
      {blocked && (
        <button type="button" class="button tile-press" onClick={play}>
          {t("devices.tapToHear", { name: person.name })}
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

export type SelfTileProps = {
  track: MediaStreamTrack | null;
  micOff: boolean;
  place: string;
  caption: string;
  name: string;
};

/** One's own picture, as in a mirror. */
export function SelfTile({ track, micOff, place, caption, name }: SelfTileProps) {
  const t = useWords();
  return (
    <figure
      class={`tile ${place}`}
      data-tile="self"
      data-camera={track ? "on" : "off"}
      data-mic={micOff ? "off" : "on"}
    >
      {track ? <SelfVideo track={track} /> : <Initials name={name} />}
      <figcaption>
        {micOff && <OffIcon name="mic" words={t("devices.microphoneOff")} />}
        {!track && <OffIcon name="camera" words={t("devices.cameraOff")} />}
        {caption}
      </figcaption>
    </figure>
  );
}

export function SelfVideo({ track }: { track: MediaStreamTrack }) {
  const t = useWords();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={video} class="is-mirror" autoplay playsinline muted aria-label={t("devices.yourOwnPicture")} />;
}

function Initials({ name }: { name: string }) {
  const words = name.split(/\s+/).filter((word) => !/^(mr|mrs|ms|miss|mx|dr)\.?$/i.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.charAt(0) ?? "").join("");
  if (!letters)
    return (
      <p class="initials">
        <Icon name="camera" off />
      </p>
    );
  return (
    <p class="initials" aria-hidden="true">
      <span>{letters.toUpperCase()}</span>
    </p>
  );
}

function TileTag({ icon, children }: { icon: "warn" | "signal"; children: ComponentChildren }) {
  return (
    <span class="tag is-warn">
      <Icon name={icon} />
      {children}
    </span>
  );
}

function OffIcon({ name, words }: { name: "mic" | "camera"; words: string }) {
  return (
    <>
      <Icon name={name} off />
      <span class="unseen">{words}</span>
    </>
  );
}

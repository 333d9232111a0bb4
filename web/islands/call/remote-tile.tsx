import type { ComponentChildren } from "preact";
import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import { Icon } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { RemoteActivity } from "./remote-activity.ts";
import type { RemotePerson } from "./remote-people.ts";
import { RemoteVideo } from "./remote-video.tsx";
import { Initials, OffIcon } from "./tile-parts.tsx";

const ROLES = {
  teacher: "devices.role.teacher.text",
  guardian: "devices.role.guardian.text",
  guest: "devices.role.guest.text",
} as const;

export type RemoteTileProps = {
  person: ParticipantView;
  media: RemotePerson | undefined;
  /** The class that says where on the stage it stands. */
  variant: string;
  activity: RemoteActivity;
  /** The id of the loudspeaker that was chosen. */
  speaker: string | undefined;
};

/** One other person: picture and sound in one element, and words for whatever is missing. */
export function RemoteTile({ person, media, variant, activity, speaker }: RemoteTileProps) {
  const t = useWords();
  const camera = person.tracks.find(({ kind }) => kind === "video");
  const mic = person.tracks.find(({ kind }) => kind === "audio");
  const held = person.state === "held";
  const showsPicture = Boolean(camera && !camera.muted && media?.tracks.video);
  const paused = showsPicture && !held && activity.frozen.has(media?.tracks.video?.id ?? "");
  const talks = mic && !mic.muted && !held && activity.speaking.has(media?.tracks.audio?.id ?? "");
  const classes = ["tile", variant, talks && "is-talking", (held || paused) && "is-weak"].filter(Boolean).join(" ");
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
      {held && <TileTag icon="warn">{t("devices.tile.held.status")}</TileTag>}
      {paused && <TileTag icon="signal">{t("devices.tile.paused.status")}</TileTag>}
      {talks && <SpeakingSign />}
      <figcaption>
        {talks && <span class="unseen">{t("devices.tile.speaking.label")}</span>}
        {!mic && <span class="unseen">{t("devices.tile.noMicrophone.label")} </span>}
        {mic?.muted && <OffIcon name="mic" words={t("devices.tile.microphoneOff.label")} />}
        {(!camera || camera.muted) && <OffIcon name="camera" words={t("devices.tile.cameraOff.label")} />}
        {person.name}
        {person.role === "guest" ? t("devices.role.guest.text") : <span class="unseen">{t(ROLES[person.role])}</span>}
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

function TileTag({ icon, children }: { icon: "warn" | "signal"; children: ComponentChildren }) {
  return (
    <span class="tag is-warn">
      <Icon name={icon} />
      {children}
    </span>
  );
}

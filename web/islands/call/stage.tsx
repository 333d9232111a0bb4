import type { ParticipantView, Role, RoomView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { Chair } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { MediaView } from "./call-media.ts";
import { RemoteTile } from "./remote-tile.tsx";
import type { RoomNow } from "./room-now.ts";
import { SelfTile } from "./self-tile.tsx";
import { planStage } from "./stage-plan.ts";

/** By how many pictures there are. */
const SHAPES = ["", "stage is-single", "stage is-pair", "stage"];

export type StageProps = {
  /** Null where the page holds no seat: then nobody is shown. */
  room: RoomView | null;
  /** Who this page is in it. */
  me: string;
  role: Role;
  /** Teachers: whom they talk about. */
  about: CallAppointment | undefined;
  /** What stands where nobody has come yet. */
  empty: RoomNow["empty"];
  media: Pick<MediaView, "people" | "activity">;
  speaker: string | undefined;
  /** Oneself; null where the person does not want to be shown to themselves. */
  self: { name: string; track: MediaStreamTrack | null; micOff: boolean } | null;
};

/** The pictures: whom one came to see large, the others and oneself small; four people share alike. */
export function Stage(props: StageProps) {
  const { room, me, role, about, empty, self } = props;
  const t = useWords();
  const { main, others } = planStage(room, me, role);
  const tiles = (self ? 2 : 1) + others.length;
  const shape = SHAPES[tiles] ?? "stage is-four";
  const isBeside = about !== undefined && tiles < 4;
  const variant = isBeside ? "" : "is-main";
  const first = (
    <>
      {about && <Student appointment={about} />}
      {main ? (
        <PersonTile key={main.participantId} {...props} person={main} variant={variant} />
      ) : (
        <EmptyTile {...empty} variant={variant} />
      )}
    </>
  );
  return (
    <section
      class={about ? `${shape} has-student` : shape}
      aria-label={t("call.peopleInTheCall")}
      data-people={room ? others.length + (main ? 2 : 1) : 0}
    >
      {isBeside ? <div class="student-first">{first}</div> : first}
      {others.map((person) => (
        <PersonTile key={person.participantId} {...props} person={person} variant="is-second" />
      ))}
      {self && <SelfTile {...self} variant="is-self" caption={t("call.you")} />}
    </section>
  );
}

function Student({ appointment }: { appointment: CallAppointment }) {
  const t = useWords();
  const { student, subject, className, guardian } = appointment;
  const about = [
    // "Year 6 Science" says both.
    className?.includes(subject) ? "" : subject,
    className,
    guardian && t("call.with", { name: guardian.name }),
  ];
  return (
    <div class="student">
      <h2>{student}</h2>
      <p class="soft">{about.filter(Boolean).join(" · ")}</p>
    </div>
  );
}

function EmptyTile({ heading, words, variant }: RoomNow["empty"] & { variant: string }) {
  return (
    <div class={`tile ${variant} is-empty`} data-tile="empty">
      <Chair />
      <h2>{heading}</h2>
      <p class="soft">{words}</p>
    </div>
  );
}

type PersonTileProps = Pick<StageProps, "media" | "speaker"> & { person: ParticipantView; variant: string };

function PersonTile({ person, variant, media: { people, activity }, speaker }: PersonTileProps) {
  const media = people.get(person.participantId);
  return (
    <RemoteTile
      person={person}
      media={media}
      variant={variant}
      speaking={activity.speaking.has(media?.tracks.audio?.id ?? "")}
      frozen={activity.frozen.has(media?.tracks.video?.id ?? "")}
      speaker={speaker}
    />
  );
}

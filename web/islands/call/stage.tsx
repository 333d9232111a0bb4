import type { ParticipantView } from "../../../durable-objects/protocol.ts";
import type { CallAppointment } from "../../pages/call-props.ts";
import { Chair } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { MediaView } from "./call-media.ts";
import type { LocalView } from "./device-state.ts";
import { RemoteTile } from "./remote-tile.tsx";
import type { RoomNow } from "./room-now.ts";
import { SelfTile } from "./self-tile.tsx";
import { planStage } from "./stage-plan.ts";

/** By how many pictures there are. */
const SHAPES = ["", "stage is-single", "stage is-pair", "stage"];

export type StageProps = Pick<RoomNow, "role" | "me" | "appointment" | "room" | "seated" | "empty"> & {
  media: Pick<MediaView, "people" | "activity">;
  /** One's own. */
  name: string;
  devices: LocalView;
  /** The person does not want to be shown to themselves. */
  selfHidden: boolean;
};

/** The pictures: whom one came to see large, the others and oneself small; four people share alike. */
export function Stage(props: StageProps) {
  const { role, me, appointment, seated, empty, media, name, devices, selfHidden } = props;
  const t = useWords();
  // Without a seat nobody is shown.
  const { main, others } = planStage(seated ? props.room : null, me, role);
  const tileOf = (person: ParticipantView) => ({
    person,
    media: media.people.get(person.participantId),
    activity: media.activity,
    speaker: devices.choice.speaker,
  });
  const about = role === "teacher" && appointment;
  const tiles = (selfHidden ? 1 : 2) + others.length;
  const shape = SHAPES[tiles] ?? "stage is-four";
  const isBeside = about && tiles < 4;
  const variant = isBeside ? "" : "is-main";
  const first = (
    <>
      {about && <Student appointment={about} />}
      {main ? (
        <RemoteTile key={main.participantId} {...tileOf(main)} variant={variant} />
      ) : (
        <EmptyTile {...empty} variant={variant} />
      )}
    </>
  );
  return (
    <section
      class={about ? `${shape} has-student` : shape}
      aria-label={t("call.stage.label")}
      data-people={seated ? others.length + (main ? 2 : 1) : 0}
    >
      {isBeside ? <div class="student-first">{first}</div> : first}
      {others.map((person) => (
        <RemoteTile key={person.participantId} {...tileOf(person)} variant="is-second" />
      ))}
      {!selfHidden && (
        <SelfTile
          track={devices.camera === "interrupted" ? null : devices.cameraTrack}
          micOff={devices.mic !== "on"}
          variant="is-self"
          caption={t("call.you.name")}
          name={name}
        />
      )}
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
    guardian && t("call.stage.with.text", { name: guardian.name }),
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

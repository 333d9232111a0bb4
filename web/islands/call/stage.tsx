import { Chair } from "../../ui/icon.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CallController } from "./call-controller.ts";
import type { RoomNow } from "./room-now.ts";
import { planStage, type StagePlan } from "./stage-plan.ts";
import { RemoteTile, SelfTile } from "./tile.tsx";

/** By how many pictures there are. */
const SHAPES = ["", "stage is-single", "stage is-pair", "stage"];

type StageProps = { controller: CallController; now: RoomNow };

/** The pictures: whom one came to see large, the others and oneself small; four people share alike. */
export function Stage({ controller, now }: StageProps) {
  const t = useWords();
  const plan = planStage(now.seated ? now.room : null, controller.me, controller.props.role);
  const { selfHidden } = controller.view.preferences;
  const tiles = (selfHidden ? 1 : 2) + plan.others.length;
  const shape = SHAPES[tiles] ?? "stage is-four";
  const student = controller.props.role === "teacher" && now.appointment ? <Student now={now} /> : null;
  const main = <MainTile controller={controller} now={now} plan={plan} place={student && tiles < 4 ? "" : "is-main"} />;
  return (
    <section
      class={student ? `${shape} has-student` : shape}
      aria-label={t("call.peopleInTheCall")}
      data-people={now.seated ? plan.others.length + (plan.main ? 2 : 1) : 0}
    >
      {student && tiles < 4 ? (
        <div class="student-first">
          {student}
          {main}
        </div>
      ) : (
        <>
          {student}
          {main}
        </>
      )}
      {plan.others.map((person) => (
        <Remote
          key={person.participantId}
          controller={controller}
          participantId={person.participantId}
          now={now}
          place="is-second"
        />
      ))}
      {!selfHidden && <Self controller={controller} />}
    </section>
  );
}

function Student({ now }: { now: RoomNow }) {
  const t = useWords();
  const { appointment } = now;
  if (!appointment) return null;
  const { subject, className } = appointment;
  const about = [
    // "Year 6 Science" says both.
    className?.includes(subject) ? "" : subject,
    className,
    appointment.guardian && t("call.with", { name: appointment.guardian.name }),
  ];
  return (
    <div class="student">
      <h2>{appointment.student}</h2>
      <p class="soft">{about.filter(Boolean).join(" · ")}</p>
    </div>
  );
}

function MainTile({ controller, now, plan, place }: StageProps & { plan: StagePlan; place: string }) {
  if (plan.main) {
    return (
      <Remote
        key={plan.main.participantId}
        controller={controller}
        participantId={plan.main.participantId}
        now={now}
        place={place}
      />
    );
  }
  return (
    <div class={`tile ${place} is-empty`} data-tile="empty">
      <Chair />
      <h2>{now.empty.heading}</h2>
      <p class="soft">{now.empty.words}</p>
    </div>
  );
}

type RemoteProps = StageProps & { participantId: string; place: string };

function Remote({ controller, now, participantId, place }: RemoteProps) {
  const { people, signs } = controller.view;
  const person = now.room?.people.find((one) => one.participantId === participantId);
  const media = people.get(participantId);
  if (!person) return null;
  return (
    <RemoteTile
      person={person}
      media={media}
      place={place}
      speaking={signs.speaking.has(media?.tracks.audio?.id ?? "")}
      frozen={signs.frozen.has(media?.tracks.video?.id ?? "")}
      speaker={controller.local.view.choice.speaker}
    />
  );
}

function Self({ controller }: { controller: CallController }) {
  const t = useWords();
  const { camera, cameraTrack, mic } = controller.local.view;
  return (
    <SelfTile
      track={camera === "held" ? null : cameraTrack}
      micOff={mic !== "on"}
      place="is-self"
      caption={t("call.you")}
      name={controller.props.me.name}
    />
  );
}

import type { ComponentChildren } from "preact";
import type { CallProps } from "../../pages/call-props.ts";
import { exactWords } from "../../pages/call-words.ts";
import { Chair } from "../../ui/icon.tsx";
import { Notice } from "../../ui/parts.tsx";
import { useWords } from "../../words/use-words.ts";
import type { CallState } from "./call-state.ts";
import type { LocalView } from "./device-state.ts";
import { Announced } from "./live-region.tsx";
import { SelfTile } from "./self-tile.tsx";
import { inCall } from "./stage-plan.ts";

export type WaitingState = Extract<CallState, { name: "waiting" }>;
export type QueueScreenProps = {
  state: WaitingState;
  props: Pick<CallProps, "appointments" | "me" | "evening">;
  /** How sentences call the bearer of a full name. */
  shortName: (name: string) => string;
  devices: LocalView;
  /** Epoch milliseconds. */
  now: number;
  /** The call's controls. */
  children: ComponentChildren;
};

/** In the queue before a full call. */
export function QueueScreen({ state, props, shortName, devices, now, children }: QueueScreenProps) {
  const t = useWords();
  const { room, position } = state;
  const appointment = props.appointments.find(({ id }) => id === state.appointmentId);
  return (
    <>
      <h1 tabindex={-1}>{t("call.full.title")}</h1>
      <ul class="seats" aria-label={t("call.full.people.label")}>
        {inCall(room).map((person) => (
          <li key={person.participantId}>
            <Chair />
            {shortName(person.name)}
          </li>
        ))}
      </ul>
      <Announced>
        <Notice kind="info">
          <p>{t.rich("call.full.place.text", { place: position, strong: (words) => <strong>{words}</strong> })}</p>
        </Notice>
      </Announced>
      <SelfTile
        track={devices.cameraTrack}
        micOff={devices.mic !== "on"}
        variant=""
        caption={devices.cameraTrack ? t("call.full.ready.caption") : t("call.you.name")}
        name={props.me.name}
      />
      <p>
        {t.rich("call.full.left.text", {
          known: appointment ? "yes" : "no",
          subject: appointment?.subject ?? "",
          student: appointment?.student ?? "",
          left: exactWords(room.closesAt - now, t),
          until: t.time(room.closesAt, props.evening.zone),
          strong: (words) => <strong>{words}</strong>,
        })}
      </p>
      {children}
    </>
  );
}

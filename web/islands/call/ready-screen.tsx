import type { CallAppointment, CallProps } from "../../pages/call-props.ts";
import { ReadyView } from "../../pages/ready-view.tsx";
import { useStillWhilePressed } from "../shared/use-still-while-pressed.ts";
import { DevicePreview, type DevicePreviewProps } from "./device-preview.tsx";
import { DeviceProblem } from "./device-problem.tsx";

export type ReadyScreenProps = Omit<DevicePreviewProps, "name"> & {
  props: CallProps;
  /** Epoch milliseconds by the server's clock. */
  now: number;
  /** The one that Join joins; undefined when all are over. */
  next: CallAppointment | undefined;
  /** The browser can make calls at all. */
  canCall: boolean;
  /** The school's note has been shown before a call of this evening. */
  noteSeen: boolean;
  /** The press on Join has begun; it may still be taken back. */
  onReach: (appointmentId: string) => void;
  /** `listenOnly`: without camera and microphone. */
  onJoin: (appointmentId: string, listenOnly: boolean) => void;
  /** Asks for the devices again. */
  onAskAgain: () => void;
};

/** Before the call: look at oneself, choose devices, and press Join. */
export function ReadyScreen(screen: ReadyScreenProps) {
  const { props, now, next, canCall, noteSeen, onReach, onJoin, onAskAgain, ...preview } = screen;
  const join = next && canCall && ((listenOnly: boolean) => onJoin(next.id, listenOnly));
  const problem = (
    <DeviceProblem
      devices={preview.devices}
      canCall={canCall}
      onAskAgain={onAskAgain}
      onListen={join ? () => join(true) : undefined}
    />
  );
  return useStillWhilePressed(
    <ReadyView
      props={props}
      now={now}
      next={next}
      noteSeen={noteSeen}
      preview={<DevicePreview {...preview} name={props.me.name} />}
      extra={problem}
      {...(next && join && { onReach: () => onReach(next.id), onJoin: () => join(false) })}
    />,
  );
}

import { PropsScript } from "../ui/props-script.tsx";
import type { BoardProps } from "./board-rows.ts";
import { BoardView } from "./board-view.tsx";
import { DeskEveningFrame, type DeskFrame, type EveningHead } from "./desk-evening-frame.tsx";

/** Who is where in an evening: as it stands when it is asked for, and alive where scripts run. */
export function BoardPage(frame: DeskFrame & { evening: EveningHead; props: BoardProps }) {
  const { props } = frame;
  const rooms = props.rooms && new Map(props.rooms.map((room) => [room.appointmentId, room]));
  return (
    <DeskEveningFrame {...frame} title="Live board" here="board" scripts={["board"]}>
      <div class="stack" id="board">
        <BoardView props={props} rooms={rooms} now={props.now} live={false} connected={false} />
      </div>
      <PropsScript id="board-props" props={props} />
    </DeskEveningFrame>
  );
}

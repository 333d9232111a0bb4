import { Notice, Tag } from "../ui/parts.tsx";
import { clockTime, list } from "../words/format.ts";
import {
  type BoardProps,
  type BoardRow,
  type BoardSums,
  type Rooms,
  rowsAt,
  seatsWords,
  sumsAt,
} from "./board-rows.ts";

/** `live`: the script has taken over; `connected`: it hears of every change. */
export type BoardViewProps = {
  props: BoardProps;
  rooms: Rooms | null;
  now: number;
  live: boolean;
  connected: boolean;
};

const MINUTE = 60_000;

/** The live board: drawn at the edge as things stand, and again in the page with every change. */
export function BoardView({ props, rooms, now, live, connected }: BoardViewProps) {
  const rows = rowsAt(props, rooms, now);
  const { zone } = props.evening;
  return (
    <>
      <header class="row is-apart">
        <h1>Live board</h1>
        <p class="soft">
          <strong class="num">{clockTime(now, zone)}</strong>
          {" · "}
          {live ? (
            connected ? (
              "up to date"
            ) : (
              "reconnecting"
            )
          ) : (
            <a href={`/admin/evenings/${props.evening.id}/board`}>Look again</a>
          )}
        </p>
      </header>
      {rooms === null && (
        <Notice kind="warn" role="status">
          <p>We can’t see who is in the calls at the moment. The calls themselves go on.</p>
        </Notice>
      )}
      {rooms && <Sums sums={sumsAt(rows, rooms)} />}
      {rows.length === 0 ? (
        <p class="card">Nothing is booked in this evening.</p>
      ) : (
        <RoomsTable rows={rows} now={now} zone={zone} />
      )}
      <p class="small soft">The board says who is here. It never shows or plays a call.</p>
    </>
  );
}

function Sums({ sums }: { sums: BoardSums }) {
  return (
    <dl class="sums">
      <div>
        <dt>Calls now</dt>
        <dd>{sums.calls}</dd>
      </div>
      <div>
        <dt>People in calls</dt>
        <dd>{sums.inCalls}</dd>
      </div>
      <div>
        <dt>Waiting for a start</dt>
        <dd>{sums.waiting}</dd>
      </div>
      <div class={sums.need > 0 ? "is-warn" : undefined}>
        <dt>Need you</dt>
        <dd>{sums.need}</dd>
      </div>
    </dl>
  );
}

function RoomsTable({ rows, now, zone }: { rows: BoardRow[]; now: number; zone: string }) {
  return (
    <div class="table-wrap">
      <table class="table is-folding is-rooms">
        <caption class="unseen">Teachers now, those whose family waits for them first</caption>
        <thead>
          <tr>
            <th scope="col">Teacher</th>
            <th scope="col">Now</th>
            <th scope="col">In the call</th>
            <th scope="col">Left</th>
            <th scope="col">Next</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.key} row={row} now={now} zone={zone} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, now, zone }: { row: BoardRow; now: number; zone: string }) {
  const { state, next } = row;
  return (
    <tr class={row.need > 0 ? "is-attention" : undefined}>
      <th scope="row">{row.teachers.join(", ")}</th>
      <td data-label="Now">
        {row.now ? (
          <>
            {row.now.appointment.student}
            <br />
            <span class="soft small">{row.now.here}</span>
          </>
        ) : (
          <span class="soft">
            {next ? `Free until ${clockTime(next.appointment.startsAt, zone)}` : "No more tonight"}
          </span>
        )}
      </td>
      <td data-label="In the call">{row.now && state ? seatsWords(row.now.present) : <span class="soft">–</span>}</td>
      <td data-label="Left" class="left">
        {row.now ? <TimeLeft row={row} now={now} /> : <span class="soft">–</span>}
      </td>
      <td data-label="Next">
        {next ? (
          <>
            <strong class="num">{clockTime(next.appointment.startsAt, zone)}</strong> {next.appointment.student}
            {next.waiting && (
              <>
                <br />
                <span class="soft small">is waiting</span>
              </>
            )}
          </>
        ) : (
          <span class="soft">–</span>
        )}
      </td>
      <td>
        {state && (
          <Tag {...(state.kind && { kind: state.kind })} {...(state.icon && { icon: state.icon })}>
            {state.words}
          </Tag>
        )}
      </td>
    </tr>
  );
}

function TimeLeft({ row, now }: { row: BoardRow; now: number }) {
  if (!row.now) return null;
  const { startsAt, endsAt } = row.now.appointment;
  const words = now < endsAt ? `${Math.ceil((endsAt - now) / MINUTE)} min` : "Over";
  return (
    <>
      {words}
      <progress
        max={endsAt - startsAt}
        value={Math.max(0, endsAt - now)}
        aria-label={`Time left, ${list(row.teachers)}`}
      >
        {words}
      </progress>
    </>
  );
}

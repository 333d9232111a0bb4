import type { WaitlistRow } from "../../worker/queries/waitlist.ts";
import { clockTime, list, longDate } from "../words/format.ts";

export type { WaitlistRow } from "../../worker/queries/waitlist.ts";

type ListProps = {
  waitlist: WaitlistRow[];
  zone: string;
  /** Whether each row names its teachers: the desk's list, not a teacher's own. */
  named: boolean;
};

/** Who waits for a time, first come first. Nothing where nobody does. */
export function Waitlist({ waitlist, zone, named }: ListProps) {
  if (waitlist.length === 0) return null;
  return (
    <section class="stack-s" aria-labelledby="waiting">
      <h2 id="waiting">Waiting list</h2>
      <div class="table-wrap">
        <table class="table is-folding">
          <caption class="unseen">Who waits for a time, first come first</caption>
          <thead>
            <tr>
              <th scope="col">Student</th>
              <th scope="col">Parent/Guardian</th>
              <th scope="col">{named ? "Teacher" : "Subject"}</th>
              <th scope="col">Since</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {waitlist.map((entry) => (
              <Row key={entry.id} entry={entry} zone={zone} named={named} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ entry, zone, named }: { entry: WaitlistRow; zone: string; named: boolean }) {
  const { offer } = entry;
  const subject = [entry.subject, entry.className].filter(Boolean).join(", ");
  return (
    <tr>
      <th scope="row">{entry.student}</th>
      <td data-label="Parent/Guardian">{entry.guardian}</td>
      <td data-label={named ? "Teacher" : "Subject"}>
        {named ? `${list(entry.teachers)} (${subject})` : subject}
        {entry.note && (
          <span class="message">
            <span class="unseen">Message: </span>
            {entry.note}
          </span>
        )}
      </td>
      <td data-label="Since">
        {longDate(entry.joinedAt, zone)}, {clockTime(entry.joinedAt, zone)}
      </td>
      <td data-label="Now">
        {offer
          ? `${clockTime(offer.startsAt, zone)} is held for them until ${clockTime(offer.until, zone)}`
          : "Waiting"}
      </td>
    </tr>
  );
}

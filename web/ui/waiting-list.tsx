import type { InLine } from "../../worker/queries/waitlist.ts";
import { clockTime, list, longDate } from "../words/format.ts";

export type { InLine } from "../../worker/queries/waitlist.ts";

type ListProps = {
  line: InLine[];
  zone: string;
  /** Whether each row names its teachers: the desk's list, not a teacher's own. */
  named: boolean;
};

/** Who waits for a time, first come first. Nothing where nobody does. */
export function WaitingList({ line, zone, named }: ListProps) {
  if (line.length === 0) return null;
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
            {line.map((place) => (
              <Row key={place.id} place={place} zone={zone} named={named} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ place, zone, named }: { place: InLine; zone: string; named: boolean }) {
  const { offer } = place;
  const subject = [place.subject, place.className].filter(Boolean).join(", ");
  return (
    <tr>
      <th scope="row">{place.student}</th>
      <td data-label="Parent/Guardian">{place.guardian}</td>
      <td data-label={named ? "Teacher" : "Subject"}>
        {named ? `${list(place.teachers)} (${subject})` : subject}
        {place.note && (
          <span class="message">
            <span class="unseen">Message: </span>
            {place.note}
          </span>
        )}
      </td>
      <td data-label="Since">
        {longDate(place.joinedAt, zone)}, {clockTime(place.joinedAt, zone)}
      </td>
      <td data-label="Now">
        {offer
          ? `${clockTime(offer.startsAt, zone)} is held for them until ${clockTime(offer.until, zone)}`
          : "Waiting"}
      </td>
    </tr>
  );
}

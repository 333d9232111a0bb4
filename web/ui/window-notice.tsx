import { clockTime, longDate } from "./format.ts";
import { Notice } from "./parts.tsx";

/** Whether a guardian can book now; `opensAt` in epoch milliseconds. */
export type BookingView = { state: "early"; opensAt: number } | { state: "open" } | { state: "over" };

/** Why nothing can be booked now; nothing where it can. */
export function WindowNotice({ booking, zone }: { booking: BookingView; zone: string }) {
  if (booking.state === "open") return null;
  return (
    <Notice kind="info">
      {booking.state === "early" ? (
        <p>
          Booking opens on {longDate(booking.opensAt, zone)} at {clockTime(booking.opensAt, zone)}. Come back then: you
          can look at the times today.
        </p>
      ) : (
        <p>Booking is closed. If you have to change an appointment, please ring the school.</p>
      )}
    </Notice>
  );
}

import { useWords } from "../words/use-words.ts";
import { Notice } from "./parts.tsx";

/** Whether a guardian can book now; `opensAt` in epoch milliseconds. */
export type BookingView = { state: "early"; opensAt: number } | { state: "open" } | { state: "over" };

/** Why nothing can be booked now; nothing where it can. */
export function WindowNotice({ booking, zone }: { booking: BookingView; zone: string }) {
  const t = useWords();
  if (booking.state === "open") return null;
  return (
    <Notice kind="info">
      {booking.state === "early" ? (
        <p>
          {t("frame.bookingOpens.text", {
            opensDate: t.date(booking.opensAt, zone),
            opensAt: t.time(booking.opensAt, zone),
          })}
        </p>
      ) : (
        <p>{t("frame.bookingClosed.text")}</p>
      )}
    </Notice>
  );
}

/** What went wrong with a mail to a guest, and what whoever invited them can do. */
export type DeliveryFault = { title: string; words: string };

/** In words; null where nothing can be done. */
export function deliveryFault(problem: string | null): DeliveryFault | null {
  switch (problem) {
    case "no_such_address":
      return {
        title: "Not delivered: the address doesn’t exist.",
        words: "Check the ending, then remove this invite and invite again.",
      };
    case "mailbox":
      return {
        title: "Not delivered: their mailbox takes no mail now.",
        words: "It may be full. Press Resend Invite later, or remove this invite and invite again with another email.",
      };
    case "refused":
      return {
        title: "Not delivered: their mail provider refused it.",
        words: "Ask them for another email, then remove this invite and invite again.",
      };
    case "complained":
      return {
        title: "Marked as spam.",
        words:
          "They get no more mail from us. If that was a mistake, remove this invite and invite again with another email.",
      };
    case "inactive_recipient":
      return {
        title: "Not delivered.",
        words: "This address has refused our mail. Check it, then remove this invite and invite again.",
      };
    case "invalid_request":
      return {
        title: "Not delivered.",
        words: "The address was not accepted. Check the ending, then remove this invite and invite again.",
      };
    case "gave_up":
      return {
        title: "Not delivered.",
        words: "We tried for a day and could not send it. Press Resend Invite to try again.",
      };
    default:
      return null;
  }
}

import type { Words } from "../../../web/words/words.ts";

/** What went wrong with a mail to a guest, and what whoever invited them can do. */
export type DeliveryFault = { title: string; words: string };

/** In words; null where nothing can be done. */
export function deliveryFault(problem: string | null, t: Words): DeliveryFault | null {
  switch (problem) {
    case "no_such_address":
      return {
        title: t("invites.noAddress"),
        words: t("invites.noAddressWords"),
      };
    case "mailbox":
      return {
        title: t("invites.mailbox"),
        words: t("invites.mailboxWords"),
      };
    case "refused":
      return {
        title: t("invites.refused"),
        words: t("invites.refusedWords"),
      };
    case "complained":
      return {
        title: t("invites.spam"),
        words: t("invites.spamWords"),
      };
    case "inactive_recipient":
      return {
        title: t("invites.notDelivered"),
        words: t("invites.refusedBefore"),
      };
    case "invalid_request":
      return {
        title: t("invites.notDelivered"),
        words: t("invites.notAccepted"),
      };
    case "gave_up":
      return {
        title: t("invites.notDelivered"),
        words: t("invites.triedForADay"),
      };
    default:
      return null;
  }
}

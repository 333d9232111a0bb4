/** What everyone reads before their first call of an evening, where the school has no words of its own. */
export const CALL_NOTE =
  "This call is not recorded, by the school or by you. Please say who else is in the room with you, and sit where you can talk in private.";

export const hold = {
  "left.text": "Held for you: {left} left",
  "minute.announcement": "Less than a minute left.",
  "halfMinute.announcement": "Less than half a minute left.",
  "then.announcement": "Press Accept to keep these times. If the time runs out, you can ask again with one press.",
} as const;

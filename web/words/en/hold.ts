export const hold = {
  left: "Held for you: {left} left",
  lessThanAMinute: "Less than a minute left.",
  lessThanHalfAMinute: "Less than half a minute left.",
  whatThen: "Press Accept to keep these times. If the time runs out, you can ask again with one press.",
} as const;

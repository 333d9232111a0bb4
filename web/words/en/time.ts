export const time = {
  minutes: "{minutes, plural, one {# minute} other {# minutes}}",
  seconds: "{seconds, plural, one {# second} other {# seconds}}",
  minutesAndSeconds:
    "{minutes, plural, one {# minute} other {# minutes}} {seconds, plural, one {# second} other {# seconds}}",
  gapOfMinutes: "{minutes} minute gap",
  gapOfSeconds: "{seconds} second gap",
  gapOfBoth: "{minutes} minute {seconds} second gap",
  schoolTime: "Times are in the school’s time, {place}.",
  otherZone:
    "Times are in the school’s time, {place}. Your device is set to {own}: {theirs} at the school is {mine} for you.",
  otherDay:
    "Times are in the school’s time, {place}. Your device is set to {own}: {theirs} at the school is {mine} on {day} for you.",
  hours: "{hours, plural, one {# hour} other {# hours}}",
  days: "{days, plural, one {# day} other {# days}}",
} as const;

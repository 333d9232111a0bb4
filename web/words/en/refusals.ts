/** Why a press did nothing. */
export const refusals = {
  stillYours: "{words} Your {time} is still yours.",
  taken: "Somebody was quicker",
  takenWords: "{time} with {names} has just been taken.",
  clash: "You are busy then",
  clashWords: "{time} with {names} clashes with your {ownTime} with {ownNames}.",
  already: "You have a time already",
  alreadyWords: "To move it, press another free time of {names}.",
  past: "That time is over",
  pastWords: "{time} with {names} has begun, so it can’t be changed.",
  notOpen: "Booking is not open",
  notOpenWords: "{time} with {names} can’t be booked or changed now.",
  noSuchTime: "There is no such time",
  noSuchTimeWords: "{names} can’t be booked at that time.",
  late: "It is too late for that",
  lateWords: "{time} with {names} is too soon to be booked or changed here.",
  away: "Nobody is there then",
  awayWords: "{names} can’t meet anyone at {time}.",
  held: "That time is held for you",
  heldWords: "Answer what is held for you first, or choose another time.",
  limit: "You have all your appointments",
  limitWords:
    "{most, plural, one {One appointment} other {# appointments}} for each child is the most in this evening. To have this one, give another back.",
  shared: "This is booked already",
  sharedWords:
    "Parents and guardians come together to this evening, and another of you has booked this appointment. Come along to theirs.",
  stale: "This page was out of date",
  staleWords: "Please look at the times of {names} again, and press one.",
  noneFree: "No time is free here now.",
  freeNow: "Free now: {times}.",
  freeNowAndLater: "Free now: {times}, and later.",
  andOthers: "{name} and {n} others",
  missedFull:
    "{teachers} ({subject}, {student}) {n, plural, one {has no time left} other {have no time left together}} in this evening.",
  missedHours:
    "{teachers} ({subject}, {student}) {n, plural, one {has no time} other {have no time together}} between {from} and {to}, but at another hour.",
  missedClash:
    "{teachers} ({subject}, {student}) {n, plural, one {has time left} other {have time left together}} only when you have another appointment.",
  missedCrowded:
    "{teachers} ({subject}, {student}) {n, plural, one {has time left} other {have time left together}}, but none that goes with the others here.",
  missedLimit:
    "{teachers} ({subject}, {student}) would be one more than the {most} for each child that this evening allows.",
  missedShared:
    "{teachers} ({subject}, {student}) is booked already: another of you has the appointment, and you come together.",
  latestBeforeEarliest: "The latest time must be after the earliest",
  tickOne: "Tick at least one teacher",
  tickFewer: "Tick {most} at most. The others can be found afterwards",
} as const;

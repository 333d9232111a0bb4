/** Why a press did nothing. */
export const refusals = {
  "stillYours.text": "{words} Your {time} is still yours.",
  "taken.title": "Somebody was quicker",
  "taken.text": "{time} with {names} has just been taken.",
  "clash.title": "You are busy then",
  "clash.text": "{time} with {names} clashes with your {ownTime} with {ownNames}.",
  "already.title": "You have a time already",
  "already.text": "To move it, press another free time of {names}.",
  "past.title": "That time is over",
  "past.text": "{time} with {names} has begun, so it can’t be changed.",
  "notOpen.title": "Booking is not open",
  "notOpen.text": "{time} with {names} can’t be booked or changed now.",
  "noSuchTime.title": "There is no such time",
  "noSuchTime.text": "{names} can’t be booked at that time.",
  "late.title": "It is too late for that",
  "late.text": "{time} with {names} is too soon to be booked or changed here.",
  "away.title": "Nobody is there then",
  "away.text": "{names} can’t meet anyone at {time}.",
  "held.title": "That time is held for you",
  "held.text": "Answer what is held for you first, or choose another time.",
  "limit.title": "You have all your appointments",
  "limit.text":
    "{most, plural, one {One appointment} other {# appointments}} for each child is the most in this evening. To have this one, give another back.",
  "shared.title": "This is booked already",
  "shared.text":
    "Parents and guardians come together to this evening, and another of you has booked this appointment. Come along to theirs.",
  "stale.title": "This page was out of date",
  "stale.text": "Please look at the times of {names} again, and press one.",
  "free.none.text": "No time is free here now.",
  "free.now.text": "Free now: {times}.",
  "free.nowAndLater.text": "Free now: {times}, and later.",
  "teachers.name": "{name} and {n} others",
  "missed.full.text":
    "{teachers} ({subject}, {student}) {n, plural, one {has no time left} other {have no time left together}} in this evening.",
  "missed.hours.text":
    "{teachers} ({subject}, {student}) {n, plural, one {has no time} other {have no time together}} between {from} and {to}, but at another hour.",
  "missed.clash.text":
    "{teachers} ({subject}, {student}) {n, plural, one {has time left} other {have time left together}} only when you have another appointment.",
  "missed.crowded.text":
    "{teachers} ({subject}, {student}) {n, plural, one {has time left} other {have time left together}}, but none that goes with the others here.",
  "missed.limit.text":
    "{teachers} ({subject}, {student}) would be one more than the {most} for each child that this evening allows.",
  "missed.shared.text":
    "{teachers} ({subject}, {student}) is booked already: another of you has the appointment, and you come together.",
  "form.latest.error": "The latest time must be after the earliest",
  "form.tickOne.error": "Tick at least one teacher",
  "form.tickFewer.error": "Tick {most} at most. The others can be found afterwards",
} as const;

export const info = {
  privacy: "Privacy",
  whatKeepsHereAnd:
    "What {name} keeps here, and why. The school decides about it; Parlour is the program that it uses.",
  whatIsHere: "What is here",
  fromTheSchoolsOwn:
    "From the school’s own records: names and e-mail addresses of parents, guardians and teachers; names, classes and groups of students; who may book for whom.",
  studentsDatesOfBirth:
    "Students’ dates of birth are not kept. A code made from the date is: enough to check the date that you type when you sign in, and not enough to read it.",
  yourAppointmentsAndThe: "Your appointments, and the name and e-mail of a guest whom you invite, with your consent.",
  aRecordOfWhat: "A record of what was booked, cancelled and invited, and when, by numbers instead of names.",
  calls: "Calls",
  nobodyRecordsPictureOr: "Nobody records picture or sound. They pass through a media server and are gone.",
  onlyThePeopleWhose: "Only the people whose appointment it is, and an invited guest, can be in a call: four at most.",
  cookies: "Cookies",
  oneWhileYouAre: "One, while you are signed in: it keeps you signed in for two weeks, or until you sign out.",
  noAdvertisingNoMeasuring: "No advertising, no measuring of visitors, and nothing fetched from other companies.",
  howLong: "How long",
  theSchoolDecidesHow: "The school decides how long its records and appointments stay here. Ask the office.",
  aSignInLink: "A sign-in link works once, and only for a while.",
  yourRights: "Your rights",
  aGuestCanSay:
    "A guest can say “This isn’t me” by the link in the invitation: their e-mail address is deleted at once.",
  accessibility: "Accessibility",
  thesePagesAreMade: "These pages are made for everybody who comes to a parents’ evening.",
  whatWeBuildFor: "What we build for",
  everythingCanBeDone: "Everything can be done with a keyboard alone, and says its name to a screen reader.",
  textCanBeMade: "Text can be made twice as large, and pages fit a narrow phone without scrolling sideways.",
  coloursFollowYourDevice: "Colours follow your device, light or dark, and words say whatever a colour says.",
  signingInBookingAnd: "Signing in, booking and printing work without scripts. Video calls need them.",
  nothingMovesIfYour: "Nothing moves if your device asks for less motion.",
  weBuildToWcag: "We build to WCAG 2.2, level AA, and test with axe.",
  whatIsHard: "What is hard",
  callsHaveNoCaptions:
    "Calls have no captions of their own. Many phones and browsers can add live captions to any sound.",
  noInterpreterCanBe:
    "No interpreter can be booked here. You may invite one other person to your calls: that can be an interpreter.",
  ifSomethingDoesNot: "If something does not work for you",
  goToTheStart: "Go to the start",
  parlour: "{title} · Parlour",
  reminders: "Reminders",
  youGetNoMore: "You get no more reminders",
  stopReminders: "Stop reminders?",
  weStillWriteTo: "We still write to you when appointments of yours are booked, changed or cancelled.",
  remindsYouByE: "{name} reminds you by e-mail the day before your appointments and on the day.",
  pressedByMistakeOne: "Pressed by mistake? One press, and they come again.",
  ifYouStopThem: "If you stop them, we still write to you when appointments are booked, changed or cancelled.",
  sendMeRemindersAgain: "Send me reminders again",
  stopReminders2: "Stop reminders",
  askTheOffice:
    "Ask the school office to see what is kept about you, to put it right or to take it away{known, select, yes {: {phone}} other {}}.",
  tellTheOffice:
    "Tell the school office{known, select, yes { on {phone}} other {}}. They can book for you, and talk by telephone or in person instead.",
} as const;

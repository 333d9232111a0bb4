export const info = {
  "privacy.title": "Privacy",
  "privacy.text": "What {name} keeps here, and why. The school decides about it; Parlour is the program that it uses.",
  "privacy.kept.heading": "What is here",
  "privacy.kept.records.text":
    "From the school’s own records: names and e-mail addresses of parents, guardians and teachers; names, classes and groups of students; who may book for whom.",
  "privacy.kept.birthDates.text":
    "Students’ dates of birth are not kept. A code made from the date is: enough to check the date that you type when you sign in, and not enough to read it.",
  "privacy.kept.appointments.text":
    "Your appointments, and the name and e-mail of a guest whom you invite, with your consent.",
  "privacy.kept.audit.text":
    "A record of what was booked, cancelled and invited, and when, by numbers instead of names.",
  "privacy.calls.heading": "Calls",
  "privacy.calls.recording.text": "Nobody records picture or sound. They pass through a media server and are gone.",
  "privacy.calls.people.text":
    "Only the people whose appointment it is, and an invited guest, can be in a call: four at most.",
  "privacy.cookies.heading": "Cookies",
  "privacy.cookies.session.text":
    "One, while you are signed in: it keeps you signed in for two weeks at most, or until you sign out.",
  "privacy.cookies.browser.text":
    "Two more when you sign in: for an hour, one that a code by mail belongs to; and one by which we see that a device is not new, so that we tell you of those that are.",
  "privacy.cookies.noTracking.text":
    "No advertising, no measuring of visitors, and nothing fetched from other companies.",
  "privacy.retention.heading": "How long",
  "privacy.retention.records.text":
    "The school decides how long its records and appointments stay here. Ask the office.",
  "privacy.retention.signInLink.text":
    "A sign-in link or code works once, and only for a while. The link in an e-mail about your appointments opens those of its evening, until that is over.",
  "privacy.rights.heading": "Your rights",
  "privacy.rights.guest.text":
    "A guest can say “This isn’t me” by the link in the invitation: their e-mail address is deleted at once.",
  "privacy.rights.office.text":
    "Ask the school office to see what is kept about you, to put it right or to take it away{known, select, yes {: {phone}} other {}}.",
  "accessibility.title": "Accessibility",
  "accessibility.text": "These pages are made for everybody who comes to a parents’ evening.",
  "accessibility.goals.heading": "What we build for",
  "accessibility.goals.keyboard.text":
    "Everything can be done with a keyboard alone, and says its name to a screen reader.",
  "accessibility.goals.textSize.text":
    "Text can be made twice as large, and pages fit a narrow phone without scrolling sideways.",
  "accessibility.goals.colours.text":
    "Colours follow your device, light or dark, and words say whatever a colour says.",
  "accessibility.goals.noScript.text": "Signing in, booking and printing work without scripts. Video calls need them.",
  "accessibility.goals.motion.text": "Nothing moves if your device asks for less motion.",
  "accessibility.goals.wcag.text": "We build to WCAG 2.2, level AA, and test with axe.",
  "accessibility.limits.heading": "What is hard",
  "accessibility.limits.captions.text":
    "Calls have no captions of their own. Many phones and browsers can add live captions to any sound.",
  "accessibility.limits.interpreter.text":
    "No interpreter can be booked here. You may invite one other person to your calls: that can be an interpreter.",
  "accessibility.help.heading": "If something does not work for you",
  "accessibility.help.text":
    "Tell the school office{known, select, yes { on {phone}} other {}}. They can book for you, and talk by telephone or in person instead.",
  "suspended.title": "{school} is closed here for now",
  "suspended.text":
    "Nobody can sign in, book or join a call at the moment. Nothing that was booked or written is lost. Please ask the school’s office{known, select, yes {: {phone}} other {}}.",
  "ended.title": "{school} has left Parlour",
  "ended.text":
    "Nobody can sign in, book or join a call here any more. Please ask the school’s office{known, select, yes {: {phone}} other {}}.",
  "problem.pageTitle": "{title} · Parlour",
  "problem.start.link": "Go to the start",
  "problem.otherAccount.link": "Sign in with another account",
  "problem.number.text": "If you ring the school office, tell them this number: {number}.",
  "reminders.pageTitle": "Reminders",
  "reminders.stopped.title": "You get no more reminders",
  "reminders.stopped.text": "We still write to you when appointments of yours are booked, changed or cancelled.",
  "reminders.stopped.hint": "Pressed by mistake? One press, and they come again.",
  "reminders.stopped.button": "Send me reminders again",
  "reminders.stop.title": "Stop reminders?",
  "reminders.stop.text": "{name} reminds you by e-mail the day before your appointments and on the day.",
  "reminders.stop.hint": "If you stop them, we still write to you when appointments are booked, changed or cancelled.",
  "reminders.stop.button": "Stop reminders",
} as const;

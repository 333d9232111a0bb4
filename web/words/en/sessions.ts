/** Where somebody is signed in. */
export const sessions = {
  "page.title": "Where you are signed in",
  "page.text": "A device that you don’t know? Sign it out, and tell the school’s office.",
  "device.unknown.text": "A device that did not say what it is",
  "this.label": "This device",
  "since.text": "Signed in on {date} at {time}",
  "seen.text": "Last used on {date} at {time}",
  "evening.text": "By a link in an e-mail, for one evening: {evening}",
  "end.button": "Sign out<unseen> on {name}</unseen>",
  "ended.text": "That device is signed out.",
  "everywhere.heading": "All devices",
  "everywhere.text": "Signs you out on every device, this one too.",
  "everywhere.button": "Sign out everywhere",
} as const;

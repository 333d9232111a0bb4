export const mailSignIn = {
  subject: "Sign in to {school}",
  "signIn.title": "Sign in",
  "open.text": "Open this link to sign in:",
  "why.text": "Somebody asked for a link to sign in to the parents’ evenings of {school} with this address.",
  "code.why.text": "Somebody typed your details to sign in to the parents’ evenings of {school}.",
  "code.text":
    "Type this code on the page that asked for it. It works for {minutes, plural, one {# minute} other {# minutes}}:",
  "code.orOpen.text": "Or open this link to sign in, on any device:",
  "life.text": "The link works once, for {minutes, plural, one {# minute} other {# minutes}}.",
  "notYou.text":
    "If it wasn’t you, you need do nothing: nobody can sign in without this e-mail.{known, select, yes { If it happens again, please tell the school’s office: {phone}.} other {}}",
  "address.subject": "Your e-mail address at {school} has changed",
  "address.title": "Your e-mail address has changed",
  "address.former.text":
    "{school} has changed the e-mail address that it has for you for parents’ evenings. It won’t write to this address any more.",
  "address.present.text": "{school} now has this e-mail address for you for parents’ evenings.",
  "address.signedOut.text":
    "You are signed out everywhere, and links that were sent to you before no longer work. If you follow your appointments in a calendar, its address has changed too.",
  "address.notYou.text":
    "If this isn’t right, please tell the school’s office{known, select, yes {: {phone}} other {}}.",
  "newDevice.subject": "You signed in on a new device: {school}",
  "newDevice.title": "You signed in on a new device",
  "newDevice.text":
    "On {date} at {time} somebody signed in with your details{named, select, yes {, by {device}} other {}}. That device had not been used for it before.",
  "newDevice.notYou.text":
    "If it wasn’t you, sign out everywhere by the button, and please tell the school’s office{known, select, yes {: {phone}} other {}}.",
  "newDevice.you.text": "If it was you, you need do nothing.",
  "newDevice.button": "Where you are signed in",
  "welcome.subject": "{school} is on Parlour",
  "welcome.title": "Your school is ready",
  "welcome.why.text":
    "{school} holds its parents’ evenings by video on Parlour from now on, and you are its first admin. Signed in, you bring in your records, make the first evening and give others of the office an account.",
  "welcome.life.text": "The link works once, until {date}. After that, ask for another at {address}.",
  "welcome.notYou.text": "If you know nothing of this, you need do nothing: nobody can sign in without this e-mail.",
  "operator.subject": "Sign in to Parlour as an operator",
  "operator.why.text": "Somebody asked for a link to sign in as an operator of Parlour with this address.",
  "operator.notYou.text": "If it wasn’t you, you need do nothing: nobody can sign in without this e-mail.",
  "letIn.subject": "An admin’s address at {school} was changed",
  "letIn.title": "An admin has a new address",
  "letIn.why.text":
    "{admin}, an admin of {school} on Parlour, could not get at their mail any more. Whoever runs Parlour has given them another address, and they sign in with that from now on.",
  "letIn.ask.text":
    "If you know of this, you need do nothing. If you don’t, please ask {admin}, and write to us at once where it isn’t right.",
} as const;

export const mailSignIn = {
  subject: "Sign in to {school}",
  "signIn.title": "Sign in",
  "open.text": "Open this link to sign in:",
  "why.text": "Somebody asked for a link to sign in to the parents’ evenings of {school} with this address.",
  "life.text": "The link works once, for {minutes, plural, one {# minute} other {# minutes}}.",
  "notYou.text":
    "If it wasn’t you, you need do nothing: nobody can sign in without this e-mail.{known, select, yes { If it happens again, please tell the school’s office: {phone}.} other {}}",
} as const;

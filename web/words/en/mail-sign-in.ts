export const mailSignIn = {
  subject: "Sign in to {school}",
  signIn: "Sign in",
  open: "Open this link to sign in:",
  why: "Somebody asked for a link to sign in to the parents’ evenings of {school} with this address.",
  life: "The link works once, for {minutes, plural, one {# minute} other {# minutes}}.",
  notYou:
    "If it wasn’t you, you need do nothing: nobody can sign in without this e-mail.{known, select, yes { If it happens again, please tell the school’s office: {phone}.} other {}}",
} as const;

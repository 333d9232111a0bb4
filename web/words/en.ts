import { book } from "./en/book.ts";
import { bookings } from "./en/bookings.ts";
import { calendar } from "./en/calendar.ts";
import { call } from "./en/call.ts";
import { check } from "./en/check.ts";
import { devices } from "./en/devices.ts";
import { dialog } from "./en/dialog.ts";
import { forms } from "./en/forms.ts";
import { frame } from "./en/frame.ts";
import { hold } from "./en/hold.ts";
import { home } from "./en/home.ts";
import { info } from "./en/info.ts";
import { invites } from "./en/invites.ts";
import { mail } from "./en/mail.ts";
import { mailBookings } from "./en/mail-bookings.ts";
import { mailGuests } from "./en/mail-guests.ts";
import { mailSchedule } from "./en/mail-schedule.ts";
import { mailSignIn } from "./en/mail-sign-in.ts";
import { mailStaff } from "./en/mail-staff.ts";
import { offers } from "./en/offers.ts";
import { problems } from "./en/problems.ts";
import { ready } from "./en/ready.ts";
import { refusals } from "./en/refusals.ts";
import { sessions } from "./en/sessions.ts";
import { signIn } from "./en/sign-in.ts";
import { slots } from "./en/slots.ts";
import { time } from "./en/time.ts";

/** Every English message, in ICU MessageFormat: `{value}`, `{n, plural, one {# day} other {# days}}`, `<link>words</link>`. */
export const en = {
  book,
  bookings,
  calendar,
  call,
  check,
  devices,
  dialog,
  forms,
  frame,
  hold,
  home,
  info,
  invites,
  mailBookings,
  mailGuests,
  mailSchedule,
  mailSignIn,
  mailStaff,
  mail,
  offers,
  problems,
  ready,
  refusals,
  sessions,
  signIn,
  slots,
  time,
} as const;

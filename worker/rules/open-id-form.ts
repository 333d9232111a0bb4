import * as z from "zod";
import { type FieldError, hidden, tick, typed } from "./form-fields.ts";

const MOST = 500;

/** What the form sends, as typed: shown again where something is wrong, but for the secret. */
export const openIdForm = z.object({
  issuer: typed(MOST),
  clientId: typed(MOST),
  clientSecret: hidden(MOST),
  required: tick("1"),
});
export type OpenIdInput = z.infer<typeof openIdForm>;

/** Microsoft's addresses for everybody's accounts: a school has one of its own. */
const FOR_EVERYBODY = /^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)(\/|$)/;

/** Names every mistake in typing. `isKnown`: a secret is stored already, and an empty box keeps it. `isLocal`: an address may be http. */
export function checkOpenId(
  input: OpenIdInput,
  { isKnown, isLocal }: { isKnown: boolean; isLocal: boolean },
): FieldError[] {
  const errors: FieldError[] = [];
  const say = (field: string, words: string) => errors.push({ field, words });
  const url = URL.canParse(input.issuer) ? new URL(input.issuer) : null;
  if (!url || (url.protocol !== "https:" && !(isLocal && url.protocol === "http:")))
    say("issuer", "Type the provider’s whole address, like https://accounts.google.com");
  else if (FOR_EVERYBODY.test(input.issuer))
    say(
      "issuer",
      "This is the address for everybody’s accounts. Type your school’s own: it has your directory (tenant) ID in it",
    );
  if (input.clientId === "") say("clientId", "Type the client ID (application ID) that the provider gave you");
  if (input.clientSecret === "" && !isKnown) say("clientSecret", "Type the client secret that the provider gave you");
  return errors;
}

/** What people call the provider of an address. */
export function providerName(issuer: string): string {
  const host = URL.canParse(issuer) ? new URL(issuer).hostname : issuer;
  if (host === "accounts.google.com") return "Google";
  return host === "login.microsoftonline.com" || host === "sts.windows.net" ? "Microsoft" : host;
}

import { asciiDomain } from "../ports/ascii-address.ts";

/** `several`: spaces, commas or semicolons stand in it. `wrong`: something that no address has. */
export type EmailFault = "empty" | "no-at" | "several" | "two-ats" | "no-front" | "no-domain" | "no-end" | "wrong";

/** What is wrong with an address as it was typed, read by `bare`; null where mail can be sent to it. The one rule for every way in. */
export function emailError(email: string): EmailFault | null {
  if (email === "") return "empty";
  if (!email.includes("@")) return "no-at";
  if (/[\s,;]/.test(email)) return "several";
  const [local = "", domain = "", ...more] = email.split("@");
  if (more.length > 0) return "two-ats";
  if (local === "") return "no-front";
  if (domain === "") return "no-domain";
  if (!domain.includes(".") || domain.endsWith(".")) return "no-end";
  return email.length <= 254 && isLocalPart(local) && isDomain(domain) ? null : "wrong";
}

// As strict as Postmark: what it refuses would never arrive.

function isLocalPart(local: string): boolean {
  return local.length <= 64 && /^[^<>()"\\:.\p{Cc}\p{Cf}]+(\.[^<>()"\\:.\p{Cc}\p{Cf}]+)*$/u.test(local);
}

/** Letters of any script, each label no longer in ASCII than DNS takes. */
function isDomain(domain: string): boolean {
  const label = /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;
  if (!domain.split(".").every((part) => label.test(part))) return false;
  const labels = (asciiDomain(domain) ?? "").split(".");
  const end = labels.at(-1) ?? "";
  return labels.every((part) => part.length > 0 && part.length <= 63) && end.length >= 2 && !/^\d+$/.test(end);
}

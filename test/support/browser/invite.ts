import type { Page } from "playwright-core";
import type { Product } from "./product.ts";

export type Invited = { student?: string; evening?: string; name?: string };

/** A guardian invites a guest from My Bookings; answers the link that came by mail. */
export async function invite(
  page: Page,
  product: Product,
  { student = "Sophie Aaron", evening = "", name = "Jane Aaron" }: Invited = {},
): Promise<string> {
  const email = `${crypto.randomUUID()}@mail.example`;
  await page.goto(`${product.school}/bookings${evening && `?evening=${evening}`}`);
  await page.getByRole("link", { name: "Invite Parent/Guardian" }).click();
  await page.getByLabel("Name *").fill(name);
  await page.getByLabel("Email *").fill(email);
  await page.getByLabel(/^I consent/).check();
  await page.getByLabel(student).check();
  await page.getByRole("button", { name: "Send Invite" }).click();
  await page.getByText(`For: ${student}`).first().waitFor();
  const mail = await product.mailTo(email, /Video Call Invitation/);
  const link = /https?:\/\/\S+\/guests\/video\/\S+?guestToken=[0-9a-f]{32}/.exec(mail.text)?.[0];
  if (!link) throw new Error("The invitation has no link");
  return link;
}

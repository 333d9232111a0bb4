ALTER TABLE `invites` ADD `name_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `invites` ADD `email_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE `invites` SET `email_key` = lower(trim(`email`)), `name_key` = replace(lower(`name`), ' ', '');

CREATE TABLE `appointment_flags` (
	`school_id` text NOT NULL,
	`appointment_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`because` text NOT NULL,
	`flagged_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `appointment_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `appointment_flags_evening` ON `appointment_flags` (`school_id`,`evening_id`);--> statement-breakpoint
CREATE TABLE `operator_audit` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`operator` text NOT NULL,
	`action` text NOT NULL,
	`slug` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `operator_audit_at` ON `operator_audit` (`at`);--> statement-breakpoint
CREATE TABLE `operator_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`operator` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `operator_links_expires` ON `operator_links` (`expires_at`);--> statement-breakpoint
CREATE TABLE `operator_sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`operator` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `operator_sessions_expires` ON `operator_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `school_logos` (
	`school_id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`bytes` text NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `school_oidc` (
	`school_id` text PRIMARY KEY NOT NULL,
	`issuer` text NOT NULL,
	`client_id` text NOT NULL,
	`client_secret` text NOT NULL,
	`required` integer DEFAULT false NOT NULL,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sign_in_codes` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`person_id` text NOT NULL,
	`code_hash` text NOT NULL,
	`browser_hash` text,
	`link_id` text,
	`tries` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sign_in_codes_person` ON `sign_in_codes` (`school_id`,`person_id`,`expires_at`);--> statement-breakpoint
CREATE INDEX `sign_in_codes_expires` ON `sign_in_codes` (`expires_at`);--> statement-breakpoint
ALTER TABLE `classes` ADD `sort_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `classes_sorted` ON `classes` (`school_id`,`sort_key`,`id`);--> statement-breakpoint
ALTER TABLE `evenings` ADD `rehearsal` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `guardianships` ADD `by_hand` text;--> statement-breakpoint
ALTER TABLE `invites` ADD `held_because` text;--> statement-breakpoint
ALTER TABLE `people` ADD `sort_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `people` ADD `bounced_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `ended_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `corrected` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `people_sorted` ON `people` (`school_id`,`role`,`sort_key`,`id`);--> statement-breakpoint
ALTER TABLE `schools` ADD `reply_to` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `schools` ADD `state` text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE `schools` ADD `state_at` integer;--> statement-breakpoint
ALTER TABLE `schools` ADD `sign_in_by` text DEFAULT 'code' NOT NULL;--> statement-breakpoint
ALTER TABLE `schools` ADD `details_saved_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `seen_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `evening_id` text;--> statement-breakpoint
ALTER TABLE `sign_in_links` ADD `evening_id` text;--> statement-breakpoint
ALTER TABLE `students` ADD `sort_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `students` ADD `ended_at` integer;--> statement-breakpoint
ALTER TABLE `students` ADD `corrected` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
CREATE INDEX `students_sorted` ON `students` (`school_id`,`sort_key`,`id`);--> statement-breakpoint
CREATE INDEX `audit_object` ON `audit` (`school_id`,`object`,`at`);--> statement-breakpoint
UPDATE `people` SET `sort_key` = substr(`name_key`, instr(`name_key`, ' ') + 1) || ' ' || substr(`name_key`, 1, instr(`name_key`, ' ') - 1);--> statement-breakpoint
UPDATE `students` SET `sort_key` = substr(`name_key`, instr(`name_key`, ' ') + 1) || ' ' || substr(`name_key`, 1, instr(`name_key`, ' ') - 1);--> statement-breakpoint
UPDATE `classes` SET `sort_key` = CASE WHEN `code` GLOB '[0-9][0-9][0-9]*' THEN '000' WHEN `code` GLOB '[0-9][0-9]*' THEN '0000' WHEN `code` GLOB '[0-9]*' THEN '00000' ELSE '' END || lower(`code`) || ' ' || lower(`name`);--> statement-breakpoint
UPDATE `sessions` SET `seen_at` = `created_at`;

CREATE TABLE `evening_mailings` (
	`school_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`mailing` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `evening_id`, `mailing`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `mail_stops` (
	`school_id` text NOT NULL,
	`reader_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `reader_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `consents` ADD `recorded_by` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `coalesce` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `listed` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `delivery` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `delivery_problem` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `delivery_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_coalesce` ON `outbox` (`school_id`,`coalesce`);
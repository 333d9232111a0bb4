CREATE TABLE `proposals` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`evening_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`state` text NOT NULL,
	`nonce` text,
	`choices` text NOT NULL,
	`plan` text NOT NULL,
	`missed` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_one_held` ON `proposals` (`school_id`,`evening_id`,`guardian_id`) WHERE state = 'held';--> statement-breakpoint
CREATE INDEX `proposals_guardian` ON `proposals` (`school_id`,`guardian_id`,`evening_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `proposals_held` ON `proposals` (`expires_at`) WHERE state = 'held';--> statement-breakpoint
CREATE INDEX `claims_proposal` ON `claims` (`school_id`,`proposal_id`) WHERE proposal_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `claims_held` ON `claims` (`held_until`) WHERE held_until IS NOT NULL;
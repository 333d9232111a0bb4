CREATE TABLE `absences` (
	`school_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`said_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `evening_id`, `guardian_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `freed_times` (
	`school_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`teacher_id` text NOT NULL,
	`freed_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `evening_id`, `teacher_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `freed_times_at` ON `freed_times` (`freed_at`);--> statement-breakpoint
CREATE TABLE `teacher_breaks` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`evening_id` text NOT NULL,
	`teacher_id` text NOT NULL,
	`kind` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `teacher_breaks_evening` ON `teacher_breaks` (`school_id`,`evening_id`,`teacher_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `teacher_breaks_hours` ON `teacher_breaks` (`school_id`,`evening_id`,`teacher_id`,`kind`) WHERE kind <> 'break';--> statement-breakpoint
CREATE TABLE `waiting` (
	`school_id` text NOT NULL,
	`id` text NOT NULL,
	`evening_id` text NOT NULL,
	`guardian_id` text NOT NULL,
	`student_id` text NOT NULL,
	`class_id` text NOT NULL,
	`note` text NOT NULL,
	`state` text NOT NULL,
	`joined_at` integer NOT NULL,
	`offered_at` integer,
	`starts_at` integer,
	`held_until` integer,
	`nonce` text,
	`appointment_id` text,
	PRIMARY KEY(`school_id`, `id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `waiting_once` ON `waiting` (`school_id`,`evening_id`,`guardian_id`,`student_id`,`class_id`) WHERE state IN ('waiting', 'offered');--> statement-breakpoint
CREATE INDEX `waiting_line` ON `waiting` (`school_id`,`evening_id`,`state`,`joined_at`);--> statement-breakpoint
CREATE INDEX `waiting_held` ON `waiting` (`state`,`held_until`);--> statement-breakpoint
ALTER TABLE `appointments` ADD `note` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `appointments` ADD `together` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `appointments_one_for_all` ON `appointments` (`school_id`,`evening_id`,`student_id`,`class_id`) WHERE state = 'booked' AND together = 1;--> statement-breakpoint
ALTER TABLE `evenings` ADD `gap_seconds` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `evenings` ADD `lead_minutes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `evenings` ADD `most_per_student` integer;--> statement-breakpoint
ALTER TABLE `evenings` ADD `together` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `evenings` ADD `early_opens_at` integer;--> statement-breakpoint
ALTER TABLE `evenings` ADD `early_years` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `evenings` ADD `waiting_list` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `evenings` ADD `offer_minutes` integer DEFAULT 120 NOT NULL;
CREATE TABLE `appointment_marks` (
	`school_id` text NOT NULL,
	`appointment_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`absent_at` integer,
	`late_minutes` integer DEFAULT 0 NOT NULL,
	`guest_out` text,
	PRIMARY KEY(`school_id`, `appointment_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `appointment_marks_evening` ON `appointment_marks` (`evening_id`);--> statement-breakpoint
CREATE TABLE `teacher_notes` (
	`school_id` text NOT NULL,
	`appointment_id` text NOT NULL,
	`teacher_id` text NOT NULL,
	`evening_id` text NOT NULL,
	`text` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`school_id`, `appointment_id`, `teacher_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `teacher_notes_evening` ON `teacher_notes` (`evening_id`);
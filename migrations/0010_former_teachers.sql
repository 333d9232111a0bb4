CREATE TABLE `former_teachers` (
	`school_id` text NOT NULL,
	`teacher_id` text NOT NULL,
	`appointment_id` text NOT NULL,
	PRIMARY KEY(`school_id`, `teacher_id`, `appointment_id`),
	FOREIGN KEY (`school_id`) REFERENCES `schools`(`id`) ON UPDATE no action ON DELETE no action
);

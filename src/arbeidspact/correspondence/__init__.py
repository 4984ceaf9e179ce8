"""What leaves the platform: mails, text messages, notices to programs, the links in them, and whether they arrived."""

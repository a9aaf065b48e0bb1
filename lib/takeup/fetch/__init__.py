"""The Matomo client: asks for a month's reports and stores the raw answers as deliveries."""

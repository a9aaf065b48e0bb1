"""Monthly evaluation of citizen portals: from raw deliveries to HTML reports."""

"""What travels: container, verifier, trust list, enrolment, receipts. No database, no Qt."""

"""What pages that write a draft have in common."""

"""What is built from the meeting: plan -> draw -> assemble -> proof."""

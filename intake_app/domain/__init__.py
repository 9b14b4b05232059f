"""What a testimony is: plain records without I/O, clock or randomness."""

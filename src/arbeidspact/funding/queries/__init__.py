"""The fund to read: calls, applications, the work of the jury, contracts and payments."""

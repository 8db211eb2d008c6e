"""First page, today, keeping a listing, export, erasure, and the worker."""

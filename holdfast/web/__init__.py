"""Base templates, components, style and small scripts. No models."""

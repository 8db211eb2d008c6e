"""Holdfast: free, self-hosted software for support networks in recovery."""

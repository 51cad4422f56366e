"""The version written into manifests."""

VERSION = "0.1.0"

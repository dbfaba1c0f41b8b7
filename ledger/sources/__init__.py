"""Where episodes come from: pages, transcripts and feeds that somebody saved, one kind a module."""

"""Digital traces: the collection API of Segment-type clients, write keys, the browser snippet, the log of events."""

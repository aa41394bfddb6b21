"""How figures move: level, season, breaks and alarms with a stated rate of false ones."""

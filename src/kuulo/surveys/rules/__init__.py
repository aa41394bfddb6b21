"""What a survey file says and how answers are understood; pure: no Django, no clock."""

"""The report of one file of answers: computed into frozen shapes, then said as HTML, JSON or text."""

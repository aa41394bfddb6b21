"""Words that call for a person: questions, suggestions, praise of somebody, threats to leave, danger, complaints."""

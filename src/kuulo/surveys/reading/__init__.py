"""Reading files of answers of every kind; `kuulo.surveys.reading.files.read_answers` is the door."""

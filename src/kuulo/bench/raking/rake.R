# R's turn: survey::rake on rows in memory. Rscript rake.R FOLDER RUNS EPSILON OUT
# EPSILON is what survey calls so: 1 (its default) is one person in the largest change of a cell.
suppressMessages(library(survey))
given <- commandArgs(TRUE)
folder <- given[1]
levels <- c(2, 3, 5, 7, 9, 10)
names <- paste0("m", seq_along(levels) - 1)
rows <- file.size(file.path(folder, "weight.bin")) / 8
read <- function(name, what, size) readBin(file.path(folder, paste0(name, ".bin")), what, rows, size = size)
data <- as.data.frame(lapply(setNames(names, names), read, what = "integer", size = 4))
data$weight <- read("weight", "double", 8)
targets <- strsplit(gsub("[][{} \"]", "", gsub("],", ";", readLines(file.path(folder, "targets.json"), warn = FALSE))), ";")[[1]]
totals <- lapply(strsplit(targets, ":"), function(pair) as.numeric(strsplit(pair[2], ",")[[1]]))
population <- Map(function(name, freq) setNames(data.frame(seq_along(freq) - 1L, freq), c(name, "Freq")), names, totals)
formulas <- lapply(names, function(name) as.formula(paste0("~", name)))
epsilon <- as.numeric(given[3])
if (epsilon < 1) epsilon <- epsilon / sum(data$weight)
wall <- cpu <- numeric(0)
for (run in seq_len(as.integer(given[2]))) {
  took <- system.time({
    design <- svydesign(ids = ~1, weights = ~weight, data = data)
    raked <- rake(design, formulas, population, control = list(maxit = 200, epsilon = epsilon, verbose = FALSE))
  })
  wall <- c(wall, took[["elapsed"]])
  cpu <- c(cpu, took[["user.self"]] + took[["sys.self"]])
}
writeBin(as.numeric(weights(raked)), file.path(folder, given[4]), size = 8)
listed <- function(values) paste0("[", paste(format(values, digits = 6), collapse = ", "), "]")
cat(sprintf('{"wall": %s, "cpu": %s, "version": "%s"}\n', listed(wall), listed(cpu), packageVersion("survey")))

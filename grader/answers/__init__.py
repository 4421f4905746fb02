"""Files as students hand them in, to answers: downloads, containers and layouts."""

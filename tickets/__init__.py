"""The rules of the desk: pure, standard library only; no await, no I/O, no clock of its own (`now` is an argument)."""

// Package app is the roof of the program: it wires rooms that do not know each
// other, runs the background workers, serves the routes, and shuts down. The
// end-to-end tests live here.
package app

// Package app wires the packages of the program, which do not know each other. It runs
// the background workers, serves the routes and shuts down. The end-to-end tests live
// here.
package app

//go:build race

package main

// raced is set if the test and the programs that it starts look for races: they are many times
// slower and take much memory.
const raced = true

//go:build race

package bottest

// Raced is set if the race detector is on: everything takes many times as long, some of it longer
// than other things, and much memory. What a test says of time does not hold then.
const Raced = true

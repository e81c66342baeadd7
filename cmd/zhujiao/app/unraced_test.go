//go:build !race

package app

// raced says that the race detector is on, which makes some code slower than other code.
const raced = false

// Package middleware holds the steps around every message, a file each. They run in
// the order Recover, Log, Prepare, Late, Gate, Understand, Unit, Shelf. The package depends on
// interfaces only, not on a database or a messaging platform.
package middleware

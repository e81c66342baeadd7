// Package middleware holds what happens around every message, a file each:
// Recover, Log, Gate, Late, Unit, Shelf, in this order from the outside
// (design.md §4). It knows ports, no vendor.
package middleware

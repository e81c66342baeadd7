//go:build !linux

package app

// dropProgram gives nothing back: only Linux tells which pages are unchanged.
func dropProgram() {}

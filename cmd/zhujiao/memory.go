package main

import "runtime/debug"

const (
	// gcPercentServing is the GC percentage used unless GOGC is set: on small machines
	// memory matters more than CPU.
	gcPercentServing = 50
	// gcPercentBuilding is the same while the first index is built, which makes much garbage.
	// It is low because this is the peak of the memory that the machine must have.
	gcPercentBuilding = 20
	// memoryStarting is how many bytes the start keeps before it gives back at once what it has
	// freed: otherwise it would be the most that the process ever needs. A class that needs
	// more takes it.
	memoryStarting = 26 << 20
)

// spareMemory keeps low what building the first index takes, until built is called. What opening
// the database took is given back before, because both together would be the most that the
// process ever needs.
func spareMemory() (built func()) {
	debug.FreeOSMemory()
	dropProgram()
	before := debug.SetGCPercent(gcPercentBuilding)
	return func() { debug.SetGCPercent(before) }
}

package main

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// release is the version that .ci/package has given to a build; empty for any other build.
var release string //nolint:gochecknoglobals // the linker sets it

type versionCmd struct{}

// Run prints the version that the build carries.
func (versionCmd) Run(io stdio) error {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	if release != "" {
		version = release
	}
	_, err := fmt.Fprintf(io.out, "zhujiao %s%s\n", version, revision)
	return err
}

// versionFlag is --version: it prints the version instead of running a command.
type versionFlag bool

// errPrinted ends the program with status 0, because what was asked for is printed.
var errPrinted = errors.New("printed")

// BeforeReset prints the version before anything else is looked at.
func (versionFlag) BeforeReset(io stdio) error {
	return errors.Join(versionCmd{}.Run(io), errPrinted)
}

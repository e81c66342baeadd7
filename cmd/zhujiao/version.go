package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"zhujiao/bot/metrics"
)

// release is the version that .ci/package has given to a build; empty for any other build.
var release string //nolint:gochecknoglobals // the linker sets it

type versionCmd struct{}

// Run prints the version that the build carries.
func (versionCmd) Run(io stdio) error {
	b := build()
	_, err := fmt.Fprintln(io.out, strings.TrimSpace("zhujiao "+b.Version+" "+b.Revision))
	return err
}

// build is the version that the build carries.
func build() (b metrics.Build) {
	b.Version = "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		b.Version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				b.Revision = s.Value
			}
		}
	}
	if release != "" {
		b.Version = release
	}
	return b
}

// versionFlag is --version: it prints the version instead of running a command.
type versionFlag bool

// errPrinted ends the program with status 0, because what was asked for is printed.
var errPrinted = errors.New("printed")

// BeforeReset prints the version before anything else is looked at.
func (versionFlag) BeforeReset(io stdio) error {
	return errors.Join(versionCmd{}.Run(io), errPrinted)
}

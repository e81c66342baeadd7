package moderation

import (
	"context"
	"fmt"
	"time"

	"zhujiao/bot/campaign"
)

// ClassFile changes the stored content of a class.
type ClassFile interface {
	// Edit prepares a version of the class with other settings, which want returns for the
	// newest version. It stores nothing, and joins the unit of ctx. Settings that the class
	// could not serve with give a *FileError.
	Edit(ctx context.Context, want func(*campaign.Campaign) []campaign.Setting) (ClassEdit, error)
}

// ClassEdit is a version of a class that was prepared and is not stored yet.
type ClassEdit struct {
	// Base is the number of the version that it changes, By whose command stored that one:
	// empty for a file.
	Base int
	By   string
	// Old is the class as it is, New as it would be.
	Old, New *campaign.Campaign
	// Problems are what the file says elsewhere that the change makes wrong.
	Problems []FileProblem
	// Store stores the version in the unit of ctx, with the job that does what it asks for.
	// It returns false if another version was stored after Base.
	Store func(ctx context.Context, by string, at time.Time) (bool, error)
}

// FileProblem is something wrong with a campaign file, in words for the operator.
type FileProblem struct {
	Line int
	What string
}

// FileError refuses settings that a class could not serve with.
type FileError struct{ Problems []FileProblem }

// Error implements error.
func (e *FileError) Error() string {
	return fmt.Sprintf("the file would have %d problems", len(e.Problems))
}

// OvertakenError refuses a change because somebody else has changed the class since it was
// proposed. By is empty for a file.
type OvertakenError struct{ By string }

// Error implements error.
func (e *OvertakenError) Error() string { return "the class was changed by " + e.By }

// LifeRefusal says why a class cannot be changed.
type LifeRefusal string

// The reasons.
const (
	LifeRunning      LifeRefusal = "it runs"
	LifeOver         LifeRefusal = "it is over"
	LifePast         LifeRefusal = "the time is past"
	LifeSame         LifeRefusal = "it is so already"
	LifeLong         LifeRefusal = "it would end before it begins, or take longer than a day"
	LifeCancelled    LifeRefusal = "it was cancelled"
	LifeNotCancelled LifeRefusal = "it was not cancelled"
)

// LifeError refuses a change of a class.
type LifeError struct{ Why LifeRefusal }

// Error implements error.
func (e *LifeError) Error() string { return "the class cannot be changed: " + string(e.Why) }

func cannot(why LifeRefusal) error { return &LifeError{why} }

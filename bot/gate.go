package bot

import (
	"context"
	"time"
)

// Ask describes a message to the gate.
type Ask struct {
	// Key identifies the message; repeated pushes have the same key.
	Key string
	// Person is a keyed hash of the sender, empty for system events.
	Person string
	// Count is false for messages that the rate limit does not count: exempt words,
	// moderators' commands, system events.
	Count bool
	// Wide is set instead of Count for exempt words of attendees, which have a wider limit
	// of their own (ruling 40).
	Wide bool
}

// Verdict is the gate's answer.
type Verdict int

// The verdicts. A repeated push gets the verdict of the first.
const (
	// Pass means that the message should be handled.
	Pass Verdict = iota
	// Limited means that the message is the first one over the limit in a window: tell
	// the person.
	Limited
	// Silent means that the person is over the limit and has been told.
	Silent
	// Running means that another process is handling the message.
	Running
)

// Answer is the gate's answer.
type Answer struct {
	Verdict Verdict
	// Wait is the rest of the window, for Limited.
	Wait time.Duration
	// Reply is the encoded reply to the first push; nil if the gate does not have it.
	// The journal has it.
	Reply []byte
}

// Gate detects duplicates and limits the rate of messages over all processes.
type Gate interface {
	// Admit decides about a message and counts it once, however often it is called for
	// the same key. It blocks no longer than the implementation's time limit. An error
	// means that the gate cannot decide.
	Admit(ctx context.Context, a Ask) (Answer, error)
	// Done reports the encoded reply to a message that Admit answered with Pass or
	// Limited. A nil reply means that the message failed and that a repeated push should
	// be handled. Done does not wait.
	Done(a Ask, reply []byte)
}

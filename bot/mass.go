package bot

import (
	"math"
	"time"
)

// Approval says what an administrator of the account did with a mass send that has to be
// approved (群发保护).
type Approval string

// The approvals. ApprovalNone is for a mass send that needs none, or that was approved.
const (
	ApprovalNone    Approval = ""
	ApprovalWaiting Approval = "waiting"
	ApprovalRefused Approval = "refused"
	ApprovalExpired Approval = "expired"
)

// ApprovalTime is how long an administrator may take. After it the mass send fails.
const ApprovalTime = 30 * time.Minute

// ApprovalError comes with the id of a mass send that was accepted, but waits for an
// administrator.
type ApprovalError struct {
	// Words are the platform's.
	Words string
}

func (e *ApprovalError) Error() string {
	return "an administrator has to approve the mass send: " + e.Words
}

// MassStatus is the platform's answer to a question about a mass send.
type MassStatus struct {
	// Words are the platform's.
	Words string
	// Failed is set if the mass send failed as a whole or was deleted.
	Failed bool
}

// MassResult is the platform's report after a mass send. Its numbers may not add up,
// because the platform counts slightly before the end.
type MassResult struct {
	// MsgID is the platform's id of the mass send.
	MsgID string
	// Total is the size of the audience, Filtered the number of people in it whom
	// the platform did not exclude. Sent is how many of them got the message, Failed
	// how many did not: see AllFailed.
	Total, Filtered, Sent, Failed int
	// Status is the result in the platform's words.
	Status string
	// Approval is set if the mass send waits for an administrator, or failed for one.
	Approval Approval
}

// AllFailed is the value of MassResult.Failed for a mass send that failed as a whole,
// for which the platform reports no numbers.
const AllFailed = math.MaxInt32

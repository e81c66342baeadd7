package bot

import "math"

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
}

// AllFailed is the value of MassResult.Failed for a mass send that failed as a whole,
// for which the platform reports no numbers.
const AllFailed = math.MaxInt32
